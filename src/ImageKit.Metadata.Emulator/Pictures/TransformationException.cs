namespace ImageKit.Metadata.Emulator;

/// <summary>A transformation the service does not understand: answered with 400.</summary>
public sealed class TransformationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TransformationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in words fit for the answer.</param>
    public TransformationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in words fit for the answer.</param>
    /// <param name="innerException">The cause.</param>
    public TransformationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
