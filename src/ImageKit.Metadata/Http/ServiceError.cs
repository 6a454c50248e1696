using System.Text;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Http;

/// <summary>Converts a response without the requested data to an exception.</summary>
internal static class ServiceError
{
    // The messages of 401 and 403 in the service's documentation are about the key or the account, never about one file.
    private static readonly string[] AccountWords = ["authenticat", "API key", "private key", "account is", "account has"];

    /// <summary>
    /// A response with another status than 2xx. Nothing can be found if the base address ends with the version that requests add
    /// themselves (<paramref name="hasVersionInBaseUri"/>).
    /// </summary>
    public static ImageKitException FromStatus(ServiceResponse response, bool hasVersionInBaseUri)
    {
        int status = (int)response.StatusCode;
        PropertyBag? body = JsonValueReader.TryReadObject(response.Body.Span);
        string? message = ReadMessage(response, body);
        string suffix = message is null ? string.Empty : ": " + message;
        (ImageKitErrorKind kind, string text) = status switch
        {
            401 or 403 => (ImageKitErrorKind.AuthenticationFailed, $"The service does not accept the private key ({status}){suffix}"),
            404 => (ImageKitErrorKind.NotFound, $"Not found (404){suffix}"),
            407 => (ImageKitErrorKind.ConnectionFailed, "The proxy requires a user name and a password (407)."),
            408 => (ImageKitErrorKind.RequestTimeout, $"The service stopped waiting for the request (408){suffix}"),
            429 => (ImageKitErrorKind.RateLimitExceeded, $"The rate limit is exceeded (429){suffix}"),
            >= 500 => (ImageKitErrorKind.ServerError, $"The service failed ({status}){suffix}"),
            >= 400 => (ImageKitErrorKind.BadRequest, $"The service refused the request ({status}){suffix}"),
            >= 300 => (ImageKitErrorKind.UnexpectedResponse, $"The service redirected the request ({status}); redirects are not followed, because the private key is for one address only."),
            _ => (ImageKitErrorKind.UnexpectedResponse, $"The service responded with status {status}{suffix}"),
        };
        return new ImageKitException(kind, text)
        {
            StatusCode = response.StatusCode,
            ServiceMessage = message,
            RequestId = response.RequestId,
            RetryAfter = response.RateLimit.RetryAfter,
            IsTransient = IsTransient(status),
            Cause = status == 407 ? FailureCause.ProxyAuthentication
                : status == 400 && message?.Contains("corrupt", StringComparison.OrdinalIgnoreCase) == true ? FailureCause.CorruptFile
                : status == 404 && hasVersionInBaseUri ? FailureCause.VersionInBaseUri
                : FailureCause.Unknown,
        };
    }

    /// <summary>Whether a refusal (401, 403) may be about the requested item: it is not the service's own message about the account.</summary>
    public static bool MayBeOfItem(ImageKitException failure) => failure.Kind == ImageKitErrorKind.AuthenticationFailed
        && (failure.ServiceMessage is not string message || !Array.Exists(AccountWords, word => message.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A refusal of one request, while the service accepts the key.</summary>
    public static ImageKitException OfItem(ImageKitException refusal) =>
        new(ImageKitErrorKind.BadRequest,
            $"The service refused this request ({(int)refusal.StatusCode!.Value}), although it accepts the private key{(refusal.ServiceMessage is null ? "." : ": " + refusal.ServiceMessage)}")
        {
            StatusCode = refusal.StatusCode,
            ServiceMessage = refusal.ServiceMessage,
            RequestId = refusal.RequestId,
            Cause = FailureCause.RefusedItem,
        };

    /// <summary>A response with a status of 2xx whose body cannot be parsed.</summary>
    public static ImageKitException Unreadable(ServiceResponse response, Exception exception)
    {
        bool isOtherShape = exception is JsonShapeException;
        string what = response.Body.Length == 0 ? "is empty"
            : response.ContentType is string type && type != "application/json" && !isOtherShape ? $"is not JSON but {PlainText.Clean(type)}"
            : "cannot be read: " + PlainText.Clean(exception.Message);
        string? message = isOtherShape ? ReadMessage(response, JsonValueReader.TryReadObject(response.Body.Span)) : null;
        return new ImageKitException(ImageKitErrorKind.UnexpectedResponse, $"The response {what}{(message is null ? string.Empty : " Its message: " + message)}", exception)
        {
            StatusCode = response.StatusCode,
            ServiceMessage = message,
            RequestId = response.RequestId,
            IsTransient = isOtherShape,
            Cause = isOtherShape ? FailureCause.WrongShape : FailureCause.Unknown,
        };
    }

    // A retry cannot change 501 (not implemented) and 505 (HTTP version not supported). It can after 409 (conflict), 421 (misdirected
    // request) and 425 (too early).
    private static bool IsTransient(int status) => status is 408 or 409 or 421 or 425 or (>= 500 and not (501 or 505));

    /// <summary>The message in the body of an error, which may also be plain text, HTML or empty.</summary>
    private static string? ReadMessage(ServiceResponse response, PropertyBag? body)
    {
        if (body is null)
        {
            return response.ContentType == "text/plain" && response.Body.Length > 0
                ? PlainText.Clean(Encoding.UTF8.GetString(response.Body.ToArray()))
                : null;
        }

        return body.Find("message") is string text && !string.IsNullOrWhiteSpace(text) ? PlainText.Clean(text) : null;
    }
}
