using System.Text.Json;

namespace ImageKit.Metadata.Json;

/// <summary>The names of properties as text: the same sixty come with every response, and each is kept once.</summary>
internal static class JsonNames
{
    private const int LongestKept = 40;

    // Threads may overwrite each other's entries, each of which is whole.
    private static readonly string?[] Kept = new string?[1024];

    /// <summary>Returns the name at the reader's position, trimmed.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length is 0 or > LongestKept)
        {
            return reader.GetString()!.Trim();
        }

        ReadOnlySpan<byte> bytes = reader.ValueSpan;
        uint hash = (uint)bytes.Length;
        foreach (byte b in bytes)
        {
            hash = (hash * 31) + b;
        }

        ref string? kept = ref Kept[hash % (uint)Kept.Length];
        string? known = kept;
        if (known is null || !IsSame(bytes, known))
        {
            known = kept = reader.GetString()!.Trim();
        }

        return known;
    }

    private static bool IsSame(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length != name.Length)
        {
            return false;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            // A byte of a longer character never equals a character up to U+007F.
            if (bytes[i] != name[i] || bytes[i] > 0x7F)
            {
                return false;
            }
        }

        return true;
    }
}
