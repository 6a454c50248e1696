using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Quickstart;

/// <summary>A session of the real PowerShell engine that prints to the console. Ctrl+C stops the line that runs.</summary>
internal sealed class ConsoleSession : IDisposable
{
    private readonly Runspace _runspace;
    private PowerShell? _running;

    public ConsoleSession()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        state.Commands.Add(new SessionStateCmdletEntry("Format-List", typeof(FormatListCommand), null));
        _runspace = RunspaceFactory.CreateRunspace(new ConsoleHost(), state);
        _runspace.Open();
        Console.CancelKeyPress += OnCancelKeyPress;
    }

    /// <summary>A variable of the session.</summary>
    public object? this[string variable]
    {
        set => _runspace.SessionStateProxy.SetVariable(variable, value);
    }

    /// <summary>Runs a line and prints what comes of it.</summary>
    public LineOutcome Run(string line)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        _running = shell;
        try
        {
            shell.AddScript(line);
            shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            shell.AddCommand("Out-Default");
            shell.Invoke();
            return shell.HadErrors ? LineOutcome.WithErrors : LineOutcome.Clean;
        }
        catch (RuntimeException exception)
        {
            using PowerShell printer = PowerShell.Create(_runspace);
            printer.AddCommand("Out-Default").AddParameter("InputObject", exception.ErrorRecord).Invoke();
            return LineOutcome.Ended;
        }
        finally
        {
            _running = null;
        }
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKeyPress;
        _runspace.Dispose();
    }

    private void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e)
    {
        if (_running is PowerShell running)
        {
            e.Cancel = true;
            running.BeginStop(null, null);
        }
    }
}
