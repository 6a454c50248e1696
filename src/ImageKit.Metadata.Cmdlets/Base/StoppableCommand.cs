using System.ComponentModel;
using ImageKit.Metadata.Base;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Connections;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>
/// A cmdlet whose work can take long: Ctrl+C, and the end of the pipeline for whatever reason, cancel it. Work on other
/// threads goes through one loop, which writes results, notices and progress on PowerShell's own thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StoppableCommand : IKCommand, IDisposable
{
    /// <summary>How long the pipeline thread waits at most before it looks for a stop, a notice or progress.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled by Ctrl+C and at the end of the pipeline.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C met the end of the pipeline.
        }
    }

    /// <summary>Cancels what is running and frees it. PowerShell calls this however the pipeline ended.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels what is running and frees it.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        StopProcessing();
        _stop.Dispose();
    }

    /// <summary>Enumerates what can be cancelled; a cancellation ends the pipeline as Ctrl+C does.</summary>
    private protected static IEnumerable<T> UntilStopped<T>(IEnumerable<T> source)
    {
        using IEnumerator<T> items = source.GetEnumerator();
        while (MoveNext())
        {
            yield return items.Current;
        }

        bool MoveNext() => UntilStopped(items.MoveNext);
    }

    /// <summary>Runs what can be cancelled; a cancellation ends the pipeline as Ctrl+C does.</summary>
    private protected static T UntilStopped<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>The client of a connection, or of the stored one. Ends the pipeline if there is none.</summary>
    private protected ImageKitClient ResolveClient(IKConnection? given)
    {
        IKConnection? connection = given ?? ConnectionStore.Current.Find();
        if (connection is null)
        {
            ThrowTerminatingError(IKErrorRecord.NotConnected());
        }

        if (connection.IsDisconnected)
        {
            ThrowTerminatingError(IKErrorRecord.Disconnected(connection));
        }

        WriteVerbose($"Requests are sent to {connection.ApiBaseUri} with the private key from {(given is null ? connection.KeySource : "-Connection")}.");
        return connection.Client;
    }

    /// <summary>Waits for one request on this thread, and shows what holds it up.</summary>
    /// <returns>The request, which has succeeded.</returns>
    private protected TRequest WaitFor<TRequest>(Func<RequestNotices, TRequest> send)
        where TRequest : Task
    {
        RequestNotices notices = new();
        TRequest request = send(notices);
        ProgressRecord? shown = null;
        while (Task.WaitAny([request], Tick) < 0)
        {
            while (notices.TryTake(out string notice))
            {
                WriteVerbose(notice);
                shown = new ProgressRecord(4, MyInvocation.MyCommand.Name, notice);
                WriteProgress(shown);
            }
        }

        if (shown is not null)
        {
            shown.RecordType = ProgressRecordType.Completed;
            WriteProgress(shown);
        }

        return UntilStopped(() =>
        {
            request.GetAwaiter().GetResult();
            return request;
        });
    }

    /// <summary>Adds work as soon as there is room, and writes the results that arrive meanwhile.</summary>
    /// <returns>False if the pump has failed: nothing can be added any more.</returns>
    private protected bool Add<T>(IPump<T> pump, Func<bool> tryAdd, Action<T> write, ProgressBar? progress)
    {
        while (!tryAdd())
        {
            Drain(pump, write, progress);
            if (pump.Failure is not null)
            {
                return false;
            }

            WaitForChange(pump, forRoom: true);
        }

        Drain(pump, write, progress);
        return true;
    }

    /// <summary>Writes all results until the work is complete or has failed. The caller reports the failure.</summary>
    private protected void DrainAll<T>(IPump<T> pump, Action<T> write, ProgressBar? progress)
    {
        while (!pump.IsComplete && pump.Failure is null)
        {
            Drain(pump, write, progress);
            WaitForChange(pump, forRoom: false);
        }

        Drain(pump, write, progress);
        if (progress?.CreateCompletedRecord() is ProgressRecord record)
        {
            WriteProgress(record);
        }
    }

    private void Drain<T>(IPump<T> pump, Action<T> write, ProgressBar? progress)
    {
        try
        {
            while (pump.TryTake(out T result))
            {
                write(result);
                Report(pump, progress);
            }

            Report(pump, progress);
        }
        catch
        {
            // Downstream takes no more: nothing more is to be sent while the pipeline unwinds.
            pump.Stop();
            throw;
        }
    }

    private void Report<T>(IPump<T> pump, ProgressBar? progress)
    {
        while (pump.TryTakeNotice(out string notice))
        {
            WriteVerbose(notice);
        }

        if (progress?.CreateDueRecord() is ProgressRecord record)
        {
            WriteProgress(record);
        }
    }

    private void WaitForChange<T>(IPump<T> pump, bool forRoom)
    {
        pump.WaitForChange(forRoom, Tick);
        if (Stopping)
        {
            throw new PipelineStoppedException();
        }
    }
}
