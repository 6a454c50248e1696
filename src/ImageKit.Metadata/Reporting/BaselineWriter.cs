using System.Globalization;
using System.Text.Json;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Reporting;

/// <summary>Writes the findings as accepted ones: what <see cref="AuditBaseline.Read"/> reads.</summary>
internal sealed class BaselineWriter : JsonFormatWriter
{
    public BaselineWriter(Stream stream, AuditReportOptions options)
        : base(stream, options)
    {
        Json.WriteStartObject();
        Json.WriteString("tool", $"{ReportTool.Name} {ReportTool.Version}");
        Json.WriteString("createdAt", options.CreatedAt.ToUniversalTime());
        Json.WriteStartArray("accepted");
    }

    protected override void WriteFinding(AuditFinding finding)
    {
        if (finding.BaselineState == AuditBaselineState.Absent)
        {
            return;
        }

        Json.WriteStartObject();
        WriteText("rule", finding.RuleName);
        WriteText("url", ImageIdentity.ToText(finding.Url, finding.FileId));
        WriteText("reason", finding.AcceptedReason ?? Options.Reason ?? $"accepted on {Day(Options.CreatedAt)}");
        WriteText("expires", Options.ExpiresOn is DateTime day ? Day(day) : null);
        Json.WriteEndObject();
    }

    protected override void WriteEnd(ReportTotals totals)
    {
        Json.WriteEndArray();
        if (totals.Result is AuditResult result)
        {
            Json.WriteNumber("notChecked", result.NotCheckedCount);
        }

        Json.WriteEndObject();
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
