namespace ImageKit.Metadata;

/// <summary>An unknown rule or setting, or a value that is not valid for a setting.</summary>
/// <param name="message">A sentence that names it and suggests the closest match.</param>
/// <param name="innerException">What was caught, such as a missing file; null for settings that were read.</param>
public sealed class AuditSettingsException(string message, Exception? innerException = null) : Exception(message, innerException);
