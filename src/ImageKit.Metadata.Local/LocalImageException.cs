namespace ImageKit.Metadata;

/// <summary>A local file for which no perceptual hash can be computed.</summary>
public sealed class LocalImageException : Exception
{
    /// <summary>Describes a failure.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="message">A sentence that says what is wrong.</param>
    /// <param name="recommendedAction">A sentence that says what to do.</param>
    /// <param name="innerException">The exception that was caught, if any.</param>
    public LocalImageException(LocalImageErrorKind kind, string message, string recommendedAction, Exception? innerException = null)
        : base(message, innerException) => (Kind, RecommendedAction) = (kind, recommendedAction);

    /// <summary>What is wrong.</summary>
    public LocalImageErrorKind Kind { get; }

    /// <summary>What to do, in a sentence.</summary>
    public string RecommendedAction { get; }
}
