using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Models;

/// <summary>
/// Reads the responses about files and folders. A field of an unexpected shape costs only itself, and fields without a property
/// of their own are in <see cref="MediaItem.AdditionalData"/>.
/// </summary>
internal static class MediaFileParser
{
    // Every element of a list has more than one of these.
    private static readonly string[] Identities = ["fileId", "filePath", "url", "folderId", "folderPath"];

    /// <summary>Reads one page of a list.</summary>
    /// <exception cref="JsonException">It is not a list of files and folders.</exception>
    public static List<MediaItem> ReadList(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonShapeException("It is not a list.");
        }

        List<MediaItem> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadItem(ref reader));
        }

        // Reading on proves that nothing follows.
        reader.Read();
        return items;
    }

    /// <summary>Reads the details of a file.</summary>
    /// <exception cref="JsonException">It does not describe a file.</exception>
    public static MediaFile ReadFile(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        MediaItem item = ReadItem(ref reader);
        reader.Read();
        return item as MediaFile ?? throw new JsonShapeException("It describes a folder, not a file.");
    }

    private static MediaItem ReadItem(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonShapeException("It does not describe a file or folder.");
        }

        PropertyBag values = JsonValueReader.ReadObject(ref reader);
        if (!Array.Exists(Identities, name => values.TryGetValue(name, out object? identity) && identity is not null))
        {
            throw new JsonShapeException("It does not describe a file or folder: it has no ID, path or URL.");
        }

        ResponseFields fields = new(values);
        string? type = fields.TakeText("type");
        MediaItem item = type == "folder" ? ReadFolder(fields) : ReadFile(fields);
        item.Type = type;
        item.Name = fields.TakeText("name");
        item.CustomMetadata = fields.TakeObject("customMetadata") ?? new();
        item.CreatedAt = fields.TakeTime("createdAt");
        item.UpdatedAt = fields.TakeTime("updatedAt");
        item.AdditionalData = fields.Rest;
        return item;
    }

    private static MediaFolder ReadFolder(ResponseFields fields) => new()
    {
        FolderId = fields.TakeText("folderId"),
        FolderPath = fields.TakeText("folderPath"),
    };

    private static MediaFile ReadFile(ResponseFields fields) => new()
    {
        FileId = fields.TakeText("fileId"),
        FilePath = fields.TakeText("filePath"),
        Tags = fields.TakeTexts("tags") ?? [],
        AITags = fields.TakeObjects("AITags")?.Select(ReadTag).ToArray() ?? [],
        VersionInfo = fields.TakeObject("versionInfo") is PropertyBag version ? ReadVersion(new ResponseFields(version)) : null,
        IsPrivateFile = fields.TakeBoolean("isPrivateFile"),
        IsPublished = fields.TakeBoolean("isPublished"),
        CustomCoordinates = fields.TakeText("customCoordinates"),
        Url = fields.TakeText("url"),
        Thumbnail = fields.TakeText("thumbnail"),
        FileType = fields.TakeText("fileType"),
        Mime = fields.TakeText("mime"),
        Width = fields.TakeInt64("width"),
        Height = fields.TakeInt64("height"),
        Size = fields.TakeInt64("size"),
        BitRate = fields.TakeInt64("bitRate"),
        Duration = fields.TakeDouble("duration"),
        AudioCodec = fields.TakeText("audioCodec"),
        VideoCodec = fields.TakeText("videoCodec"),
        HasAlpha = fields.TakeBoolean("hasAlpha"),
        SelectedFieldsSchema = fields.TakeObject("selectedFieldsSchema") ?? new(),
        EmbeddedMetadata = fields.TakeObject("embeddedMetadata") ?? new(),
        Description = fields.TakeText("description"),
    };

    private static MediaTag ReadTag(PropertyBag tag)
    {
        ResponseFields fields = new(tag);
        return new MediaTag
        {
            Name = fields.TakeText("name"),
            Confidence = fields.TakeDouble("confidence"),
            Source = fields.TakeText("source"),
            AdditionalData = fields.Rest,
        };
    }

    private static MediaVersion ReadVersion(ResponseFields fields) => new()
    {
        Id = fields.TakeText("id"),
        Name = fields.TakeText("name"),
        AdditionalData = fields.Rest,
    };
}
