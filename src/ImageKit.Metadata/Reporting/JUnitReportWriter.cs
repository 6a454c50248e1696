using System.Globalization;
using System.Text;
using System.Xml;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// One case per finding: errors and warnings fail, an information passes with its text as output, an accepted finding is
/// skipped. A rule that checked every image and found nothing is a case that passes; a rule that could not check every image
/// is a case that is skipped; a rule that did not run is not there.
/// </summary>
/// <remarks>The counts come before the cases: their place is reserved at the beginning and filled at the end.</remarks>
internal sealed class JUnitReportWriter : ReportWriter
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites>\n";
    private const int NumberLength = 20;

    private readonly Stream _stream;
    private readonly XmlWriter _case;
    private readonly string _title;
    private long _tests;
    private long _failures;
    private long _skipped;

    public JUnitReportWriter(Stream stream, AuditReportOptions options)
        : base(options)
    {
        _stream = stream;
        _title = Attribute(ReportText.Printable(options.Title));
        WriteText(Declaration + SuiteTag());
        _case = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), ConformanceLevel = ConformanceLevel.Fragment, CloseOutput = false });
    }

    public override void Add(AuditFinding finding)
    {
        if (finding.BaselineState == AuditBaselineState.Absent || ReportText.IsCarried(finding))
        {
            return;
        }

        string message = ReportText.Printable(finding.Message);
        StartCase(finding.RuleName, ReportText.Subject(finding));
        if (finding.AcceptedReason is string reason)
        {
            WriteSkipped($"{message} Accepted: {ReportText.Printable(reason)}");
        }
        else if (finding.Severity == AuditSeverity.Information)
        {
            _case.WriteElementString("system-out", message);
        }
        else
        {
            _failures++;
            _case.WriteStartElement("failure");
            _case.WriteAttributeString("type", finding.Severity.ToString());
            _case.WriteAttributeString("message", message);
            _case.WriteString(ReportText.Printable(finding.Recommendation));
            _case.WriteEndElement();
        }

        EndCase();
    }

    public override void Complete(ReportTotals totals)
    {
        foreach (AuditRuleResult rule in totals.RulesThatPassed)
        {
            StartCase(rule.Rule.Name, "no findings");
            EndCase();
        }

        foreach (AuditRuleResult rule in totals.RulesThatLackData)
        {
            StartCase(rule.Rule.Name, "images that were not checked");
            WriteSkipped($"{Quantity.ToDisplayText(rule.NotCheckedCount, "image was", "images were")} not checked: no {rule.Missing}.");
            EndCase();
        }

        if (totals.Result is { NotCheckedCount: > 0 } result)
        {
            StartCase("Audit", "images that were not checked");
            WriteSkipped($"{Quantity.ToDisplayText(result.NotCheckedCount, "image was", "images were")} not checked.");
            EndCase();
        }

        _case.Flush();
        WriteText("\n</testsuite>\n</testsuites>\n");
        _stream.Position = Encoding.UTF8.GetByteCount(Declaration);
        WriteText(SuiteTag());
        _stream.Position = _stream.Length;
    }

    public override void Dispose()
    {
        _case.Dispose();
        base.Dispose();
    }

    private static string Attribute(string text) => System.Security.SecurityElement.Escape(text)!;

    private static string Number(string name, long number) =>
        $"{name}=\"{number.ToString(CultureInfo.InvariantCulture)}\"".PadRight(name.Length + NumberLength + 3);

    /// <summary>Always of the same length: spaces between attributes have no meaning.</summary>
    private string SuiteTag() =>
        $"<testsuite name=\"{_title}\" {Number("tests", _tests)} {Number("failures", _failures)} errors=\"0\" {Number("skipped", _skipped)} "
        + $"timestamp=\"{Options.CreatedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)}\">\n";

    private void WriteText(string text)
    {
        byte[] bytes = new UTF8Encoding(false).GetBytes(text);
        _stream.Write(bytes, 0, bytes.Length);
    }

    private void WriteSkipped(string message)
    {
        _skipped++;
        _case.WriteStartElement("skipped");
        _case.WriteAttributeString("message", message);
        _case.WriteEndElement();
    }

    private void StartCase(string rule, string name)
    {
        _tests++;
        _case.WriteWhitespace("\n");
        _case.WriteStartElement("testcase");
        _case.WriteAttributeString("classname", ReportText.Printable(rule));
        _case.WriteAttributeString("name", name);
    }

    private void EndCase() => _case.WriteEndElement();
}
