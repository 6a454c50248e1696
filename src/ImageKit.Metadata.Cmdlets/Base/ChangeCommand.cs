using System.ComponentModel;
using ImageKit.Metadata.Base;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Library.Changes;

namespace ImageKit.Metadata.Commands;

/// <summary>A cmdlet that changes files of the media library.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ChangeCommand : ServiceCommand
{
    private const int MaximumReads = 16;

    /// <summary>Emits an object for each change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The client; <see cref="BeginProcessing"/> sets it.</summary>
    private protected ImageKitClient Client { get; private set; } = null!;

    /// <summary>The journal; null for none.</summary>
    private protected ChangeJournal? OpenedJournal { get; private set; }

    /// <summary>Whether nothing is to be changed, only shown.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("WhatIfPreference") is true or SwitchParameter { IsPresent: true };

    /// <inheritdoc/>
    protected override void BeginProcessing() => Client = ResolveClient();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        OpenedJournal?.Dispose();
    }

    private protected void OpenJournal(string path, bool mustExist)
    {
        try
        {
            OpenedJournal = ChangeJournal.Open(ResolveFile(path), Client, mustExist);
            if (OpenedJournal.Remark is string remark)
            {
                WriteWarning(remark);
            }
        }
        catch (JournalException failure)
        {
            ThrowTerminatingError(IKErrorRecord.For(failure, path));
        }
    }

    /// <summary>Reads the details of files, several at once.</summary>
    private protected void ReadFiles<T>(IReadOnlyCollection<T> targets, Func<T, string> getFileId, Action<T, MediaFile> use)
    {
        RunAll(
            "Reading",
            MaximumReads,
            targets,
            _ => 1,
            (target, notices, token) => ReadAsync(target, getFileId(target), notices, token),
            result =>
            {
                if (result.File is not null)
                {
                    use(result.Target, result.File);
                }
                else
                {
                    WriteFailure(result.Error!, getFileId(result.Target));
                }
            });
    }

    /// <summary>Sends changes, several requests at once, and writes what becomes of them.</summary>
    private protected void Send(IEnumerable<MediaFileChange> changes, IChangeJournal? journal, MediaFileChangeStatus success)
    {
        ChangeSender sender = new(Client, TimeSpan.FromSeconds(TimeoutSec), MaximumRetryCount, journal);
        RunAll(
            "Changing",
            ChangeSender.MaximumRunning,
            [.. ChangeRequest.Split(changes)],
            request => request.Changes.Count,
            sender.SendAsync,
            results =>
            {
                foreach (ChangeResult result in results)
                {
                    switch (result.Error)
                    {
                        case null:
                            WriteChange(result.Change, success);
                            break;
                        case ImageKitException failure:
                            WriteFailure(failure, result.Change.FileId!);
                            break;
                        default:
                            WriteError(IKErrorRecord.FileNotChanged(result.Error, result.Change.FileId));
                            break;
                    }
                }
            });
    }

    private protected void WriteChange(MediaFileChange change, MediaFileChangeStatus status)
    {
        change.Status = status;
        WriteVerbose($"{status}: {change}");
        if (PassThru)
        {
            WriteObject(change);
        }
    }

    /// <summary>Returns the changes if the user confirms them; else writes them as planned.</summary>
    private protected IReadOnlyList<MediaFileChange> Confirm(IReadOnlyList<MediaFileChange> changes, string description)
    {
        if (changes.Count == 0 || ShouldProcess(description, description, MyInvocation.MyCommand.Name))
        {
            return changes;
        }

        foreach (MediaFileChange change in changes)
        {
            WriteChange(change, MediaFileChangeStatus.Planned);
        }

        return [];
    }

    private async Task<(T Target, MediaFile? File, ImageKitException? Error)> ReadAsync<T>(T target, string fileId, RequestNotices notices, CancellationToken token)
    {
        try
        {
            return (target, await Client.GetFileAsync(fileId, CreateOptions(notices), token).ConfigureAwait(false), null);
        }
        catch (ImageKitException failure)
        {
            return (target, null, failure);
        }
    }

    private void RunAll<TWork, TResult>(
        string step,
        int maximumRunning,
        IReadOnlyCollection<TWork> work,
        Func<TWork, int> countFiles,
        Func<TWork, RequestNotices, CancellationToken, Task<TResult>> runAsync,
        Action<TResult> write)
    {
        ChangeProgress progress = new(MyInvocation.MyCommand.Name, step, work.Sum(countFiles));
        using Pump<(TWork Work, TResult Result)> pump = new(new PumpOptions<(TWork, TResult)> { MaximumRunning = maximumRunning, MaximumHeld = 4 * maximumRunning }, StopToken);
        foreach (TWork item in work)
        {
            if (!Add(pump, () => pump.TryAdd(async token => (item, await runAsync(item, pump.Notices, token).ConfigureAwait(false))), Write, progress))
            {
                break;
            }
        }

        DrainAll(pump, Write, progress);
        if (pump.Failure is Exception failure)
        {
            ThrowTerminatingError(failure is JournalException journal ? IKErrorRecord.For(journal, null) : IKErrorRecord.FileNotChanged(failure, null));
        }

        void Write((TWork Work, TResult Result) done)
        {
            progress.Done += countFiles(done.Work);
            write(done.Result);
        }
    }
}
