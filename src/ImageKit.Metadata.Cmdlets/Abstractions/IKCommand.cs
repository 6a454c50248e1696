using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace ImageKit.Metadata.Commands;

/// <summary>
/// What every cmdlet of the module stands on. The only class that writes to the pipeline, so that nothing is ever written
/// from another thread than PowerShell's own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class IKCommand : PSCmdlet
{
    private static readonly TimeSpan WaitTick = TimeSpan.FromMilliseconds(200);

    private protected void Emit(object value) => WriteObject(value);

    /// <summary>Reports a failure of one item; the rest goes on.</summary>
    private protected void Fail(ErrorRecord error) => WriteError(error);

    /// <summary>Ends the pipeline: nothing that follows could succeed.</summary>
    [DoesNotReturn]
    private protected void FailForGood(ErrorRecord error)
    {
        ThrowTerminatingError(error);
        throw new PipelineStoppedException();
    }

    private protected void Tell(string message) => WriteVerbose(message);

    private protected void Warn(string message) => WriteWarning(message);

    private protected void ShowProgress(ProgressRecord progress) => WriteProgress(progress);

    /// <summary>Waits for one request on this thread, and shows what holds it up, if something does.</summary>
    private protected void WaitFor(Task request, RequestNotices notices)
    {
        ProgressRecord? shown = null;
        while (Task.WaitAny([request], WaitTick) < 0)
        {
            while (notices.TryTake(out string notice))
            {
                Tell(notice);
                shown = new ProgressRecord(4, MyInvocation.MyCommand.Name, notice);
                ShowProgress(shown);
            }
        }

        if (shown is not null)
        {
            shown.RecordType = ProgressRecordType.Completed;
            ShowProgress(shown);
        }

        request.GetAwaiter().GetResult();
    }

    /// <summary>The file-system path that a user's path stands for, whether or not there is such a file.</summary>
    private protected string ResolveFile(string path)
    {
        string resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
        {
            FailForGood(IKErrorRecord.NotAFile(path));
        }

        return resolved;
    }
}
