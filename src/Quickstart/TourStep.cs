namespace Quickstart;

/// <summary>A line of the tour.</summary>
/// <param name="Explanation">What it shows.</param>
/// <param name="Line">The line to run.</param>
internal sealed record TourStep(string Explanation, string Line);
