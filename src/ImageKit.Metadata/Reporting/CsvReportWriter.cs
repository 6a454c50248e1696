using System.Globalization;
using System.Text;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// One row per finding, as RFC 4180 describes it. With a byte order mark, without which spreadsheets and Windows PowerShell do
/// not read UTF-8. What a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection): at the
/// beginning of a cell, and behind a semicolon, which separates cells in many languages. If the audit is incomplete, a last
/// row of the rule <c>NotChecked</c> describes what is missing.
/// </summary>
internal sealed class CsvReportWriter : ReportWriter
{
    private const string IncompleteRule = "NotChecked";

    private readonly StreamWriter _text;

    public CsvReportWriter(Stream stream, AuditReportOptions options)
        : base(options)
    {
        _text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 16 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        _text.WriteLine("RuleName,Severity,Url,FileId,Message,Recommendation,SavingBytes,AcceptedReason,Evidence,FilePath,BaselineState,FirstSeen");
    }

    public override void Add(AuditFinding finding)
    {
        if (!ReportText.IsCarried(finding))
        {
            WriteRow(finding);
        }
    }

    public override void Complete(ReportTotals totals)
    {
        if (totals.Result is { IsEmpty: false, IsComplete: false })
        {
            WriteRow(new AuditFinding { RuleName = IncompleteRule, Severity = AuditSeverity.Warning, Message = string.Join(" ", totals.Notes) });
        }

        _text.Flush();
    }

    public override void Dispose()
    {
        _text.Dispose();
        base.Dispose();
    }

    private void WriteRow(AuditFinding finding) => _text.WriteLine(string.Join(
        ",",
        Cell(finding.RuleName),
        finding.Severity.ToString(),
        Cell(finding.Url),
        Cell(finding.FileId),
        Cell(finding.Message),
        Cell(finding.Recommendation),
        finding.SavingBytes?.ToString(CultureInfo.InvariantCulture),
        Cell(finding.AcceptedReason),
        Cell(ToJson(finding.Evidence)),
        Cell(finding.FilePath),
        finding.BaselineState?.ToString(),
        finding.FirstSeen?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));

    private static string Cell(string? value)
    {
        string text = ReportText.Printable(value, int.MaxValue - 1);
        StringBuilder? marked = null;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (BeginsFormula(text[i]) && BeginsCell(text, i))
            {
                (marked ??= new StringBuilder(text)).Insert(i, '\'');
            }
        }

        text = marked?.ToString() ?? text;
        return text.IndexOfAny(['"', ',', '\r', '\n', ';', ' ']) < 0 ? text : "\"" + text.Replace("\"", "\"\"") + "\"";
    }

    /// <summary>At the beginning, or behind a semicolon, which separates cells where the comma stands in numbers; quotes do not count.</summary>
    private static bool BeginsCell(string text, int at)
    {
        do
        {
            at--;
        }
        while (at >= 0 && text[at] == '"');
        return at < 0 || text[at] == ';';
    }

    /// <summary>In both widths; and the replacement of a tab or a line break.</summary>
    private static bool BeginsFormula(char c) => c is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\uFFFD';

    private static string? ToJson(PropertyBag? evidence)
    {
        if (evidence is not { Count: > 0 })
        {
            return null;
        }

        return Encoding.UTF8.GetString(JsonValueWriter.WriteBytes(json => FindingJson.WriteBag(json, evidence)));
    }
}
