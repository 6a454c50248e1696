using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageKit.Metadata.Emulator;

/// <summary><c>GET /v1/files</c> and <c>GET /v1/files/{fileId}/details</c>.</summary>
internal sealed class FilesEndpoint(SampleLibrary library, string urlEndpoint, TimeProvider time)
{
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ApiAnswer List(ApiQuery query)
    {
        try
        {
            ListRequest request = ListRequest.Parse(query);
            return Write(writer =>
            {
                writer.WriteStartArray();
                foreach (ListEntry entry in Entries(request).Skip(request.Skip).Take(request.Limit))
                {
                    Write(writer, entry);
                }

                writer.WriteEndArray();
            });
        }
        catch (Exception exception) when (exception is ListRequestException or SearchQueryException)
        {
            return ApiError.BadRequest(exception.Message);
        }
    }

    public ApiAnswer Details(string fileId) =>
        !SampleAsset.IsFileId(fileId) ? ApiError.InvalidFileId
            : library.FindById(fileId) is SampleAsset asset ? Write(writer => FileJson.WriteFile(writer, asset, urlEndpoint, withDetails: true))
            : ApiError.DetailsNotFound;

    private IEnumerable<ListEntry> Entries(ListRequest request)
    {
        DateTimeOffset now = time.GetUtcNow();

        // A search decides about the type itself; without a word about it, it finds files.
        string type = request.Search is null ? request.Type : request.Search.Mentions("type") ? "all" : "file";
        IEnumerable<ListEntry> folders = type is "folder" or "all"
            ? library.Folders.Where(folder => Passes(request, folder, now)).Select(folder => new ListEntry(null, folder, 0))
            : [];
        IEnumerable<SampleAsset> assets = type is "folder" ? [] : library.Assets.Where(asset => Passes(request, asset, now));
        IEnumerable<ListEntry> files = type == "file-version"
            ? assets.SelectMany(asset => Enumerable.Range(1, asset.Versions - 1).Select(version => new ListEntry(asset, null, version)))
            : assets.Select(asset => new ListEntry(asset, null, asset.Versions));
        return Sort(folders.Concat(files), request);
    }

    private static bool Passes(ListRequest request, SampleFolder folder, DateTimeOffset now) =>
        request.FileType == "all" && request.Tags.Length == 0 &&
        (request.Path is null || folder.Parent == request.Path) &&
        (request.Name is null || folder.Name == request.Name) &&
        (request.Search is null || request.Search.Matches(folder, now));

    private static bool Passes(ListRequest request, SampleAsset asset, DateTimeOffset now) =>
        (request.FileType == "all" || asset.IsVideo == (request.FileType == "non-image")) &&
        (request.Path is null || asset.Folder == request.Path) &&
        (request.Name is null || asset.Name == request.Name) &&
        (request.Tags.Length == 0 || asset.Tags.Concat(asset.AiTags).Any(request.Tags.Contains)) &&
        (request.Search is null || request.Search.Matches(asset, now));

    private static IEnumerable<ListEntry> Sort(IEnumerable<ListEntry> entries, ListRequest request) => request.SortKey switch
    {
        "NAME" => Order(entries, request.Descends, entry => entry.Name, StringComparer.Ordinal),
        "UPDATED" => Order(entries, request.Descends, entry => entry.UpdatedAt),
        "HEIGHT" => Order(entries, request.Descends, entry => entry.Asset?.Height ?? 0),
        "WIDTH" => Order(entries, request.Descends, entry => entry.Asset?.Width ?? 0),
        "SIZE" => Order(entries, request.Descends, entry => entry.Asset?.Size ?? 0),
        "RELEVANCE" => entries,
        _ => Order(entries, request.Descends, entry => entry.CreatedAt),
    };

    private static IEnumerable<ListEntry> Order<TKey>(
        IEnumerable<ListEntry> entries, bool descends, Func<ListEntry, TKey> key, IComparer<TKey>? comparer = null) =>
        descends ? entries.OrderByDescending(key, comparer) : entries.OrderBy(key, comparer);

    private void Write(Utf8JsonWriter writer, ListEntry entry)
    {
        if (entry.Folder is not null)
        {
            FileJson.WriteFolder(writer, entry.Folder);
        }
        else if (entry.Version == entry.Asset!.Versions)
        {
            FileJson.WriteFile(writer, entry.Asset, urlEndpoint);
        }
        else
        {
            FileJson.WriteVersion(writer, entry.Asset, urlEndpoint, entry.Version);
        }
    }

    private static ApiAnswer Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            write(writer);
        }

        return ApiAnswer.Ok(buffer.WrittenMemory);
    }
}
