namespace ImageKit.Metadata.Images;

/// <summary>
/// The one definition of which of several images to keep: the one with the most pixels, then the most bytes, then the older
/// upload, then the shorter name, then the first URL in ordinal order. It is total and does not depend on the order of input.
/// </summary>
/// <param name="Pixels">Width times height; 0 if it is not known.</param>
/// <param name="Size">Bytes; 0 if it is not known.</param>
/// <param name="UploadedAt">When it was uploaded or last changed, in milliseconds since 1970, UTC; null if that is not known, which is after every known time.</param>
/// <param name="NameLength">The length of the file name; 0 if it is not known, which is after every known name.</param>
/// <param name="Address">The URL without its volatile parameters, else the file ID; empty if neither is known, which is after every known address.</param>
internal readonly record struct ImagePreference(double Pixels, long Size, long? UploadedAt, int NameLength, string Address) : IComparable<ImagePreference>
{
    /// <summary>The last segment of a path or URL; empty without one.</summary>
    public static string NameIn(string? path)
    {
        string text = path ?? string.Empty;
        int query = text.IndexOf('?');
        text = query < 0 ? text : text.Substring(0, query);
        return text.Substring(text.LastIndexOf('/') + 1);
    }

    /// <summary>Negative if this image is kept rather than the other.</summary>
    public int CompareTo(ImagePreference other)
    {
        int order = CompareMeasures(other);
        return order != 0 ? order
            : Address.Length == 0 || other.Address.Length == 0 ? other.Address.Length.CompareTo(Address.Length)
            : string.CompareOrdinal(Address, other.Address);
    }

    /// <summary>The comparison without the addresses, which decide only between images that are equal in everything else.</summary>
    public int CompareMeasures(in ImagePreference other)
    {
        int order = other.Pixels.CompareTo(Pixels);
        order = order != 0 ? order : other.Size.CompareTo(Size);
        order = order != 0 ? order : (UploadedAt ?? long.MaxValue).CompareTo(other.UploadedAt ?? long.MaxValue);
        return order != 0 ? order : KnownFirst(NameLength).CompareTo(KnownFirst(other.NameLength));
    }

    private static int KnownFirst(int length) => length == 0 ? int.MaxValue : length;
}
