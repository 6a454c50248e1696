namespace ImageKit.Metadata.Emulator;

/// <summary>A parameter of a list the service does not accept: answered with 400.</summary>
public sealed class ListRequestException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ListRequestException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in words fit for the answer.</param>
    public ListRequestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in words fit for the answer.</param>
    /// <param name="innerException">The cause.</param>
    public ListRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
