namespace ImageKit.Metadata.Tests.Reporting;

/// <summary>What <c>-Redact</c> leaves out, planted in images and looked for in every format.</summary>
public sealed class RedactionTests : IDisposable
{
    private static readonly string[] Planted = ["52.37", "4.8952", "Erika Mustermann", "SN-0815-4711", "at the wedding", "Mustermann's camera", "ask Mustermann"];

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

    /// <summary>Each night a public copy is compared to that of the night before: what is left out has not changed.</summary>
    [Fact]
    public void A_redacted_report_can_be_compared_to()
    {
        string path = Path.Combine(_folder, "since.json");
        File.WriteAllText(path, Write(AuditReportFormat.Json, redact: true));
        Auditor auditor = CreateAuditor(AuditHistory.Read(path));
        AuditFinding[] findings = [.. auditor.Check(Planting()), .. auditor.Complete(), .. auditor.CompleteHistory()];
        Assert.Equal(2, findings.Count(finding => finding.RuleName == "Custom"));
        Assert.All(findings, finding => Assert.Equal(AuditBaselineState.Unchanged, finding.BaselineState));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_taken_from_an_earlier_report_is_redacted_as_well(AuditReportFormat format)
    {
        string earlier = Path.Combine(_folder, "since.json");
        File.WriteAllText(earlier, Write(AuditReportFormat.Json, redact: false));
        Auditor auditor = CreateAuditor(AuditHistory.Read(earlier));
        auditor.Check(new MediaFile { Url = "https://ik.imagekit.io/demo/b.jpg", FileType = "image", Size = 1 });
        AuditFinding[] carried = [.. auditor.CompleteHistory()];
        Assert.Contains(carried, finding => finding.Message.Contains("52.37", StringComparison.Ordinal));
        string path = Path.Combine(_folder, "carried." + format);
        using AuditReport report = new(path, format, new AuditReportOptions { Redact = true });
        foreach (AuditFinding finding in carried)
        {
            report.Add(finding);
        }

        report.Complete(auditor.Result);
        string redacted = File.ReadAllText(path);
        Assert.All(Planted, planted => Assert.DoesNotContain(planted, redacted, StringComparison.OrdinalIgnoreCase));
    }

    private static Auditor CreateAuditor(AuditHistory? history = null)
    {
        AuditSettings settings = new() { CustomRules = { new CustomAuditRule("Custom", image => [$"taken by {TagOf(image, "Artist")}", $"at {image.Exif.Latitude}"]) } };
        settings.IncludeRules = ["*"];
        settings.ExcludeRules = ["MissingCustomMetadata"];
        settings.Rules["ExpiredDate"] = new PropertyBag { ["Fields"] = "licenseEnds" };
        return new Auditor(settings, history);
    }

    private static ImageMetadata Planting() => new()
    {
        Url = "https://ik.imagekit.io/demo/a.jpg",
        FileId = "65f0c0ffee",
        FilePath = "/a.jpg",
        Size = 9_000_000,
        CustomMetadata = new PropertyBag { ["licenseEnds"] = "ask Mustermann" },
        Tags = ["a"],
        Exif =
        {
            Latitude = 52.3702,
            Longitude = 4.8952,
            Image = new PropertyBag { ["Artist"] = "Erika Mustermann" },
            Exif = new PropertyBag { ["BodySerialNumber"] = "SN-0815-4711", ["UserComment"] = "at the wedding", ["CameraOwnerName"] = "Mustermann's camera" },
        },
    };

    private string Write(AuditReportFormat format, bool redact)
    {
        Auditor auditor = CreateAuditor();
        ImageMetadata image = Planting();
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

    private static object? TagOf(ImageMetadata image, string tag) => image.Exif.Image is { } tags && tags.TryGetValue(tag, out object? value) ? value : null;
}
