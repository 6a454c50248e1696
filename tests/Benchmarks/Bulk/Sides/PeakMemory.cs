using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Bulk.Sides;

/// <summary>The most memory that this process has held.</summary>
internal static class PeakMemory
{
    private const string Mark = "VmHWM:";

    public static long Read()
    {
        if (OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) is string line)
        {
            return 1024 * long.Parse(line[Mark.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }

        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
