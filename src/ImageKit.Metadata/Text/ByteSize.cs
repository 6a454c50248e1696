using System.Globalization;

namespace ImageKit.Metadata.Text;

/// <summary>Formats numbers of bytes for people.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Such as <c>4.2 MB</c>, in PowerShell's units of 1,024. Text that goes to files needs the invariant culture, the default.</summary>
    public static string ToDisplayText(long bytes, CultureInfo? culture = null)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 || Math.Abs(value) >= 99.95 ? "0" : "0.0", culture ?? CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
