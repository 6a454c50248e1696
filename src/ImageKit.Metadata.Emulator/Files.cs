using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>Files, old versions and folders as the list and the details report them.</summary>
internal static class FileJson
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject File(SampleAsset asset, string urlEndpoint, bool withDetails = false)
    {
        JsonObject json = new()
        {
            ["fileId"] = asset.FileId,
            ["type"] = "file",
            ["name"] = asset.Name,
            ["filePath"] = asset.FilePath,
            ["tags"] = asset.Tags.Count == 0 ? null : new JsonArray([.. asset.Tags.Select(tag => (JsonNode)tag)]),
            ["AITags"] = asset.AiTags.Count == 0 ? null
                : new JsonArray([.. asset.AiTags.Select(tag => new JsonObject { ["name"] = tag, ["confidence"] = 90.12, ["source"] = "google-auto-tagging" })]),
            ["versionInfo"] = new JsonObject { ["id"] = asset.VersionId, ["name"] = $"Version {asset.Versions}" },
            ["isPrivateFile"] = asset.IsPrivate,
            ["isPublished"] = asset.IsPublished,
            ["customCoordinates"] = asset.CustomCoordinates,
            ["url"] = asset.ListedUrl(urlEndpoint),
            ["thumbnail"] = asset.ThumbnailUrl(urlEndpoint),
            ["fileType"] = asset.IsVideo ? "non-image" : "image",
            ["mime"] = asset.Mime,
        };
        if (asset.IsVideo)
        {
            (json["bitRate"], json["duration"]) = (asset.Content.BitRate, asset.Content.Duration);
            Set(json, "audioCodec", asset.Content.AudioCodec);
            Set(json, "videoCodec", asset.Content.VideoCodec);
        }
        else
        {
            (json["width"], json["height"]) = (asset.Width, asset.Height);
        }

        (json["size"], json["hasAlpha"]) = (asset.Size, asset.HasTransparency);
        json["customMetadata"] = asset.CustomMetadata.Count == 0 ? new JsonObject() : JsonSerializer.SerializeToNode(asset.CustomMetadata);
        Set(json, "description", asset.Description);
        if (withDetails)
        {
            JsonObject embedded = [];
            Set(embedded, "Make", (asset.Content.Exif?["image"]?["Make"]?.GetValue<string>())?.TrimEnd('\0', ' '));
            Set(embedded, "Model", (asset.Content.Exif?["image"]?["Model"]?.GetValue<string>())?.TrimEnd('\0', ' '));
            (embedded["ImageWidth"], embedded["ImageHeight"], json["embeddedMetadata"]) = (asset.Width, asset.Height, embedded);
        }

        (json["createdAt"], json["updatedAt"]) = (Time(asset.CreatedAt), Time(asset.UpdatedAt));
        return json;
    }

    public static JsonObject Folder(SampleFolder folder)
    {
        string time = Time(folder.CreatedAt);
        return new JsonObject { ["folderId"] = folder.FolderId, ["type"] = "folder", ["name"] = folder.Name, ["createdAt"] = time, ["updatedAt"] = time, ["folderPath"] = folder.FolderPath };
    }

    /// <summary>What writes can change, without the time of the change.</summary>
    public static string State(SampleAsset asset) => new JsonObject
    {
        ["fileId"] = asset.FileId,
        ["filePath"] = asset.FilePath,
        ["versionId"] = asset.VersionId,
        ["tags"] = JsonSerializer.SerializeToNode(asset.Tags),
        ["AITags"] = JsonSerializer.SerializeToNode(asset.AiTags),
        ["description"] = asset.Description,
        ["customCoordinates"] = asset.CustomCoordinates,
        ["isPublished"] = asset.IsPublished,
        ["customMetadata"] = JsonSerializer.SerializeToNode(new SortedDictionary<string, object>(asset.CustomMetadata.ToDictionary(), StringComparer.Ordinal)),
    }.ToJsonString(Relaxed);

    private static void Set(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}

