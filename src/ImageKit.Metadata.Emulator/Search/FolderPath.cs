namespace ImageKit.Metadata.Emulator;

/// <summary>Paths of folders as users write them.</summary>
internal static class FolderPath
{
    /// <summary>With a slash at the start and none at the end; the top is <c>/</c>.</summary>
    public static string Normalise(string path) => "/" + path.Trim('/');
}
