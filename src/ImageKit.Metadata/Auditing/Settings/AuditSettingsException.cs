namespace ImageKit.Metadata;

/// <summary>A rule or a setting that does not exist, or a value that a setting cannot have.</summary>
/// <param name="message">A sentence that names it, and the nearest that exists.</param>
public sealed class AuditSettingsException(string message) : Exception(message);
