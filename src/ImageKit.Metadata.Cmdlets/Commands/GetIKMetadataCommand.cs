using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Completion;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Commands;

/// <summary>Gets the metadata of images, original or transformed, by URL or file ID, one or a million.</summary>
// No default parameter set: it would win over the other if the input has only a file ID, which both accept.
[Cmdlet(VerbsCommon.Get, "IKMetadata", HelpUri = OnlineHelp.Pages + "Get-IKMetadata.md")]
[OutputType(typeof(ImageMetadata))]
public sealed class GetIKMetadataCommand : BulkCommand
{
    private const string UrlSet = "Url";
    private const string FileIdSet = "FileId";

    /// <summary>The URLs of the images, sent unchanged except for blanks around them. A URL with a transformation is the transformed image.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UrlSet)]
    [Alias("Uri", "ImageUrl", "Href")]
    [UrlText]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? Url { get; set; }

    /// <summary>
    /// The IDs of files in the media library. An image with an ID and a URL is requested by its ID, and the output has both,
    /// unless the URL contains a transformation or an earlier version.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileIdSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UrlSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? FileId { get; set; }

    /// <summary>The object in the pipeline, with the other properties of a file: name, path, tags, version.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Transformations such as <c>w-400,h-300</c>: one request, and one output, for each, chained after any that the URL has.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TransformationCompleter))]
    public string[]? Transformation { get; set; }

    /// <summary>
    /// A file in which each finished item is saved. Another run with the same file requests only images that are new, were
    /// replaced or failed.
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
        if (OldestRetrieval is not null && Checkpoint is null)
        {
            WriteWarning("-MaximumAge has no effect without -Checkpoint: all metadata is requested.");
        }

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
