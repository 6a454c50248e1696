using System.Globalization;

namespace ImageKit.Metadata.Text;

/// <summary>Bytes as people read them, the same in every culture: messages end up in files.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Such as <c>4.2 MB</c>; in PowerShell's units of 1,024.</summary>
    public static string Describe(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 || Math.Abs(value) >= 99.95 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
