using System.Net;

namespace ImageKit.Metadata;

/// <summary>A request that got no usable answer, with what is known of why.</summary>
public sealed class ImageKitException : Exception
{
    /// <summary>Describes a failure.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">A sentence for the user.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public ImageKitException(ImageKitErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
    }

    /// <summary>What went wrong.</summary>
    public ImageKitErrorKind Kind { get; }

    /// <summary>The status code of the answer; null if there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The service's own message, as it stood in the answer but for control characters.</summary>
    public string? ServiceMessage { get; init; }

    /// <summary>The id under which ImageKit's support can find the request (<c>x-ik-requestid</c>).</summary>
    public string? RequestId { get; init; }

    /// <summary>How many attempts were made; 0 if no request was sent.</summary>
    public int Attempts { get; internal set; }

    /// <summary>How long the service asked to wait with <c>Retry-After</c>; null if it did not.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether another attempt may succeed where this one failed.</summary>
    internal bool IsTransient { get; init; }
}
