using System.ComponentModel;
using System.Management.Automation;
using ImageKit.Metadata.Base;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Commands;

/// <summary>
/// A cmdlet that asks for the metadata of many images at once: the bridge between the requests, which run on the thread
/// pool, and PowerShell's one pipeline thread, which puts them in and writes the results.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class BulkCommand : ServiceCommand, IDisposable
{
    /// <summary>One item that is null: what came is not there, but asked for all the same.</summary>
    private protected static readonly string?[] NothingGiven = [null];

    private readonly CancellationTokenSource _stop = new();
    private MetadataDownloader? _reader;
    private Checkpoint? _checkpoint;
    private BulkProgress? _progress;

    /// <summary>How many requests may be in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 64;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // A script block, which is asked for each object, is bound as something else here.
        if (MyInvocation.ExpectingInput && MyInvocation.BoundParameters.TryGetValue("FileId", out object? fileId) && fileId is string[])
        {
            ThrowTerminatingError(IKErrorRecord.UnpairedFileId("One file id is given for all that the pipeline brings.", fileId));
        }

        ImageKitClient client = ResolveClient();
        _checkpoint = CheckpointPath is null ? null : OpenCheckpoint(CheckpointPath, client);
        _reader = new MetadataDownloader(client, new MetadataDownloaderOptions
        {
            ThrottleLimit = ThrottleLimit,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            Unordered = TakesResultsAsTheyCome,
            Checkpoint = _checkpoint,
        });
        _progress = new BulkProgress(MyInvocation.MyCommand.Name, _reader, CountInput());
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (!_reader!.IsEmpty && _reader.Fatal is null)
        {
            Drain();
            WaitFor(room: false);
        }

        Drain();
        Finish();
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stop.Cancel();
        _reader?.Stop();
    }

    /// <summary>Ends what is in flight. PowerShell calls this however the pipeline ended.</summary>
    public void Dispose()
    {
        _reader?.Dispose();
        _checkpoint?.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether results are written in the order in which they come.</summary>
    private protected virtual bool TakesResultsAsTheyCome => false;

    /// <summary>The file that keeps finished items, as the user gave it; null for none.</summary>
    private protected virtual string? CheckpointPath => null;

    /// <summary>Writes what became of one item.</summary>
    private protected abstract void Write(MetadataResult result);

    /// <summary>How many items there will be; null if the pipeline brings them.</summary>
    private protected abstract long? CountInput();

    /// <summary>The URLs, each with its file id if there are any; nothing but an error if their numbers differ.</summary>
    private protected IEnumerable<(string? Url, string? FileId)> Pair(string?[]? urls, string?[]? fileIds)
    {
        urls ??= NothingGiven;
        if (fileIds is not { Length: > 0 })
        {
            return urls.Select(url => (url, (string?)null));
        }

        if (fileIds.Length == urls.Length)
        {
            return urls.Zip(fileIds, (url, fileId) => (url, fileId));
        }

        WriteError(IKErrorRecord.UnpairedFileId($"There are {urls.Length} URLs and {fileIds.Length} file ids.", fileIds));
        return [];
    }

    /// <summary>Asks for one item; results that have come meanwhile are written.</summary>
    private protected void Ask(Func<MetadataRequest> item, object? target)
    {
        MetadataRequest? request = null;
        ImageKitException? failure = null;
        try
        {
            request = item();
        }
        catch (ImageKitException exception)
        {
            failure = exception;
        }

        while (!(request is not null ? _reader!.TryAdd(request, target) : _reader!.TryAdd(failure!, target)))
        {
            Drain();
            if (_reader.Fatal is not null)
            {
                // What had succeeded behind one that was waited for can be taken since.
                Drain();
                Finish();
            }

            WaitFor(room: true);
        }

        Drain();
    }

    private void WaitFor(bool room)
    {
        _reader!.WaitForChange(room, Tick);
        if (Stopping)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Drain()
    {
        try
        {
            while (_reader!.TryTake(out MetadataResult result))
            {
                Write(result);
                Report();
            }

            Report();
        }
        catch
        {
            // Downstream has had enough: nothing more shall be sent while the pipeline unwinds.
            _reader!.Stop();
            throw;
        }
    }

    private void Report()
    {
        while (_reader!.TryTakeNotice(out string notice))
        {
            WriteVerbose(notice);
        }

        if (_progress!.TryDescribe(out ProgressRecord? record))
        {
            WriteProgress(record);
        }
    }

    private void Finish()
    {
        Report();
        if (_progress!.TryComplete(out ProgressRecord? record))
        {
            WriteProgress(record);
        }

        WriteVerbose(_reader!.Statistics.Summarize(_reader.Elapsed));
        switch (_reader.Fatal)
        {
            case ImageKitException failure:
                ThrowTerminatingError(IKErrorRecord.For(failure, null));
                break;
            case CheckpointException failure:
                ThrowTerminatingError(IKErrorRecord.For(failure, CheckpointPath));
                break;
        }
    }

    private Checkpoint OpenCheckpoint(string path, ImageKitClient client)
    {
        try
        {
            Checkpoint checkpoint = Checkpoint.Open(ResolveFile(path), client, _stop.Token);
            foreach (string remark in checkpoint.Remarks)
            {
                WriteWarning(remark);
            }

            WriteVerbose($"The checkpoint file holds {checkpoint.AnsweredEarlier} answers of earlier runs.");
            return checkpoint;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (CheckpointException failure)
        {
            ThrowTerminatingError(IKErrorRecord.For(failure, path));
            throw;
        }
    }
}
