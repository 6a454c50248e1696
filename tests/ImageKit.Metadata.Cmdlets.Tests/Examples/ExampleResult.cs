namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>What came of a step.</summary>
/// <param name="Text">What the console showed, if the page shows output.</param>
/// <param name="Error">The first error, if the page shows no output.</param>
internal sealed record ExampleResult(string? Text, string? Error);
