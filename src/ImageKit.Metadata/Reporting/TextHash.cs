namespace ImageKit.Metadata.Reporting;

/// <summary>A hash of a text that is the same in every process (FNV-1a): two texts of a million share one once in ten million cases.</summary>
internal static class TextHash
{
    public static long Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return (long)hash;
    }
}
