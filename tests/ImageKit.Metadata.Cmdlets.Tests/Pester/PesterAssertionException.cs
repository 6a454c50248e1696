namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>A Should that did not hold.</summary>
public sealed class PesterAssertionException(string message) : Exception(message);
