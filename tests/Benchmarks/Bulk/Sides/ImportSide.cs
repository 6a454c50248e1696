using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Benchmarks.Bulk.Sides;

/// <summary>A fresh process that imports one module and says how many milliseconds that took.</summary>
internal static class ImportSide
{
    public const string Verb = "bulk-import";

    public static int Run(string module)
    {
        using Runspace runspace = ModuleSide.Open();

        // The first command of a process pays for the engine, whichever it is.
        using (PowerShell first = PowerShell.Create(runspace))
        {
            first.AddScript("Get-Module -ListAvailable:$false; 1 | ForEach-Object { $_ }").Invoke();
        }

        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", module).AddParameter("ErrorAction", "Stop");
        Stopwatch watch = Stopwatch.StartNew();
        shell.Invoke();
        Console.WriteLine(watch.Elapsed.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture));
        return 0;
    }
}
