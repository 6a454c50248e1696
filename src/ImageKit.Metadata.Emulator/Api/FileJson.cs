using System.Text.Json;

namespace ImageKit.Metadata.Emulator;

/// <summary>Files, old versions and folders as the list and the details show them.</summary>
internal static class FileJson
{
    public static void WriteFile(Utf8JsonWriter writer, SampleAsset asset, string urlEndpoint, bool withDetails = false)
    {
        writer.WriteStartObject();
        writer.WriteString("fileId", asset.FileId);
        writer.WriteString("type", "file");
        WriteCommon(writer, asset);
        WriteVersion(writer, asset.FileId, asset.Versions);
        WriteState(writer, asset);
        writer.WriteString("url", asset.ListedUrl(urlEndpoint));
        writer.WriteString("thumbnail", asset.ThumbnailUrl(urlEndpoint));
        WriteContent(writer, asset);
        if (withDetails)
        {
            WriteEmbeddedMetadata(writer, asset);
        }

        WriteTimes(writer, asset.CreatedAt, asset.UpdatedAt);
        writer.WriteEndObject();
    }

    /// <summary>Writes an earlier version of a file.</summary>
    public static void WriteVersion(Utf8JsonWriter writer, SampleAsset asset, string urlEndpoint, int version)
    {
        ulong hash = StableHash.Mix(StableHash.Of(asset.FileId) + (ulong)version);
        string id = $"{asset.FileId[..8]}{hash:x16}";
        string query = $"?ik-obj-version=v{hash:x15}&updatedAt={asset.CreatedAt.ToUnixTimeMilliseconds()}";
        writer.WriteStartObject();
        writer.WriteString("fileId", asset.FileId);
        writer.WriteString("type", "file-version");
        WriteCommon(writer, asset);
        WriteVersion(writer, id, version);
        WriteState(writer, asset);
        writer.WriteString("url", asset.Url(urlEndpoint) + query);
        writer.WriteString("thumbnail", $"{asset.Url(urlEndpoint)}{query}&tr=n-ik_ml_thumbnail");
        WriteContent(writer, asset);
        WriteTimes(writer, asset.CreatedAt, asset.CreatedAt);
        writer.WriteEndObject();
    }

    public static void WriteFolder(Utf8JsonWriter writer, SampleFolder folder)
    {
        writer.WriteStartObject();
        writer.WriteString("folderId", folder.FolderId);
        writer.WriteString("type", "folder");
        writer.WriteString("name", folder.Name);
        WriteTimes(writer, folder.CreatedAt, folder.CreatedAt);
        writer.WriteString("folderPath", folder.FolderPath);
        writer.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter writer, SampleAsset asset)
    {
        writer.WriteString("name", asset.Name);
        writer.WriteString("filePath", asset.FilePath);
        if (asset.Tags.Count == 0)
        {
            writer.WriteNull("tags");
        }
        else
        {
            writer.WriteStartArray("tags");
            foreach (string tag in asset.Tags)
            {
                writer.WriteStringValue(tag);
            }

            writer.WriteEndArray();
        }

        if (asset.AiTags.Count == 0)
        {
            writer.WriteNull("AITags");
            return;
        }

        writer.WriteStartArray("AITags");
        foreach (string tag in asset.AiTags)
        {
            writer.WriteStartObject();
            writer.WriteString("name", tag);
            writer.WriteNumber("confidence", 90.12);
            writer.WriteString("source", "google-auto-tagging");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteVersion(Utf8JsonWriter writer, string id, int number)
    {
        writer.WriteStartObject("versionInfo");
        writer.WriteString("id", id);
        writer.WriteString("name", $"Version {number}");
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, SampleAsset asset)
    {
        writer.WriteBoolean("isPrivateFile", asset.IsPrivate);
        writer.WriteBoolean("isPublished", asset.IsPublished);
        writer.WriteNull("customCoordinates");
    }

    private static void WriteContent(Utf8JsonWriter writer, SampleAsset asset)
    {
        PictureFacts facts = asset.BareFacts;
        writer.WriteString("fileType", asset.IsVideo ? "non-image" : "image");
        writer.WriteString("mime", asset.Mime);
        if (asset.IsVideo)
        {
            writer.WriteNumber("bitRate", facts.BitRate);
            writer.WriteNumber("duration", facts.Duration);
            if (facts.AudioCodec is not null)
            {
                writer.WriteString("audioCodec", facts.AudioCodec);
            }

            writer.WriteString("videoCodec", facts.VideoCodec);
        }
        else
        {
            writer.WriteNumber("width", asset.Width);
            writer.WriteNumber("height", asset.Height);
        }

        writer.WriteNumber("size", asset.Size);
        writer.WriteBoolean("hasAlpha", asset.HasTransparency);
        writer.WriteStartObject("customMetadata");
        foreach ((string field, object value) in asset.CustomMetadata)
        {
            writer.WritePropertyName(field);
            JsonSerializer.Serialize(writer, value);
        }

        writer.WriteEndObject();
        if (asset.Description is not null)
        {
            writer.WriteString("description", asset.Description);
        }
    }

    private static void WriteEmbeddedMetadata(Utf8JsonWriter writer, SampleAsset asset)
    {
        writer.WriteStartObject("embeddedMetadata");
        if (asset.Facts.Exif is { } exif)
        {
            writer.WriteString("Make", exif["image"]!["Make"]!.GetValue<string>().TrimEnd('\0', ' '));
            writer.WriteString("Model", exif["image"]!["Model"]!.GetValue<string>().TrimEnd('\0', ' '));
        }

        writer.WriteNumber("ImageWidth", asset.Width);
        writer.WriteNumber("ImageHeight", asset.Height);
        writer.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter writer, DateTimeOffset created, DateTimeOffset updated)
    {
        writer.WriteString("createdAt", Text(created));
        writer.WriteString("updatedAt", Text(updated));
    }

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}
