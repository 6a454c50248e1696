using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Json;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// One line of a checkpoint file: the request, the time, and the raw answer or the error. Each line stands for itself, so that
/// <c>jq</c>, DuckDB or Spark read the file as it is.
/// </summary>
internal sealed class CheckpointRecord
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 128 };

    public string? Url { get; private set; }

    public string? FileId { get; private set; }

    public DateTime RetrievedAt { get; private set; }

    /// <summary>The raw answer, in the bytes of the line; empty for a failure.</summary>
    public ReadOnlyMemory<byte> Metadata { get; private set; }

    public ImageKitException? Error { get; private set; }

    /// <summary>Whether the file id was asked for, though the line has a URL too.</summary>
    private bool IsByFile { get; set; }

    /// <summary>The same as <see cref="MetadataRequest.Key"/> of the request that the line answers.</summary>
    public string Key => Url is null || IsByFile ? "file:" + FileId : Url;

    /// <summary>Writes the line of an answer, with its end.</summary>
    public static void Write(IBufferWriter<byte> output, MetadataRequest request, DateTime retrievedAt, ReadOnlyMemory<byte> answer)
    {
        using (Utf8JsonWriter writer = Begin(output, request, retrievedAt))
        {
            writer.WritePropertyName("metadata");
            writer.WriteRawValue(answer.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes the line of a failure, with its end.</summary>
    public static void Write(IBufferWriter<byte> output, MetadataRequest request, DateTime failedAt, ImageKitException error)
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

        output.Write("\n"u8);
    }

    /// <summary>Reads a line.</summary>
    /// <returns>Null if the line is not a record: the head of the file, or damage.</returns>
    public static CheckpointRecord? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            CheckpointRecord record = new();
            Utf8JsonReader reader = new(line.Span, Strict);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                record.ReadProperty(ref reader, line);
            }

            // Reading on proves that nothing follows the object.
            bool isWhole = reader.TokenType == JsonTokenType.EndObject && !reader.Read();
            return isWhole && (record.Url ?? record.FileId) is not null && (record.Error is not null || record.Metadata.Length > 0) ? record : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The answer in the line, as one to this request or to the one that the line names; null if it is damaged or a failure.</summary>
    public MetadataResponse? TryRead(MetadataRequest? request = null)
    {
        try
        {
            if (Error is not null)
            {
                return null;
            }

            // The metadata reads its EXIF when somebody looks at it, and by then the file's buffer holds other lines.
            byte[] body = Metadata.ToArray();
            request ??= Url is null || IsByFile ? MetadataRequest.ForFile(FileId, Url) : MetadataRequest.ForUrl(Url, FileId);
            return new MetadataResponse(request.Read(body, RetrievedAt), body, RetrievedAt);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ImageKitException)
        {
            return null;
        }
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output, MetadataRequest request, DateTime time)
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

        writer.WriteString("retrievedAt", time.ToString(TimeFormat, CultureInfo.InvariantCulture));
        return writer;
    }

    private void ReadProperty(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
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
            RetrievedAt = DateTime.ParseExact(
                reader.GetString()!, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        }
        else if (reader.ValueTextEquals("metadata"u8))
        {
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            Metadata = line.Slice(start, (int)reader.BytesConsumed - start);
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            Error = ReadError(JsonValueReader.ReadObject(ref reader));
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

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
