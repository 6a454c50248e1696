using System.Globalization;

namespace Benchmarks.Bulk;

/// <summary>The URLs that every side asks for: numbered, in four groups, so that faults can differ.</summary>
internal static class BulkUrl
{
    public static string Of(string endpoint, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{endpoint}/bulk/{"abcd"[number % 4]}/{number:0000000}.jpg");

    /// <summary>The number in a URL; -1 if there is none.</summary>
    public static int NumberOf(string? url)
    {
        int end = url?.LastIndexOf(".jpg", StringComparison.Ordinal) ?? -1;
        return end >= 7 && int.TryParse(url.AsSpan(end - 7, 7), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
    }
}
