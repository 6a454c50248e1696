using System.Globalization;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Library;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Views;

/// <summary>Composes the warning about a folder for which a listing is empty.</summary>
internal static class FolderWarning
{
    private static readonly char[] Wildcards = ['*', '?'];

    public static string ForWildcard(string path)
    {
        int wildcard = path.IndexOfAny(Wildcards);
        int slash = path.LastIndexOf('/', wildcard);
        string folder = slash == 0 ? "/" : path.Substring(0, slash);
        bool isLast = path.IndexOf('/', wildcard) < 0;
        return $"-Path '{PlainText.Clean(path)}' contains a wildcard, and -Path accepts none. " + (isLast
            ? $"For files use Get-IKFile '{PlainText.Clean(folder)}' -Name '{PlainText.Clean(path.Substring(slash + 1))}'."
            : $"For all folders below use Get-IKFile '{PlainText.Clean(folder)}' -Recurse.");
    }

    /// <summary>The warning; null if the folder exists and the listing is complete as it is.</summary>
    public static string? For(string folder, FolderContent content, bool isRecursive, bool isDirectory, bool hasFilters)
    {
        string shown = PlainText.Clean(folder);
        if (content.IsFile)
        {
            return $"'{shown}' is a file, not a folder. Use Get-IKFile '{PlainText.Clean(FolderLookup.ParentOf(folder))}' -Name '{PlainText.Clean(FolderLookup.NameOf(folder))}'.";
        }

        if (!content.Exists)
        {
            string suggestion = folder.Contains('\\') ? $"A slash separates folders: '{PlainText.Clean(folder.Replace('\\', '/'))}'."
                : ImageUrl.HasScheme(folder.TrimStart('/')) ? "A path is not a URL; it begins behind the URL endpoint, such as '/products'."
                : content.Siblings.Length == 0 ? "Get-IKFile -Directory lists the folders."
                : PlainText.Clean(ClosestName.Suggest(FolderLookup.NameOf(folder), content.Siblings), 300);
            return $"The folder '{shown}' does not exist in the media library; paths are case-sensitive. {suggestion}";
        }

        return content is { Folders: > 0, Files: 0 } && !isRecursive && !isDirectory && !hasFilters
            ? $"The folder '{shown}' contains {Quantity.ToDisplayText(content.Folders, "folder", "folders", CultureInfo.CurrentCulture)} but no files. Use -Recurse to list the files in them, or -Directory to list the folders."
            : null;
    }
}
