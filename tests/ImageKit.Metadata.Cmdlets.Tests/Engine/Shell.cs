using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>
/// PowerShell, hosted in the test process, with the staged module imported: one runspace, used by one test at a time.
/// </summary>
/// <example><code>
/// using var shell = new Shell();
/// shell["connection"] = connection;
/// ShellResult result = shell.Run("Get-IKMetadata -FileId abc -Connection $connection");
/// string table = shell.Print("Get-IKMetadata -FileId abc -Connection $connection");
/// </code></example>
public sealed class Shell : IDisposable
{
    private readonly CapturingHost _host;
    private readonly Runspace _runspace;

    // Tests send nothing to the network.
    static Shell() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    /// <summary>Opens the shell.</summary>
    /// <param name="width">The columns of the screen.</param>
    /// <param name="culture">The culture of the session, such as de-DE.</param>
    /// <param name="importModule">Whether to import the staged module.</param>
    /// <param name="password">What the user enters when a credential is requested; null makes every prompt an error.</param>
    public Shell(int width = 120, string culture = "en-US", bool importModule = true, string? password = null)
    {
        var state = InitialSessionState.CreateDefault();
        if (OperatingSystem.IsWindows())
        {
            // Elsewhere there is no policy; on Windows the default one refuses to run the module's psm1.
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        _host = new CapturingHost(width, CultureInfo.GetCultureInfo(culture), password);
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        try
        {
            _runspace.Open();

            // The host's culture is not the one of the thread that runs the scripts; with one thread it is set once.
            Run($"[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '{culture}'").Succeeded();
            if (importModule)
            {
                this["moduleManifest"] = Repository.ModuleManifest;
                Run("Import-Module $moduleManifest -ErrorAction Stop").Succeeded();
                this["moduleManifest"] = null;
            }
        }
        catch
        {
            _runspace.Dispose();
            throw;
        }
    }

    /// <summary>A global variable of the session.</summary>
    public object? this[string variable]
    {
        get => _runspace.SessionStateProxy.GetVariable(variable);
        set => _runspace.SessionStateProxy.SetVariable(variable, value);
    }

    /// <summary>
    /// Runs a script to its end and returns what came out of it; errors are in the result, not thrown. An error that ends
    /// a statement (ThrowTerminatingError, an argument that does not bind) ends the script too, as it does within a try:
    /// at a prompt the next statement would run, and the result could not tell such an error from one of WriteError.
    /// </summary>
    public ShellResult Run(string script)
    {
        using ShellCall call = Begin(script);
        return call.Wait();
    }

    /// <summary>Runs a script and returns the text a console would show: formatted objects, errors, warnings, without colors.</summary>
    public string Print(string script)
    {
        using var powerShell = PowerShell.Create(_runspace);
        powerShell.AddScript($"try {{ {script}\n}} catch {{ $_ }}");
        powerShell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        powerShell.AddCommand("Out-Default");
        _host.RemoveText();
        powerShell.Invoke();
        return _host.RemoveText();
    }

    /// <summary>Starts a script and returns at once, for tests that watch it or stop it.</summary>
    public ShellCall Begin(string script)
    {
        _host.RemoveText();
        var powerShell = PowerShell.Create(_runspace);
        powerShell.AddScript($"try {{ {script}\n}} catch {{ throw }}");
        return new ShellCall(powerShell, _host);
    }

    /// <summary>Closes the runspace.</summary>
    public void Dispose() => _runspace.Dispose();
}