/// <summary>The parameters of a list, checked as the service checks them.</summary>
internal sealed record ListRequest
{
    /// <exception cref="RefusedRequestException">The service would respond with 400.</exception>
    public ListRequest(string? query)
    {
        Skip = Number(query, "skip", 0);
        Limit = Number(query, "limit", 1000);
        Type = ApiQuery.Get(query, "type") ?? "file";
        Sort = (ApiQuery.Get(query, "sort") ?? "ASC_CREATED").Split('_');
        FileType = ApiQuery.Get(query, "fileType") ?? "all";
        Check(Skip >= 0, $"The value of skip parameter should be greater than or equal to 0. Value sent is {Skip}.");
        Check(Limit >= 1, $"Minimum value of limit parameter is 1. Value sent is {Limit}.");
        Check(Limit <= 1000, $"Maximum value of limit parameter is 1000. Value sent is {Limit}.");
        Check(Sort is ["ASC" or "DESC", "NAME" or "CREATED" or "UPDATED" or "HEIGHT" or "WIDTH" or "SIZE" or "RELEVANCE"], "Your request contains invalid value for sort parameters.");
        Check(Type is "file" or "file-version" or "folder" or "all", "Your request contains invalid value for type parameter. Please provide one of the following: file, file-version, folder, all.");
        Check(FileType is "all" or "image" or "non-image", "Your request contains invalid value for fileType parameter. Please provide one of the following: all, image, non-image.");
        Path = ApiQuery.Get(query, "path") is string path ? NormalizeFolder(path) : null;
        if (ApiQuery.Get(query, "searchQuery") is { Length: > 0 } search)
        {
            // A search decides about the type itself; one that does not name it finds files.
            Search = SearchQuery.Parse(search);
            Type = Search.NamesType ? "all" : "file";
        }
    }

    public int Skip { get; }
    public int Limit { get; }
    public string Type { get; }
    public string[] Sort { get; }
    public string FileType { get; }
    public string? Path { get; }
    public SearchQuery? Search { get; }

    public static string NormalizeFolder(string path) => "/" + path.Trim('/');

    public bool Matches(SampleFolder folder) =>
        FileType == "all" && (Path is null || folder.Parent == Path) && (Search is null || Search.Matches(folder));

    public bool Matches(SampleAsset asset) =>
        (FileType == "all" || asset.IsVideo == (FileType == "non-image")) && (Path is null || asset.Folder == Path) && (Search is null || Search.Matches(asset));

    private static int Number(string? query, string name, int otherwise) =>
        ApiQuery.Get(query, name) is not string text ? otherwise : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
            : throw new RefusedRequestException(400, $"Your request contains invalid value for {name} parameter.");

    private static void Check(bool isValid, string message)
    {
        if (!isValid)
        {
            throw new RefusedRequestException(400, message);
        }
    }
}

/// <summary><c>GET /v1/files</c> and <c>GET /v1/files/{fileId}/details</c>.</summary>
internal sealed class FileList(SampleLibrary library, string urlEndpoint)
{
    public ApiResponse List(string? query)
    {
        ListRequest request = new(query);
        IEnumerable<Entry> folders = request.Type is "folder" or "all" ? library.Folders.Where(folder => request.Matches(folder)).Select(folder => new Entry(null, folder)) : [];
        // Earlier versions are not kept.
        IEnumerable<Entry> files = request.Type is "file" or "all" ? library.Assets.Where(asset => request.Matches(asset)).Select(asset => new Entry(asset, null)) : [];
        IEnumerable<Entry> sorted = request is { Type: "file", Sort: ["ASC", "CREATED"] } ? files : Sort(folders.Concat(files), request.Sort);
        return ApiResponse.Of(200, new JsonArray([.. sorted.Skip(request.Skip).Take(request.Limit).Select(entry =>
            entry.Folder is SampleFolder folder ? FileJson.Folder(folder) : FileJson.File(entry.Asset!, urlEndpoint))]));
    }

    public ApiResponse Details(string fileId) =>
        !SampleAsset.IsFileId(fileId) ? ApiResponse.InvalidFileId
            : library.FindById(fileId) is SampleAsset asset ? ApiResponse.Of(200, FileJson.File(asset, urlEndpoint, withDetails: true))
            : ApiResponse.Error(404, "The requested file does not exist.");

    private static IEnumerable<Entry> Sort(IEnumerable<Entry> entries, string[] sort)
    {
        Func<Entry, IComparable> key = sort[1] switch
        {
            "UPDATED" => entry => entry.Asset?.UpdatedAt ?? entry.Folder!.CreatedAt,
            "HEIGHT" => entry => entry.Asset?.Height ?? 0,
            "WIDTH" => entry => entry.Asset?.Width ?? 0,
            "SIZE" => entry => entry.Asset?.Size ?? 0,
            "CREATED" => entry => entry.Asset?.CreatedAt ?? entry.Folder!.CreatedAt,
            _ => entry => 0,
        };
        return sort switch
        {
            ["ASC", "NAME"] => entries.OrderBy(Name, StringComparer.Ordinal),
            ["DESC", "NAME"] => entries.OrderByDescending(Name, StringComparer.Ordinal),
            ["ASC", _] => entries.OrderBy(key),
            _ => entries.OrderByDescending(key),
        };
    }

