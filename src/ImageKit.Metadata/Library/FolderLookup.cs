namespace ImageKit.Metadata.Library;

/// <summary>Finds out what a path of the media library is.</summary>
internal sealed class FolderLookup(ImageKitClient client, RequestOptions options)
{
    /// <summary>The path of the folder that contains a path; <c>/</c> for the top level.</summary>
    public static string ParentOf(string path) => path.LastIndexOf('/') is int slash and > 0 ? path.Substring(0, slash) : "/";

    public static string NameOf(string path) => path.Substring(path.LastIndexOf('/') + 1);

    /// <summary>The elements of a folder of a type (<c>folder</c>, <c>file</c> or <c>all</c>), at that level; 1,000 at most.</summary>
    public Task<IReadOnlyList<MediaItem>> ListAsync(string folder, string type, CancellationToken cancellationToken) =>
        client.ListAsync(new MediaListRequest { Path = folder, Type = type }, options: options, cancellationToken: cancellationToken);

    public async Task<FolderContent> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        IReadOnlyList<MediaItem> items = await ListAsync(folder, "all", cancellationToken).ConfigureAwait(false);
        if (items.Count > 0)
        {
            return new FolderContent(Exists: true, IsFile: false, items.OfType<MediaFolder>().Count(), items.OfType<MediaFile>().Count(), []);
        }

        string parent = ParentOf(folder);
        string name = NameOf(folder);
        string[] folders = [.. (await ListAsync(parent, "folder", cancellationToken).ConfigureAwait(false)).Select(item => item.Name).OfType<string>()];
        if (folder == "/" || folders.Contains(name, StringComparer.Ordinal))
        {
            return new FolderContent(Exists: true, IsFile: false, 0, 0, []);
        }

        string query = new SearchQueryBuilder().IsOneOf("name", name).IsIn(parent).IsOneOf("type", "file").ToString();
        MediaListRequest request = new() { SearchQuery = query };
        bool isFile = (await client.ListAsync(request, limit: 1, options: options, cancellationToken: cancellationToken).ConfigureAwait(false)).Count > 0;
        return new FolderContent(Exists: false, isFile, 0, 0, folders);
    }
}
