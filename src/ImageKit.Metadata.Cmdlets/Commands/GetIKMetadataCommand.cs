using System.Management.Automation;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Completion;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Commands;

/// <summary>Gives the metadata of images, original or transformed, by URL or file id, one or a million.</summary>
// No default parameter set: it would win over the other when a file id, which both have, is all there is.
[Cmdlet(VerbsCommon.Get, "IKMetadata", HelpUri = OnlineHelp.Pages + "Get-IKMetadata.md")]
[OutputType(typeof(ImageMetadata))]
public sealed class GetIKMetadataCommand : BulkCommand
{
    private const string UrlSet = "Url";
    private const string FileIdSet = "FileId";

    /// <summary>The URLs of the images, sent as given but for blanks around them. With a transformation in it, a URL stands for the transformed image.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UrlSet)]
    [Alias("Uri", "ImageUrl", "Href")]
    [UrlText]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? Url { get; set; }

    /// <summary>
    /// The ids of files in the media library. Beside a URL, the id is asked, and the URL carried along to the output, unless the
    /// URL stands for something else than the file as it is: a transformation or an earlier version.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileIdSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UrlSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? FileId { get; set; }

    /// <summary>The object in the pipeline, of which the other properties of a file are read: name, path, tags, version.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Transformations such as <c>w-400,h-300</c>: one request, and one output, for each, chained after any that the URL has.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TransformationCompleter))]
    public string[]? Transformation { get; set; }

    /// <summary>
    /// A file that keeps each finished item. Run again with the same file, what succeeded is not asked for again and what
    /// failed is tried again.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary>
    /// Requests what is older in the checkpoint again. It matters for images whose version is not known: a URL without
    /// <c>updatedAt</c>, or a file ID alone.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "No limit")]
    [ValidateAge]
    public TimeSpan MaximumAge { get; set; }

    /// <summary>Writes each result as soon as it is there, not in the order of the input.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    private protected override string? CheckpointPath => Checkpoint;

    private protected override DateTime? OldestRetrieval => MyInvocation.BoundParameters.ContainsKey(nameof(MaximumAge)) ? DateTime.UtcNow - MaximumAge : null;

    private protected override bool IsUnordered => Unordered;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Transformation = Transformation is null ? null : ReadTransformations(Transformation);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ListedFile? file = MyInvocation.ExpectingInput ? ListedFileReader.Read(InputObject) : null;
        Remember(file?.Listing);
        if (ParameterSetName == FileIdSet)
        {
            foreach (string? fileId in FileId ?? SingleNull)
            {
                Request(() => MetadataRequest.ForFile(fileId, null, file), fileId);
            }

            return;
        }

        foreach ((string? url, string? fileId) in Pair(Url, FileId))
        {
            // Metadata that was requested by file ID alone has a property for the URL, too, with nothing in it.
            string? target = string.IsNullOrEmpty(url) ? fileId : url;
            foreach (string? transformation in Transformation ?? SingleNull)
            {
                Request(() => MetadataRequest.ForImage(url, fileId, transformation, file), target);
            }
        }
    }

    private protected override void Write(MetadataResult result)
    {
        if (result.Error is null)
        {
            WriteObject(result.Metadata!);
        }
        else
        {
            WriteError(IKErrorRecord.For(result.Error, result.Target));
        }
    }

    private protected override long? CountInput() =>
        MyInvocation.ExpectingInput ? null : (Url?.Length ?? FileId?.Length ?? 1) * (long)(Transformation?.Length ?? 1);
}
