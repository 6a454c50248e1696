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
    public static List<MediaItem> ReadList(ReadOnlySpan<byte> json) => JsonValueReader.ReadList(json, ReadItem);

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
        if (!Array.Exists(Identities, name => values.Find(name) is not null))
        {
            throw new JsonShapeException("It does not describe a file or folder: it has no ID, path or URL.");
        }

        ResponseFields fields = new(values);
        string? type = fields.RemoveText("type");
        MediaItem item = type == "folder" ? ReadFolder(fields) : ReadFile(fields);
        item.Type = type;
        item.Name = fields.RemoveText("name");
        item.CustomMetadata = fields.RemoveObject("customMetadata") ?? new();
        item.CreatedAt = fields.RemoveTime("createdAt");
        item.UpdatedAt = fields.RemoveTime("updatedAt");
        item.AdditionalData = fields.Rest;
        return item;
    }

    private static MediaFolder ReadFolder(ResponseFields fields) => new()
    {
        FolderId = fields.RemoveText("folderId"),
        FolderPath = fields.RemoveText("folderPath"),
    };

    private static MediaFile ReadFile(ResponseFields fields) => new()
    {
        FileId = fields.RemoveText("fileId"),
        FilePath = fields.RemoveText("filePath"),
        Tags = fields.RemoveStrings("tags") ?? [],
        AITags = fields.RemoveObjects("AITags")?.Select(ReadTag).ToArray() ?? [],
        VersionInfo = fields.RemoveObject("versionInfo") is PropertyBag version ? ReadVersion(new ResponseFields(version)) : null,
        IsPrivateFile = fields.RemoveBoolean("isPrivateFile"),
        IsPublished = fields.RemoveBoolean("isPublished"),
        CustomCoordinates = fields.RemoveText("customCoordinates"),
        Url = fields.RemoveText("url"),
        Thumbnail = fields.RemoveText("thumbnail"),
        FileType = fields.RemoveText("fileType"),
        Mime = fields.RemoveText("mime"),
        Width = fields.RemoveInt64("width"),
        Height = fields.RemoveInt64("height"),
        Size = fields.RemoveInt64("size"),
        BitRate = fields.RemoveInt64("bitRate"),
        Duration = fields.RemoveDouble("duration"),
        AudioCodec = fields.RemoveText("audioCodec"),
        VideoCodec = fields.RemoveText("videoCodec"),
        HasAlpha = fields.RemoveBoolean("hasAlpha"),
        SelectedFieldsSchema = fields.RemoveObject("selectedFieldsSchema") ?? new(),
        EmbeddedMetadata = fields.RemoveObject("embeddedMetadata") ?? new(),
        Description = fields.RemoveText("description"),
    };

    private static MediaTag ReadTag(PropertyBag tag)
    {
        ResponseFields fields = new(tag);
        return new MediaTag
        {
            Name = fields.RemoveText("name"),
            Confidence = fields.RemoveDouble("confidence"),
            Source = fields.RemoveText("source"),
            AdditionalData = fields.Rest,
        };
    }

    private static MediaVersion ReadVersion(ResponseFields fields) => new()
    {
        Id = fields.RemoveText("id"),
        Name = fields.RemoveText("name"),
        AdditionalData = fields.Rest,
    };
}
