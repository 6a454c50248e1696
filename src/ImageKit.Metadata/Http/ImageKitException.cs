using System.Net;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata;

/// <summary>A request failed. Contains what is known about the cause.</summary>
public sealed class ImageKitException : Exception
{
    /// <summary>Describes a failure.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">A sentence for the user.</param>
    /// <param name="innerException">The exception that was caught, if any.</param>
    public ImageKitException(ImageKitErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
    }

    /// <summary>What went wrong.</summary>
    public ImageKitErrorKind Kind { get; }

    /// <summary>The status code of the response; null if there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The service's own message, without control characters and secrets.</summary>
    public string? ServiceMessage { get; init; }

    /// <summary>The ID with which ImageKit's support can find the request (<c>x-ik-requestid</c>).</summary>
    public string? RequestId { get; init; }

    /// <summary>How many attempts were made; 0 if no request was sent.</summary>
    public int Attempts { get; internal set; }

    /// <summary>What is known about the cause beyond the kind.</summary>
    internal FailureCause Cause { get; init; }

    /// <summary>The wait that the service requested with <c>Retry-After</c>; null for none.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether another attempt may succeed where this one failed.</summary>
    internal bool IsTransient { get; init; }
}
