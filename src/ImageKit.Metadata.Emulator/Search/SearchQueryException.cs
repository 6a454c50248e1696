namespace ImageKit.Metadata.Emulator;

/// <summary>A search query the service does not understand: answered with 400.</summary>
public sealed class SearchQueryException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SearchQueryException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in words fit for the answer.</param>
    public SearchQueryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in words fit for the answer.</param>
    /// <param name="innerException">The cause.</param>
    public SearchQueryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