    private static string Name(Entry entry) => entry.Asset?.Name ?? entry.Folder!.Name;

    private readonly record struct Entry(SampleAsset? Asset, SampleFolder? Folder);
}

/// <summary><c>POST /v1/files/addTags</c> and <c>removeTags</c>, and <c>PATCH /v1/files/{fileId}/details</c>.</summary>
internal sealed class FileChanges(SampleLibrary library, string urlEndpoint, ISet<string> failingFiles)
{
    private const int MostFiles = 50;
    private const int LongestTags = 500;
    private const string NoSuchFile = "The requested file does not exist.";

    private static readonly JsonArray Fields = JsonNode.Parse("""
        [{"id":"6446164be2a2e4f1c3a00001","name":"brand","label":"Brand","schema":{"type":"SingleSelect","isValueRequired":false,"selectOptions":["Noord","Kite","Lumen"]}},
        {"id":"6446164be2a2e4f1c3a00002","name":"price","label":"Price","schema":{"type":"Number","isValueRequired":false,"minValue":0,"maxValue":10000}},
        {"id":"6446164be2a2e4f1c3a00003","name":"inStock","label":"In stock","schema":{"type":"Boolean","isValueRequired":false}},
        {"id":"6446164be2a2e4f1c3a00004","name":"photographer","label":"Photographer","schema":{"type":"Text","isValueRequired":false,"minLength":2,"maxLength":100}},
        {"id":"6446164be2a2e4f1c3a00005","name":"embargo","label":"Not before","schema":{"type":"Date","isValueRequired":false}},
        {"id":"6446164be2a2e4f1c3a00006","name":"season","label":"Season","schema":{"type":"MultiSelect","isValueRequired":false,"selectOptions":["spring","summer","autumn","winter"]}},
        {"id":"6446164be2a2e4f1c3a00007","name":"rights","label":"Rights","schema":{"type":"SingleSelect","isValueRequired":true,"defaultValue":"internal","selectOptions":["internal","licensed","public"]}}]
        """)!.AsArray();

    public static readonly ApiResponse CustomMetadataFields = ApiResponse.Of(200, Fields);

    public static string[]? Texts(JsonNode? node) =>
        node is JsonArray array && array.All(item => item?.GetValueKind() == JsonValueKind.String) ? [.. array.Select(item => (string)item!)] : null;

    /// <summary>A custom metadata value: text, a double, a Boolean, or an array of text.</summary>
    public static object ToValue(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => (string)node!,
        JsonValueKind.Number => (double)node,
        JsonValueKind.Array => Texts(node)!,
        _ => (bool)node,
    };

    public ApiResponse Apply(ApiRequest request) => request.Body is not JsonObject body ? ApiResponse.Error(400, "Your request contains an invalid JSON body.")
        : request.Endpoint == EndpointGroup.UpdateDetails ? Update(request.Subject, body) : ChangeTags(body, request.Endpoint == EndpointGroup.AddTags);

    private ApiResponse ChangeTags(JsonObject body, bool adds)
    {
        if (Texts(body["fileIds"]) is not { Length: > 0 and <= MostFiles } ids)
        {
            return ApiResponse.Error(400, $"The fileIds parameter should be an array with 1 to {MostFiles} file ids.");
        }

        string[] tags = ParseTags(body["tags"]);
        string[] missing = [.. ids.Where(id => library.FindById(id) is null)];
        if (tags.Length == 0 || missing.Length == ids.Length)
        {
            return tags.Length == 0 ? ApiResponse.Error(400, "The tags parameter should be a non-empty array.")
                : ApiResponse.Error(404, "The requested file(s) does not exist.", ("missingFileIds", JsonSerializer.SerializeToNode(missing)!));
        }

        JsonArray updated = [];
        JsonArray errors = [];
        foreach (string id in ids.Distinct())
        {
            if (missing.Contains(id) || failingFiles.Contains(id))
            {
                errors.Add((JsonNode)new JsonObject { ["fileId"] = id, ["error"] = missing.Contains(id) ? NoSuchFile : ApiResponse.InternalError });
                continue;
            }

            library.Change(id, asset => asset with { Tags = [.. adds ? asset.Tags.Union(tags) : asset.Tags.Except(tags)] });
            updated.Add((JsonNode)id);
        }

        JsonObject response = new() { ["successfullyUpdatedFileIds"] = updated };
        if (errors.Count > 0)
        {
            response["errors"] = errors;
        }

        return ApiResponse.Of(errors.Count > 0 ? 207 : 200, response);
    }

