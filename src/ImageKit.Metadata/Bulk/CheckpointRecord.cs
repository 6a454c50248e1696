using System.Globalization;
using System.Net;
using System.Text.Json;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// One line of a checkpoint file: the request, what a listing shows of the file, the time, and the response as it was received
/// or the error. Each line stands for itself, so that <c>jq</c>, DuckDB or Spark read the file as it is.
/// </summary>
internal sealed class CheckpointRecord
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 128 };

    private ImageMetadata? _prepared;
    private ExifInterest? _exif;

    public string? Url { get; private set; }

    public string? FileId { get; private set; }

    public DateTime RetrievedAt { get; private set; }

    /// <summary>What a listing shows of the file, as JSON in the bytes of the line; empty if there was none.</summary>
    public ReadOnlyMemory<byte> File { get; private set; }

    /// <summary>The response, in the bytes of the line; empty for a failure.</summary>
    public ReadOnlyMemory<byte> Metadata { get; private set; }

    public ImageKitException? Error { get; private set; }

    public bool IsFailure { get; private set; }

    /// <summary>Whether the line says that the file was deleted.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether the request was by file ID, though the line has a URL too.</summary>
    public bool IsByFile { get; private set; }

    /// <summary>The same as <see cref="MetadataRequest.Slot"/> of the request.</summary>
    public string Slot => MetadataRequest.GetSlot(Url, FileId, Url is null || IsByFile);

    /// <summary>Writes the line of a response, with its end.</summary>
    public static void Write(LineBuffer output, MetadataRequest request, DateTime retrievedAt, ReadOnlyMemory<byte> response)
    {
        using (Utf8JsonWriter writer = Begin(output, request, retrievedAt))
        {
            writer.WritePropertyName("metadata");
            writer.WriteRawValue(response.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        End(output);
    }

    /// <summary>Writes the line that says that a file was deleted, with its end.</summary>
    public static void WriteGone(LineBuffer output, string fileId, DateTime foundAt)
    {
        using (Utf8JsonWriter writer = new(output))
        {
            writer.WriteStartObject();
            writer.WriteString("fileId", fileId);
            writer.WriteString("retrievedAt", foundAt.ToString(TimeFormat, CultureInfo.InvariantCulture));
            writer.WriteBoolean("gone", true);
            writer.WriteEndObject();
        }

        End(output);
    }

    /// <summary>Writes the line of a failure, with its end.</summary>
    public static void Write(LineBuffer output, MetadataRequest request, DateTime failedAt, ImageKitException error)
    {
        using (Utf8JsonWriter writer = Begin(output, request, failedAt))
        {
            writer.WriteStartObject("error");
            writer.WriteString("id", error.Kind.ToString());
            if (error.StatusCode is HttpStatusCode status)
            {
                writer.WriteNumber("status", (int)status);
            }

            writer.WriteString("message", error.Message);
            if (error.ServiceMessage is not null)
            {
                writer.WriteString("serviceMessage", error.ServiceMessage);
            }

            if (error.RequestId is not null)
            {
                writer.WriteString("requestId", error.RequestId);
            }

            writer.WriteNumber("attempts", error.Attempts);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        End(output);
    }

    /// <summary>
    /// Parses a line without its end; null if it is not a record but a header, or damaged. With <paramref name="beginningOnly"/> the
    /// line up to the response or error is enough, if a checksum vouches for the rest.
    /// </summary>
    public static CheckpointRecord? TryParse(ReadOnlyMemory<byte> line, bool beginningOnly = false)
    {
        try
        {
            bool? isChecked = CheckpointChecksum.Check(line.Span);
            return isChecked is false ? null : Parse(line, isChecked is true, beginningOnly && isChecked is true);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Finds where the second record begins in a line whose end was changed; -1 if there is none.</summary>
    public static int FindSecond(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader reader = new(line, isFinalBlock: false, new JsonReaderState(Strict));
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip())
            {
                int end = (int)reader.BytesConsumed;
                int second = end < line.Length && line[end] == '{' ? end : end + 1;
                return second < line.Length ? second : -1;
            }
        }
        catch (JsonException)
        {
            // The first one is not whole.
        }

        return -1;
    }

    /// <summary>Parses the metadata in the line, with the EXIF if it is of interest, for <see cref="TryRead"/>, which may then be called once.</summary>
    public void Prepare(ExifInterest exif)
    {
        try
        {
            _exif = exif;
            _prepared = Metadata.Length > 0 ? ImageMetadataParser.Read(Metadata, exif.IsShown) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // TryRead meets it again.
        }
    }

    /// <summary>
    /// The metadata in the line, as the response to this request or to the one in the line; null if it cannot be read. It keeps
    /// the bytes of the line: the EXIF is parsed when it is first read.
    /// </summary>
    public MetadataResponse? TryRead(MetadataRequest? request = null)
    {
        try
        {
            if (Metadata.Length == 0)
            {
                return null;
            }

            request ??= Url is null || IsByFile ? MetadataRequest.ForFile(FileId, Url) : MetadataRequest.ForUrl(Url, FileId);
            ImageMetadata metadata = request.Complete(_prepared ?? ImageMetadataParser.Read(Metadata), RetrievedAt);
            _prepared = null;
            if (File.Length > 0 && request.File is not { IsPartial: false })
            {
                ListedFileJson.Read(File).CopyTo(metadata);
                request.File?.CopyTo(metadata);
            }

            _exif?.Watch(metadata);
            return new MetadataResponse(metadata, Metadata, RetrievedAt);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ImageKitException)
        {
            return null;
        }
    }

    private static CheckpointRecord? Parse(ReadOnlyMemory<byte> line, bool isChecked, bool beginningOnly)
    {
        CheckpointRecord record = new();
        Utf8JsonReader reader = new(line.Span, Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        bool isLastSound = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isMetadata = reader.ValueTextEquals("metadata"u8);
            record.IsFailure |= reader.ValueTextEquals("error"u8);
            if (isChecked && (isMetadata || (beginningOnly && record.IsFailure)))
            {
                // The response is the last property: it reaches up to the checksum, which vouches for it.
                int start = (int)reader.BytesConsumed;
                record.Metadata = isMetadata ? line.Slice(start, line.Length - CheckpointChecksum.Length - start) : default;
                return record.HasName ? record : null;
            }

            isLastSound = record.ReadProperty(ref reader, line, beginningOnly);
        }

        // Reading on proves that nothing follows the object. A checksum that was not recognized is a damaged one.
        bool isWhole = reader.TokenType == JsonTokenType.EndObject && !reader.Read() && (isChecked || isLastSound);
        return isWhole && record.HasName && (record is { IsGone: true, FileId: not null } || record.Error is not null || record.Metadata.Length > 0) ? record : null;
    }

    private bool HasName => (Url ?? FileId) is not null;

    private static void End(LineBuffer output)
    {
        CheckpointChecksum.Append(output);
        output.Add("\n"u8);
    }

    private static Utf8JsonWriter Begin(LineBuffer output, MetadataRequest request, DateTime time)
    {
        Utf8JsonWriter writer = new(output);
        writer.WriteStartObject();
        if (request.Url is not null)
        {
            writer.WriteString("url", request.Url);
        }

        if (request.FileId is not null)
        {
            writer.WriteString("fileId", request.FileId);
        }

        if (request.IsByFile && request.Url is not null)
        {
            writer.WriteBoolean("byFileId", true);
        }

        if (request.Transformation is not null)
        {
            writer.WriteString("transformation", request.Transformation);
        }

        if (request.File is not null)
        {
            writer.WritePropertyName("file");
            ListedFileJson.Write(writer, request.File);
        }

        writer.WriteString("retrievedAt", time.ToString(TimeFormat, CultureInfo.InvariantCulture));
        return writer;
    }

    /// <summary>Reads a property; false if it may be a checksum with a damaged name or value.</summary>
    private bool ReadProperty(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, bool namesOnly)
    {
        if (reader.ValueTextEquals("url"u8))
        {
            reader.Read();
            Url = reader.GetString();
        }
        else if (reader.ValueTextEquals("fileId"u8))
        {
            reader.Read();
            FileId = reader.GetString();
        }
        else if (reader.ValueTextEquals("byFileId"u8))
        {
            reader.Read();
            IsByFile = reader.GetBoolean();
        }
        else if (reader.ValueTextEquals("retrievedAt"u8))
        {
            reader.Read();
            RetrievedAt = namesOnly ? default : ReadTime(ref reader);
        }
        else if (reader.ValueTextEquals("file"u8))
        {
            reader.Read();
            File = JsonValueReader.Skip(ref reader, line);
        }
        else if (reader.ValueTextEquals("metadata"u8))
        {
            reader.Read();
            Metadata = JsonValueReader.Skip(ref reader, line);
        }
        else if (reader.ValueTextEquals("gone"u8))
        {
            reader.Read();
            IsGone = reader.GetBoolean();
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            Error = ReadError(JsonValueReader.ReadObject(ref reader));
        }
        else
        {
            bool isKnown = reader.ValueTextEquals("transformation"u8);
            reader.Read();
            bool looksLikeChecksum = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == CheckpointChecksum.Digits;
            reader.Skip();
            return isKnown || !looksLikeChecksum;
        }

        return true;
    }

    /// <summary>A time in UTC as it was written, or with fewer digits.</summary>
    private static DateTime ReadTime(ref Utf8JsonReader reader) =>
        reader.TryGetDateTime(out DateTime time) && time.Kind == DateTimeKind.Utc ? time : throw new FormatException();

    private static ImageKitException ReadError(PropertyBag fields)
    {
        if (!Enum.TryParse(TagValue.ToText(fields, "id"), out ImageKitErrorKind kind))
        {
            kind = ImageKitErrorKind.UnexpectedResponse;
        }

        return new ImageKitException(kind, TagValue.ToText(fields, "message") ?? kind.ToString())
        {
            StatusCode = (HttpStatusCode?)TagValue.ToInt64(fields, "status"),
            ServiceMessage = TagValue.ToText(fields, "serviceMessage"),
            RequestId = TagValue.ToText(fields, "requestId"),
            Attempts = (int)(TagValue.ToInt64(fields, "attempts") ?? 0),
        };
    }
}
