using System.ComponentModel;
using ImageKit.Metadata.Base;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Library;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>A cmdlet that requests the metadata of many images at once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class BulkCommand : ServiceCommand
{
    /// <summary>An input that was given and is null: it is an error, not nothing.</summary>
    private protected static readonly string?[] SingleNull = [null];

    private MetadataDownloader? _downloader;
    private Checkpoint? _checkpoint;
    private ImageKitClient? _client;
    private BulkProgress? _progress;
    private readonly List<MediaListing> _listings = [];

    /// <summary>How many requests may be in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 64;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // A script block, which is evaluated for each object, is bound as something else here.
        if (MyInvocation.ExpectingInput && MyInvocation.BoundParameters.TryGetValue("FileId", out object? fileId) && fileId is string[])
        {
            ThrowTerminatingError(IKErrorRecord.UnpairedFileId("-FileId cannot be a single value when the pipeline supplies the URLs.", fileId));
        }

        if (MyInvocation.ExpectingInput && PipelineVariable.FindBefore(MyInvocation) is string variable)
        {
            WriteWarning($"{MyInvocation.MyCommand.Name} reads ahead: when it emits an image, the variable '{variable}' of -PipelineVariable already contains a later item. Use the properties Name, FilePath, Tags and CustomMetadata of the output, or join on Url or FileId.");
        }

        ImageKitClient client = _client = ResolveClient();
        _checkpoint = CheckpointPath is null ? null : OpenCheckpoint(CheckpointPath, client);
        _downloader = new MetadataDownloader(
            client,
            new MetadataDownloaderOptions
            {
                ThrottleLimit = ThrottleLimit,
                Timeout = TimeSpan.FromSeconds(TimeoutSec),
                MaximumRetryCount = MaximumRetryCount,
                Unordered = IsUnordered,
                Checkpoint = _checkpoint,
                OldestRetrieval = OldestRetrieval,
            },
            StopToken);
        _progress = new BulkProgress(MyInvocation.MyCommand.Name, _downloader, CountInput());
    }

    /// <summary>Transformations without what surrounds them in a URL. One that cannot be valid ends the pipeline, before any request.</summary>
    private protected string[] ReadTransformations(string[] texts)
    {
        foreach (string text in texts)
        {
            if (TransformationText.Validate(text) is string error)
            {
                ThrowTerminatingError(IKErrorRecord.InvalidTransformation(error, text));
            }
        }

        return [.. texts.Select(TransformationText.Trim)];
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_checkpoint is not null && _listings.Count > 0)
        {
            DrainAll(_downloader!, Write, progress: null);
            foreach (MediaListing listing in _listings.Where(listing => listing.IsComplete && _downloader!.Failure is null))
            {
                ResolveMissingFiles(listing);
            }
        }

        Finish();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _downloader?.Dispose();
        _checkpoint?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Whether results are written in the order in which they arrive.</summary>
    private protected virtual bool IsUnordered => false;

    /// <summary>The checkpoint file, as the user gave it; null for none.</summary>
    private protected virtual string? CheckpointPath => null;

    /// <summary>What was retrieved earlier is requested again if its version is not known; null if age does not matter.</summary>
    private protected virtual DateTime? OldestRetrieval => null;

    /// <summary>Remembers a listing that files came from: at the end, it shows which files of the checkpoint are gone.</summary>
    private protected void Remember(MediaListing? listing)
    {
        if (listing is not null && (_listings.Count == 0 || (_listings[_listings.Count - 1] != listing && !_listings.Contains(listing))))
        {
            _listings.Add(listing);
        }
    }

    /// <summary>Writes the outcome of one item.</summary>
    private protected abstract void Write(MetadataResult result);

    /// <summary>How many items there will be; null if the pipeline supplies them.</summary>
    private protected abstract long? CountInput();

    /// <summary>The URLs, each with its file ID if there are any; none, and an error, if their numbers differ.</summary>
    private protected IEnumerable<(string? Url, string? FileId)> Pair(string?[]? urls, string?[]? fileIds)
    {
        urls ??= SingleNull;
        if (urls is [var only] && UrlTextAttribute.IsWithoutUrl(only, out PipelineObject input))
        {
            if (fileIds is { Length: > 0 })
            {
                // -FileId is a script block, which has found the file ID in other properties.
                return fileIds.Select(fileId => ((string?)null, fileId));
            }

            WriteMissingPropertyError(input, $"{string.Join(", ", PipelineObject.UrlNames)} and FileId");
            return [];
        }

        if (fileIds is not { Length: > 0 })
        {
            return urls.Select(url => (url, (string?)null));
        }

        if (fileIds.Length == urls.Length)
        {
            return urls.Zip(fileIds, (url, fileId) => (url, fileId));
        }

        WriteError(IKErrorRecord.UnpairedFileId($"There are {urls.Length} URLs and {fileIds.Length} file IDs.", fileIds));
        return [];
    }

    /// <summary>Requests one item; results that have arrived meanwhile are written.</summary>
    /// <param name="createRequest">Creates the request; an <see cref="ImageKitException"/> that it throws is the result.</param>
    /// <param name="target">The input, for error records.</param>
    private protected void Request(Func<MetadataRequest> createRequest, object? target)
    {
        MetadataDownloader downloader = _downloader!;
        Func<bool> tryAdd;
        try
        {
            MetadataRequest request = createRequest();
            tryAdd = () => downloader.TryAdd(request, target);
        }
        catch (ImageKitException failure)
        {
            tryAdd = () => downloader.TryAdd(failure, target);
        }

        if (!Add(downloader, tryAdd, Write, _progress))
        {
            Finish();
        }
    }

    private void ResolveMissingFiles(MediaListing listing)
    {
        try
        {
            (int deleted, IReadOnlyList<MediaFile> skipped) = WaitFor(
                notices => Task.Run(() => MissingFiles.ResolveAsync(_client!, _checkpoint!, listing, CreateOptions(notices), StopToken))).Result;
            if (deleted > 0)
            {
                WriteVerbose($"{Quantity.ToDisplayText(deleted, "file in the checkpoint was", "files in the checkpoint were")} deleted from the media library.");
            }

            foreach (MediaFile file in skipped)
            {
                Request(() => MetadataRequest.ForImage(file.Url, file.FileId, null, ListedFile.Of(file)), file.Url ?? file.FileId);
            }
        }
        catch (CheckpointException failure)
        {
            ThrowTerminatingError(IKErrorRecord.For(failure, CheckpointPath));
        }
        catch (ImageKitException failure)
        {
            WriteWarning($"The files in the checkpoint that the listing lacks could not be looked up; they stay in the checkpoint. {failure.Message}");
        }
    }

    /// <summary>Writes what is left, and ends the pipeline if all work has failed.</summary>
    private void Finish()
    {
        DrainAll(_downloader!, Write, _progress);
        WriteVerbose(_downloader!.Statistics.ToSummary(_downloader.Elapsed));
        switch (_downloader.Failure ?? VerifyCheckpoint())
        {
            case ImageKitException failure:
                ThrowTerminatingError(IKErrorRecord.For(failure, null));
                break;
            case CheckpointException failure:
                ThrowTerminatingError(IKErrorRecord.For(failure, CheckpointPath));
                break;
        }
    }

    private CheckpointException? VerifyCheckpoint()
    {
        try
        {
            _checkpoint?.Verify();
            return null;
        }
        catch (CheckpointException failure)
        {
            return failure;
        }
    }

    private Checkpoint OpenCheckpoint(string path, ImageKitClient client)
    {
        try
        {
            Checkpoint checkpoint = UntilStopped(() => Checkpoint.Open(ResolveFile(path), client, StopToken));
            foreach (string remark in checkpoint.Remarks)
            {
                WriteWarning(remark);
            }

            WriteVerbose($"The checkpoint file contains the metadata of {Quantity.ToDisplayText(checkpoint.StoredCount, "image", "images")}.");
            return checkpoint;
        }
        catch (CheckpointException failure)
        {
            ThrowTerminatingError(IKErrorRecord.For(failure, path));
            throw;
        }
    }
}
