namespace ImageKit.Metadata.Library.Changes;

/// <summary>The service changed other files of a request but not this one.</summary>
internal sealed class FileRefusedException(string message) : Exception(message);
