using System.Globalization;
using System.Text.Json;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Reporting;

/// <summary>Writes the findings as accepted ones: what <see cref="AuditBaseline.Read"/> reads.</summary>
internal sealed class BaselineWriter : ReportWriter
{
    private const int FlushBytes = 64 * 1024;

    private readonly Utf8JsonWriter _json;

    public BaselineWriter(Stream stream, AuditReportOptions options)
        : base(options)
    {
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        _json.WriteStartObject();
        _json.WriteString("tool", $"{ReportTool.Name} {ReportTool.Version}");
        _json.WriteString("createdAt", options.CreatedAt.ToUniversalTime());
        _json.WriteStartArray("accepted");
    }

    public override void Add(AuditFinding finding)
    {
        if (finding.BaselineState == AuditBaselineState.Absent)
        {
            return;
        }

        _json.WriteStartObject();
        FindingJson.WriteText(_json, "rule", finding.RuleName);
        FindingJson.WriteText(_json, "url", ImageIdentity.ToText(finding.Url, finding.FileId));
        FindingJson.WriteText(_json, "reason", finding.AcceptedReason ?? Options.Reason ?? $"accepted on {Day(Options.CreatedAt)}");
        FindingJson.WriteText(_json, "expires", Options.ExpiresOn is DateTime day ? Day(day) : null);
        _json.WriteEndObject();
        if (_json.BytesPending > FlushBytes)
        {
            _json.Flush();
        }
    }

    public override void Complete(ReportTotals totals)
    {
        _json.WriteEndArray();
        if (totals.Result is AuditResult result)
        {
            _json.WriteNumber("notChecked", result.NotCheckedCount);
        }

        _json.WriteEndObject();
        _json.Flush();
    }

    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
