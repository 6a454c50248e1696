namespace ImageKit.Metadata.Tests.Reporting;

/// <summary>What <c>-Redact</c> leaves out, planted in images and looked for in every format.</summary>
public sealed class RedactionTests : IDisposable
{
    private static readonly string[] Planted = ["52.37", "4.8952", "Erika Mustermann", "SN-0815-4711", "at the wedding", "Mustermann's camera"];

    private readonly string _folder = Directory.CreateTempSubdirectory("redact").FullName;

    /// <summary>Every format.</summary>
    public static TheoryData<AuditReportFormat> Formats { get; } = [.. Enum.GetValues<AuditReportFormat>()];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_that_was_planted_is_in_a_redacted_report(AuditReportFormat format)
    {
        string redacted = Write(format, redact: true);
        Assert.All(Planted, planted => Assert.DoesNotContain(planted, redacted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Else the test above shows nothing.</summary>
    [Fact]
    public void Without_it_all_of_it_is_there()
    {
        string json = Write(AuditReportFormat.Json, redact: false);
        Assert.All(Planted, planted => Assert.Contains(planted.Replace("'", "\\u0027", StringComparison.Ordinal), json, StringComparison.Ordinal));
        Assert.Contains("GpsLocation", Write(AuditReportFormat.Json, redact: true), StringComparison.Ordinal);
    }

    [Fact]
    public void The_findings_of_the_caller_stay_as_they_are()
    {
        AuditFinding finding = new() { RuleName = "PersonalData", Message = "m", Evidence = { ["Artist"] = "Erika Mustermann" } };
        using AuditReport report = new(Path.Combine(_folder, "r.json"), AuditReportFormat.Json, new AuditReportOptions { Redact = true });
        report.Add(finding);
        Assert.Equal("Erika Mustermann", finding.Evidence["Artist"]);
    }

    private string Write(AuditReportFormat format, bool redact)
    {
        Auditor auditor = new(new AuditSettings { CustomRules = { new CustomAuditRule("Custom", image => [$"taken by {TagOf(image, "Artist")}"]) } });
        ImageMetadata image = new()
        {
            Url = "https://ik.imagekit.io/demo/a.jpg",
            Size = 9_000_000,
            Exif =
            {
                Latitude = 52.3702,
                Longitude = 4.8952,
                Image = new PropertyBag { ["Artist"] = "Erika Mustermann" },
                Exif = new PropertyBag { ["BodySerialNumber"] = "SN-0815-4711", ["UserComment"] = "at the wedding", ["CameraOwnerName"] = "Mustermann's camera" },
            },
        };
        string path = Path.Combine(_folder, $"{redact}.{format}");
        using AuditReport report = new(path, format, new AuditReportOptions { Redact = redact });
        report.Add(image);
        foreach (AuditFinding finding in auditor.Check(image))
        {
            report.Add(finding);
        }

        report.Complete(auditor.Result);
        return File.ReadAllText(path);
    }

    private static object? TagOf(ImageMetadata image, string tag) => image.Exif.Image![tag];
}
