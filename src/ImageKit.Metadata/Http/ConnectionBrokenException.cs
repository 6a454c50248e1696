namespace ImageKit.Metadata.Http;

/// <summary>A connection that broke. Not an <see cref="IOException"/>, which the runtime's handler may retry.</summary>
internal sealed class ConnectionBrokenException(string message, Exception? innerException = null) : Exception(message, innerException);
