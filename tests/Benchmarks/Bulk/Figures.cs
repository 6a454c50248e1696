using System.Globalization;

namespace Benchmarks.Bulk;

/// <summary>How figures are written, whatever the machine's language.</summary>
internal static class Figures
{
    public static string Number(double value) => value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Share(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);

    public static string Seconds(double value) => value.ToString("0.00 s", CultureInfo.InvariantCulture);

    public static string Megabytes(long bytes) => (bytes / 1e6).ToString("0 MB", CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