    private ApiResponse Update(string fileId, JsonObject body)
    {
        if (library.FindById(fileId) is not SampleAsset asset)
        {
            return SampleAsset.IsFileId(fileId) ? ApiResponse.Error(404, NoSuchFile) : ApiResponse.InvalidFileId;
        }

        if (failingFiles.Contains(fileId))
        {
            return ApiResponse.Error(500, ApiResponse.InternalError);
        }

        JsonObject errors = [];
        Edit(asset, body, errors);
        return errors.Count > 0 ? ApiResponse.Error(400, "Invalid custom metadata.", ("errors", errors))
            : ApiResponse.Of(200, FileJson.File(library.Change(fileId, current => Edit(current, body, errors)), urlEndpoint, withDetails: true));
    }

    private static SampleAsset Edit(SampleAsset asset, JsonObject body, JsonObject errors)
    {
        foreach ((string name, JsonNode? value) in body)
        {
            string? text = AsText(value);
            asset = (name, value) switch
            {
                ("tags", _) => asset with { Tags = value is null ? [] : ParseTags(value) },
                ("description", _) when text is not null => asset with { Description = text.Length == 0 ? null : text },
                ("customCoordinates", null) => asset with { CustomCoordinates = null },
                ("customCoordinates", _) when text?.Split(',') is { Length: 4 } sides && sides.All(side => uint.TryParse(side, out _)) => asset with { CustomCoordinates = text },
                ("customMetadata", JsonObject fields) => asset with { CustomMetadata = Merge(asset.CustomMetadata, fields, errors) },
                ("removeAITags", _) when text == "all" => asset with { AiTags = [] },
                ("removeAITags", _) when Texts(value) is string[] tags => asset with { AiTags = [.. asset.AiTags.Except(tags)] },
                ("publish", JsonObject publish) when body.Count == 1 && publish["isPublished"] is JsonValue flag && flag.TryGetValue(out bool isPublished) => asset with { IsPublished = isPublished },
                ("extensions" or "webhookUrl", _) => asset,
                _ => throw new RefusedRequestException(400, $"Your request contains invalid value for {name} parameter."),
            };
        }

        return asset;
    }

    private static string[] ParseTags(JsonNode? node) =>
        Texts(node) is not string[] tags ? throw new RefusedRequestException(400, "The tags parameter should be an array of strings.")
            : tags.Sum(tag => tag.Length) > LongestTags ? throw new RefusedRequestException(400, $"The combined length of all tags should not exceed {LongestTags} characters.")
            : tags;

    private static Dictionary<string, object> Merge(IReadOnlyDictionary<string, object> present, JsonObject fields, JsonObject errors)
    {
        Dictionary<string, object> merged = new(present);
        foreach ((string name, JsonNode? value) in fields)
        {
            JsonNode? schema = Fields.FirstOrDefault(field => (string?)field!["name"] == name)?["schema"];
            if (schema is null)
            {
                errors[name] = "The field does not exist.";
            }
            else if (value is null && !(bool)schema["isValueRequired"]!)
            {
                merged.Remove(name);
            }
            else if (value is not null && IsValid(value, schema))
            {
                merged[name] = ToValue(value);
            }
            else
            {
                errors[name] = value is null ? "The field requires a value." : $"The value is not valid for a field of type {schema["type"]}.";
            }
        }

        return merged;
    }

    private static string? AsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? (string?)node : null;

    private static bool IsValid(JsonNode node, JsonNode schema)
    {
        string[] options = Texts(schema["selectOptions"]) ?? [];
        string? text = AsText(node);
        return (string?)schema["type"] switch
        {
            "Text" => text?.Length >= (int)schema["minLength"]! && text.Length <= (int)schema["maxLength"]!,
            "Number" => node.GetValueKind() == JsonValueKind.Number && (double)node >= (double)schema["minValue"]! && (double)node <= (double)schema["maxValue"]!,
            "Boolean" => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "Date" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            "MultiSelect" => Texts(node)?.All(options.Contains) ?? false,
            _ => options.Contains(text),
        };
    }
}
