using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Duplicates;

/// <summary>Reads the images of a reference set from a file: a checkpoint, metadata as JSON, or the JSON report of an audit.</summary>
internal static class ReferenceFile
{
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
        foreach (JsonLine line in JsonLine.ReadAll(file))
        {
            return AccountHeader.TryParse(CheckpointFile.Kind, line.Bytes) is null;
        }

        return false;
    }

    private static IEnumerable<DuplicateMember> ReadDocument(string path)
    {
        object? root;
        try
        {
            byte[] json = File.ReadAllBytes(path);
            int start = json.AsSpan().StartsWith(Encoding.UTF8.GetPreamble()) ? Encoding.UTF8.GetPreamble().Length : 0;
            Utf8JsonReader reader = new(json.AsSpan(start), new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
            reader.Read();
            root = JsonValueReader.ReadValue(ref reader);
        }
        catch (JsonException exception)
        {
            throw new CheckpointException($"The reference file '{path}' is neither a checkpoint nor JSON. {exception.Message}", innerException: exception);
        }

        object? list = root is PropertyBag report ? report.TryGetValue("findings", out object? findings) ? findings : new object?[] { report } : root;
        if (list is not object?[] items || !Array.Exists(items, item => item is PropertyBag))
        {
            throw new CheckpointException($"The reference file '{path}' contains no images: it is neither a checkpoint, nor metadata as JSON, nor the JSON report of an audit.");
        }

        return items.OfType<PropertyBag>().Select(ReadImage).OfType<DuplicateMember>();
    }

    /// <summary>An image, or a finding whose evidence has the image's hash.</summary>
    private static DuplicateMember? ReadImage(PropertyBag item)
    {
        string? hash = TagValue.ToText(item, "PHash")
            ?? (item.TryGetValue("Evidence", out object? value) && value is PropertyBag evidence ? TagValue.ToText(evidence, "PHash") : null);
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
