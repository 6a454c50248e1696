using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageKit.Metadata.Emulator;

/// <summary>The error answers of the service, in its own words.</summary>
internal static class ApiError
{
    private const string Support = "For support kindly contact us at support@imagekit.io.";

    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly ApiAnswer NoKey = Create(401, "Your request does not contain private API key.");

    public static readonly ApiAnswer WrongKey = Create(403, "Your account cannot be authenticated.");

    public static readonly ApiAnswer FileNotFound =
        Create(404, "The requested file does not exist or is inaccessible at this time.");

    public static readonly ApiAnswer DetailsNotFound = Create(404, "The requested file does not exist.");

    public static readonly ApiAnswer CorruptFile = Create(400, "The requested file is corrupt or invalid.");

    public static readonly ApiAnswer InvalidFileId =
        Create(400, "Your request contains invalid fileId parameter.", "INVALID_PARAM_ERROR");

    /// <summary>The text of this one is not published.</summary>
    public static readonly ApiAnswer MissingUrl = Create(400, "Your request is missing the url query parameter.");

    public static readonly ApiAnswer InternalError =
        Create(500, "We have experienced an internal error while processing your request.");

    public static readonly ApiAnswer ServiceUnavailable =
        Create(503, "We have experienced an internal error while processing your request.");

    public static readonly ApiAnswer TooManyRequests =
        Create(429, "You have exceeded the rate limit of this API.", help: null);

    public static readonly ApiAnswer NoSuchEndpoint = Create(404, "The requested API does not exist.");

    public static ApiAnswer ForeignUrl(string url) =>
        Create(400, $"{url} should be accessible using your ImageKit.io account.");

    public static ApiAnswer BadRequest(string message) => Create(400, message);

    private static ApiAnswer Create(int status, string message, string? type = null, string? help = Support)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("message", message);
            if (help is not null)
            {
                writer.WriteString("help", help);
            }

            if (type is not null)
            {
                writer.WriteString("type", type);
            }

            writer.WriteEndObject();
        }

        return new ApiAnswer(status, buffer.WrittenMemory);
    }
}
