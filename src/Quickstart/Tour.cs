namespace Quickstart;

/// <summary>The main job, step by step, each line shown before it runs.</summary>
internal static class Tour
{
    private static readonly (string Explanation, string Line)[] Steps =
    [
        ("The connection. The key is in it, and is never shown.",
            "Get-IKConnection"),
        ("One original picture.",
            "Get-IKMetadata $endpoint/samples/canon40d.jpg | Format-List"),
        ("The same picture as three transformations deliver it.",
            "Get-IKMetadata $endpoint/samples/canon40d.jpg -Transformation 'w-80', 'w-80,q-40', 'w-50,f-webp'"),
        ("The sample library through the pipeline: the largest pictures that tell where they were taken.",
            "$library | Get-IKMetadata -ErrorAction SilentlyContinue | Where-Object { $_.Exif.Latitude -and $_.Size -gt 2.4MB }"),
        ("The media library as the source: pictures that look alike, and the bytes that keeping one of each would free.",
            "Get-IKFile -FileType Image | Get-IKMetadata -ErrorAction SilentlyContinue | Find-IKDuplicate -WarningAction SilentlyContinue"),
        ("What is wrong with the library: the errors of an audit, dead links among them.",
            "$library | Get-IKMetadata 2>&1 | Invoke-IKAudit -Severity Error"),
        ("The whole audit as a page to send to a colleague.",
            "($library | Get-IKMetadata 2>&1 | Export-IKAuditReport $report -PassThru).FullName"),
        ("A picture that is not there: an error for that one, and the rest goes on.",
            "'no-such-picture.jpg', 'samples/no-exif.jpg' | ForEach-Object { \"$endpoint/$_\" } | Get-IKMetadata"),
    ];

    /// <summary>Runs every step.</summary>
    /// <returns>Whether each ran to its end; errors of single pictures are part of the tour.</returns>
    public static bool Run(ConsoleSession session)
    {
        bool ranToItsEnd = true;
        foreach ((string explanation, string line) in Steps)
        {
            Console.WriteLine($"# {explanation}");
            Console.WriteLine($"PS> {line}");
            ranToItsEnd &= session.Run(line) != LineOutcome.Ended;
            Console.WriteLine();
        }

        return ranToItsEnd;
    }
}
