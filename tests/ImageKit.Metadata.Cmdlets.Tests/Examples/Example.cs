namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>A block of commands that a page shows.</summary>
/// <param name="Line">The number of its first line in the page.</param>
/// <param name="Heading">The heading it stands under.</param>
/// <param name="Steps">What is entered at a prompt, one after the other.</param>
internal sealed record Example(int Line, string Heading, IReadOnlyList<ExampleStep> Steps);
