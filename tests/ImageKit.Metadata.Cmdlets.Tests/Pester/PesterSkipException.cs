namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>Set-ItResult -Skipped: leaves the test's body.</summary>
public sealed class PesterSkipException(string reason) : Exception(reason);
