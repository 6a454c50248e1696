namespace ImageKit.Metadata.Reporting;

/// <summary>
/// A report format: its name, its file extensions (the longest that fits a file name decides), its writer, and whether a new file
/// is readable by its owner only, because findings can name people and locations. A new format is one line here and one file.
/// </summary>
internal sealed record ReportFormat(
    AuditReportFormat Name,
    string[] Extensions,
    Func<Stream, AuditReportOptions, ReportWriter> CreateWriter,
    bool IsPrivate = true)
{
    /// <summary>The formats.</summary>
    public static IReadOnlyList<ReportFormat> All { get; } =
    [
        new(AuditReportFormat.Html, [".html", ".htm"], (stream, options) => new HtmlReportWriter(stream, options)),
        new(AuditReportFormat.Sarif, [".sarif", ".sarif.json"], (stream, options) => new SarifReportWriter(stream, options)),
        new(AuditReportFormat.Csv, [".csv"], (stream, options) => new CsvReportWriter(stream, options)),
        new(AuditReportFormat.Json, [".json"], (stream, options) => new JsonReportWriter(stream, options)),
        new(AuditReportFormat.Markdown, [".md", ".markdown"], (stream, options) => new MarkdownReportWriter(stream, options)),
        new(AuditReportFormat.JUnit, [".xml"], (stream, options) => new JUnitReportWriter(stream, options)),
        new(AuditReportFormat.Baseline, [".baseline.json", ".baseline"], (stream, options) => new BaselineWriter(stream, options), IsPrivate: false),
        new(AuditReportFormat.Digest, [".digest.html"], (stream, options) => new DigestReportWriter(stream, options)),
        new(AuditReportFormat.OpenMetrics, [".prom"], (stream, options) => new OpenMetricsReportWriter(stream, options), IsPrivate: false),
    ];

    /// <summary>The first extension of each format, for messages.</summary>
    public static string KnownExtensions { get; } = string.Join(", ", All.Select(format => format.Extensions[0]));

    public static ReportFormat Of(AuditReportFormat name) => All.First(format => format.Name == name);

    /// <summary>The format for a file name; null if its extension is not that of a format.</summary>
    public static ReportFormat? Find(string path)
    {
        string name = Path.GetFileName(path);
        return All
            .SelectMany(format => format.Extensions, (format, extension) => (Format: format, Extension: extension))
            .Where(entry => name.EndsWith(entry.Extension, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(entry => entry.Extension.Length)
            .FirstOrDefault().Format;
    }
}
