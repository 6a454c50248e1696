namespace Quickstart;

/// <summary>The main job, step by step, each line shown before it runs.</summary>
internal static class Tour
{
    /// <summary>Runs the steps in <c>$tour</c>. The exit code is 1 if a line was ended by an error; errors of single images are part of the tour.</summary>
    public const string Script = """
        $exitCode = 0
        foreach ($step in $tour) {
            "# $($step.Explanation)", "PS> $($step.Line)" | Out-Host
            try { & ([scriptblock]::Create($step.Line)) 2>&1 | Out-Host }
            catch { $_ | Out-Host; $exitCode = 1 }
            '' | Out-Host
        }
        exit $exitCode
        """;

    public static readonly Step[] Steps =
    [
        new("The connection. It contains the key, which is never shown.",
            "Get-IKConnection"),
        new("One original image.",
            "Get-IKMetadata $endpoint/samples/canon40d.jpg | Format-List"),
        new("The same image as three transformations deliver it.",
            "Get-IKMetadata $endpoint/samples/canon40d.jpg -Transformation 'w-80', 'w-80,q-40', 'w-50,f-webp'"),
        new("The sample library through the pipeline: the largest images that contain GPS coordinates.",
            "$library | Get-IKMetadata -ErrorAction SilentlyContinue | Where-Object { $_.Exif.Latitude -and $_.Size -gt 2.4MB }"),
        new("The media library as the source: images that look alike, and the bytes that keeping one of each would free.",
            "Get-IKFile -FileType Image | Get-IKMetadata -ErrorAction SilentlyContinue | Find-IKDuplicate -WarningAction SilentlyContinue"),
        new("What is wrong with the library: the errors of an audit, unreachable images among them.",
            "$library | Get-IKMetadata 2>&1 | Invoke-IKAudit -Severity Error"),
        new("The whole audit as a page to send to a colleague.",
            "($library | Get-IKMetadata 2>&1 | Export-IKAuditReport $report -PassThru).FullName"),
        new("An image that does not exist causes one error; the next image is read.",
            "'no-such-image.jpg', 'samples/no-exif.jpg' | ForEach-Object { \"$endpoint/$_\" } | Get-IKMetadata"),
    ];

    internal sealed record Step(string Explanation, string Line);
}
