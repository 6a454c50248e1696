namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>One operator of Should.</summary>
/// <param name="Name">Its switch.</param>
/// <param name="Test">
/// What it asks, in PowerShell, with the actual value as $args[0] and the expected one as $args[1]: PowerShell's own
/// operators, which are what Pester uses. Arguments have no names here, so none can hide a variable of the test.
/// </param>
/// <param name="Argument">The name of its argument, or null when it takes none.</param>
/// <param name="TakesCollection">Whether it judges all that came through the pipeline together, not one after the other.</param>
internal sealed record ShouldOperator(string Name, string Test, string? Argument = "ExpectedValue", bool TakesCollection = false)
{
    /// <summary>The operator that judges a script block; <see cref="Commands.ShouldCommand"/> does it by hand.</summary>
    public const string Throw = "Throw";

    public static readonly IReadOnlyList<ShouldOperator> All =
    [
        new("Be", "$args[1] -eq $args[0]", TakesCollection: true),
        new("BeExactly", "$args[1] -ceq $args[0]", TakesCollection: true),
        new("BeTrue", "[bool]$args[0]", Argument: null),
        new("BeFalse", "-not $args[0]", Argument: null),
        new("BeNullOrEmpty", """
            if ($args[0].Count -ne 1) { return $args[0].Count -eq 0 }
            if ($args[0][0] -is [hashtable]) { $args[0][0].Count -eq 0 } else { [string]::IsNullOrEmpty($args[0][0]) }
            """, Argument: null, TakesCollection: true),
        new("BeOfType", """
            $type = if ($args[1] -is [string]) { ($args[1] -replace '^\[(.*)\]$', '$1') -as [type] } else { $args[1] }
            if ($null -eq $type) { throw "There is no type '$($args[1])'." }
            $args[0] -is $type
            """, Argument: "ExpectedType"),
        new("HaveCount", "$args[0].Count -eq [int]$args[1]", TakesCollection: true),
        new("Contain", "$args[0] -contains $args[1]", TakesCollection: true),
        new("BeIn", "$args[1] -contains $args[0]"),
        new("Match", "$args[0] -match $args[1]", Argument: "RegularExpression"),
        new("MatchExactly", "$args[0] -cmatch $args[1]", Argument: "RegularExpression"),
        new("BeLike", "$args[0] -like $args[1]"),
        new("BeLikeExactly", "$args[0] -clike $args[1]"),
        new("BeGreaterThan", "-not ($args[0] -le $args[1])"),
        new("BeLessOrEqual", "-not ($args[0] -gt $args[1])"),
        new("BeLessThan", "-not ($args[0] -ge $args[1])"),
        new("BeGreaterOrEqual", "-not ($args[0] -lt $args[1])"),
        new(Throw, "", Argument: null),
    ];
}
