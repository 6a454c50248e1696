namespace ImageKit.Metadata.Emulator;

/// <summary>Media types by the service's format names.</summary>
internal static class MediaTypes
{
    public static string Of(string format) => format switch
    {
        "jpg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "mp4" => "video/mp4",
        _ => "image/" + format,
    };
}
