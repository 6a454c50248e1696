using System.Diagnostics;
using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>A script that is running in a <see cref="Shell"/>.</summary>
public sealed class ShellCall : IDisposable
{
    /// <summary>A call that takes longer than this hangs; a test that fails is better than one that never ends.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly PowerShell _powerShell;
    private readonly CapturingHost _host;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _running;

    internal ShellCall(PowerShell powerShell, CapturingHost host)
    {
        _powerShell = powerShell;
        _host = host;
        using var noInput = new PSDataCollection<PSObject>();
        noInput.Complete();
        _running = powerShell.BeginInvoke(noInput, _output);
    }

    /// <summary>How many objects it has written so far.</summary>
    public int OutputCount => _output.Count;

    /// <summary>Waits until it has written this many objects; fails when it ends or dawdles before that.</summary>
    public void WaitForOutput(int count) => WaitFor(() => _output.Count >= count, $"{count} objects");

    /// <summary>Waits until it shows progress, and the latest record meets the condition; fails when it ends or dawdles before that.</summary>
    public void WaitForProgress(Func<ProgressRecord, bool>? condition = null) =>
        WaitFor(() => _powerShell.Streams.Progress.Count is > 0 and int count && condition?.Invoke(_powerShell.Streams.Progress[count - 1]) != false, "progress");

    /// <summary>Stops it as Ctrl+C does and returns how long that took.</summary>
    public TimeSpan Stop()
    {
        var clock = Stopwatch.StartNew();
        _powerShell.Stop();
        return clock.Elapsed;
    }

    /// <summary>Waits for its end and returns what came out of it.</summary>
    public ShellResult Wait()
    {
        if (!_running.AsyncWaitHandle.WaitOne(Timeout))
        {
            _powerShell.Stop();
            Assert.Fail($"The script did not end within {Timeout.TotalSeconds:0} s.");
        }

        Exception? failure = null;
        try
        {
            _powerShell.EndInvoke(_running);
        }
        catch (Exception exception)
        {
            // Whatever ended the script belongs to the result; the test judges it.
            failure = exception;
        }

        return new ShellResult(_output, _powerShell.Streams, _host.RemoveText(), failure);
    }

    private void WaitFor(Func<bool> isThere, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!isThere())
        {
            Assert.False(_running.IsCompleted && !isThere(), $"The script ended before it gave {what}.");
            Assert.True(clock.Elapsed < Timeout, $"The script gave no {what}.");
            Thread.Sleep(1);
        }
    }

    /// <summary>Stops it when it still runs.</summary>
    public void Dispose()
    {
        _powerShell.Dispose();
        _output.Dispose();
    }
}
