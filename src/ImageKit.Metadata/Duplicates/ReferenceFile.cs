using System.Text.Json;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Duplicates;

/// <summary>Reads the images of a reference set from a file: a checkpoint, metadata as JSON, or the JSON report of an audit.</summary>
internal static class ReferenceFile
{
    // JSON may be one line, of any length.
    private const int LongestHeader = 4096;

    private static readonly HashSet<string> Fields = new(
        ["PHash", "Evidence", "Transformation", "Url", "FileId", "Path", "Name", "Width", "Height", "Size", "Format"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The images with their hashes; one without a perceptual hash, such as a video, has an empty one.</summary>
    /// <exception cref="CheckpointException">The file is neither of these.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<DuplicateMember> Read(string path, CancellationToken cancellationToken)
    {
        using CheckpointReader reader = new(path);
        IEnumerable<DuplicateMember> images = IsJsonDocument(path) ? ReadDocument(path) : ReadCheckpoint(reader);
        foreach (DuplicateMember image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return image;
        }
    }

    private static IEnumerable<DuplicateMember> ReadCheckpoint(CheckpointReader reader)
    {
        foreach (CheckpointRecord record in reader.ReadLatest())
        {
            if (record.Error is null && record.TryRead() is MetadataResponse response && response.Metadata.Transformation is null)
            {
                DuplicateMember image = DuplicateMember.Of(response.Metadata);
                image.PHash = response.Metadata.PHash ?? string.Empty;
                yield return image;
            }
        }
    }

    /// <summary>Whether the file is one JSON value, and not a line of JSON per image behind the header of a checkpoint.</summary>
    private static bool IsJsonDocument(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] beginning = new byte[LongestHeader];
        int length = file.Read(beginning, 0, beginning.Length);
        return JsonLine.ReadAll(new MemoryStream(beginning, 0, length)).Take(1).Any(line => AccountHeader.TryParse(CheckpointFile.Kind, line.Bytes) is null);
    }

    private static List<DuplicateMember> ReadDocument(string path)
    {
        List<DuplicateMember> images = [];
        bool hasItems;
        try
        {
            ReadOnlyMemory<byte> json = JsonRepair.WithoutByteOrderMark(File.ReadAllBytes(path));
            Utf8JsonReader reader = new(json.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
            reader.Read();
            hasItems = reader.TokenType switch
            {
                JsonTokenType.StartArray => ReadItems(ref reader, images),
                JsonTokenType.StartObject => ReadItem(ref reader, images),
                _ => false,
            };
        }
        catch (JsonException exception)
        {
            throw new CheckpointException($"The reference file '{path}' is neither a checkpoint nor JSON. {exception.Message}", innerException: exception);
        }

        return hasItems ? images : throw new CheckpointException($"The reference file '{path}' contains no images: it is neither a checkpoint, nor metadata as JSON, nor the JSON report of an audit.");
    }

    /// <summary>Reads a list; false if it contains no object.</summary>
    private static bool ReadItems(ref Utf8JsonReader reader, List<DuplicateMember> images)
    {
        bool hasItems = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                hasItems |= ReadItem(ref reader, images);
            }
            else
            {
                reader.Skip();
            }
        }

        return hasItems;
    }

    /// <summary>Reads an image, a finding, or a report; false for a report without findings. EXIF is skipped: it is most of the file.</summary>
    private static bool ReadItem(ref Utf8JsonReader reader, List<DuplicateMember> images)
    {
        PropertyBag item = new();
        bool? hasFindings = null;
        while (JsonValueReader.ReadName(ref reader, out string name))
        {
            if (name.Equals("findings", StringComparison.OrdinalIgnoreCase))
            {
                hasFindings = reader.TokenType == JsonTokenType.StartArray && ReadItems(ref reader, images);
                reader.Skip();
            }
            else if (Fields.Contains(name))
            {
                item[name] = JsonValueReader.ReadValue(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (ReadImage(item) is DuplicateMember image)
        {
            images.Add(image);
        }

        return hasFindings ?? true;
    }

    /// <summary>An image, or a finding whose evidence has the image's hash.</summary>
    private static DuplicateMember? ReadImage(PropertyBag item)
    {
        string? hash = TagValue.ToText(item, "PHash") ?? (item.Find("Evidence") is PropertyBag evidence ? TagValue.ToText(evidence, "PHash") : null);
        return hash is null || TagValue.ToText(item, "Transformation") is not null ? null : new DuplicateMember
        {
            PHash = hash,
            Url = TagValue.ToText(item, "Url"),
            FileId = TagValue.ToText(item, "FileId"),
            Path = TagValue.ToText(item, "Path"),
            Name = TagValue.ToText(item, "Name"),
            Width = TagValue.ToInt64(item, "Width"),
            Height = TagValue.ToInt64(item, "Height"),
            Size = TagValue.ToInt64(item, "Size"),
            Format = TagValue.ToText(item, "Format"),
        };
    }
}
