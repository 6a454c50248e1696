using System.Globalization;
using System.Text;
using System.Xml;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// A case a finding: warnings and errors fail, an information passes with its text as output, an accepted finding is
/// skipped; a rule without findings is a case that passes. The cases wait in a file of their own beside the report, since
/// their number stands in front of them.
/// </summary>
internal sealed class JUnitReportWriter : ReportWriter
{
    private readonly Stream _stream;
    private readonly FileStream _cases;
    private readonly XmlWriter _case;
    private readonly HashSet<string> _rules = new(StringComparer.OrdinalIgnoreCase);
    private long _tests;
    private long _failures;
    private long _skipped;

    public JUnitReportWriter(FileStream stream, AuditReportOptions options)
        : base(options)
    {
        _stream = stream;
        _cases = ReportPlace.CreateLike(stream.Name, stream.Name + ".cases", FileOptions.DeleteOnClose);
        _case = XmlWriter.Create(_cases, Settings(ConformanceLevel.Fragment));
    }

    public override void Add(AuditFinding finding)
    {
        _rules.Add(finding.RuleName);
        string message = ReportText.Printable(finding.Message);
        Begin(ReportText.Printable(finding.RuleName), ReportText.Subject(finding));
        if (finding.AcceptedReason is string reason)
        {
            _skipped++;
            _case.WriteStartElement("skipped");
            _case.WriteAttributeString("message", $"{message} Accepted: {ReportText.Printable(reason)}");
            _case.WriteEndElement();
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

        _case.WriteEndElement();
    }

    public override void Complete(ImageTotals images, FindingTotals findings)
    {
        foreach (AuditRule rule in Options.Rules.Where(rule => rule.IsEnabled && !_rules.Contains(rule.Name)))
        {
            Begin(ReportText.Printable(rule.Name), "no finding");
            _case.WriteEndElement();
        }

        _case.Flush();
        using XmlWriter xml = XmlWriter.Create(_stream, Settings(ConformanceLevel.Document));
        xml.WriteStartDocument();
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", ReportText.Printable(Options.Title));
        xml.WriteAttributeString("tests", Number(_tests));
        xml.WriteAttributeString("failures", Number(_failures));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", Number(_skipped));
        xml.WriteAttributeString("timestamp", Options.CreatedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        _cases.Position = 0;
        using (XmlReader reader = XmlReader.Create(_cases, new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment, CloseInput = false, DtdProcessing = DtdProcessing.Prohibit }))
        {
            reader.Read();
            while (!reader.EOF)
            {
                xml.WriteNode(reader, defattr: false);
            }
        }

        xml.WriteEndDocument();
    }

    public override void Dispose()
    {
        _case.Dispose();
        _cases.Dispose();
        base.Dispose();
    }

    private static XmlWriterSettings Settings(ConformanceLevel level) => new()
    {
        Encoding = new UTF8Encoding(false),
        ConformanceLevel = level,
        Indent = level == ConformanceLevel.Document,
        CloseOutput = false,
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Begin(string className, string name)
    {
        _tests++;
        _case.WriteStartElement("testcase");
        _case.WriteAttributeString("classname", className);
        _case.WriteAttributeString("name", name);
    }
}
