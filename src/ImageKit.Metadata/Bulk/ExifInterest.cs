namespace ImageKit.Metadata.Bulk;

/// <summary>Whether those who take the metadata look at its EXIF: then it is worth reading ahead, too.</summary>
internal sealed class ExifInterest
{
    private volatile ImageMetadata? _latest;
    private volatile bool _isShown;

    public bool IsShown => _isShown || (_isShown = _latest is { IsExifRead: true });

    /// <summary>Notes what was taken.</summary>
    public void Watch(ImageMetadata metadata) => _latest = metadata;
}
