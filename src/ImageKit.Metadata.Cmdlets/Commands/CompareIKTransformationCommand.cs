using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Comparing;
using ImageKit.Metadata.Completion;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Commands;

/// <summary>Compares images with what transformations make of them: bytes saved, and how far the image drifts.</summary>
[Cmdlet(VerbsData.Compare, "IKTransformation", HelpUri = OnlineHelp.Pages + "Compare-IKTransformation.md")]
[OutputType(typeof(TransformationComparison), typeof(TransformationSummary))]
public sealed class CompareIKTransformationCommand : BulkCommand
{
    private TransformationTally[] _tallies = [];

    /// <summary>The transformations, such as <c>w-400,f-webp</c>: one row for each image and each of them.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [UrlText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TransformationCompleter))]
    public string[] Transformation { get; set; } = [];

    /// <summary>The URLs of the images. With a transformation in it, a URL stands for the transformed image, and further ones are chained.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uri", "ImageUrl", "Href")]
    [UrlText]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? Url { get; set; }

    /// <summary>The IDs of the files that the URLs stand for: the originals are requested by ID.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? FileId { get; set; }

    /// <summary>Emits one summary per transformation over all images, and no rows.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        PutPositionsInOrder();
        Transformation = ReadTransformations(Transformation);
        _tallies = [.. Transformation.Select(transformation => new TransformationTally(transformation))];
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach ((string? url, string? fileId) in Pair(Url, FileId))
        {
            Image image = new(url);
            if (ImageUrl.Validate(url?.Trim()) is not null)
            {
                // A URL that is not valid fails once, not once per transformation.
                Request(() => MetadataRequest.ForUrl(url), image);
                continue;
            }

            Request(() => MetadataRequest.ForImage(url, fileId), image);
            for (int number = 0; number < Transformation.Length; number++)
            {
                string transformation = Transformation[number];
                Request(() => MetadataRequest.ForUrl(url, fileId, transformation), new Part(image, number));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Summary)
        {
            foreach (TransformationTally tally in _tallies)
            {
                WriteObject(tally.Summarize());
            }
        }
    }

    private protected override void Write(MetadataResult result)
    {
        // Results arrive in the order of the requests: an original before its transformations.
        if (result.Target is Image image)
        {
            image.Original = result.Metadata;
            if (result.Error is not null)
            {
                WriteError(IKErrorRecord.For(result.Error, image.Url));
            }
        }
        else if (result.Target is Part part)
        {
            Write(part, result);
        }
    }

    private protected override long? CountInput() =>
        MyInvocation.ExpectingInput ? null : (Url?.Length ?? 1) * (1L + Transformation.Length);

    private void Write(Part part, MetadataResult result)
    {
        string transformation = Transformation[part.Number];
        if (part.Image.Original is not ImageMetadata original)
        {
            // The error of the original was written.
            return;
        }

        if (result.Error is not null)
        {
            WriteError(IKErrorRecord.For(result.Error, ImageUrl.AddTransformation(part.Image.Url!, transformation)));
            return;
        }

        TransformationComparison comparison = TransformationComparison.Between(original, result.Metadata!, transformation);
        if (Summary)
        {
            _tallies[part.Number].Add(comparison);
        }
        else
        {
            WriteObject(comparison);
        }
    }

    /// <summary>
    /// In a pipeline, the one positional argument is the transformation; without a pipeline, people write the URL first. Both work:
    /// a URL is never a transformation.
    /// </summary>
    private void PutPositionsInOrder()
    {
        if (Url is { Length: > 0 } given
            && Array.TrueForAll(given, text => text is not null && !ImageUrl.HasScheme(text) && TransformationText.Validate(text) is null)
            && !Array.TrueForAll(Transformation, text => !ImageUrl.HasScheme(text) && TransformationText.Validate(text) is null))
        {
            (Url, Transformation) = (Transformation, [.. given.OfType<string>()]);
        }
    }

    /// <summary>An image on its way: what it is, once that is known.</summary>
    private sealed class Image(string? url)
    {
        public string? Url { get; } = url;

        public ImageMetadata? Original { get; set; }
    }

    /// <summary>One transformation of an image.</summary>
    private sealed record Part(Image Image, int Number);
}
