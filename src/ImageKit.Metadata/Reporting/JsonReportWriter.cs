using System.Text.Json;

namespace ImageKit.Metadata.Reporting;

/// <summary>Everything, for programs: what is in <c>findings</c> can be read back as <see cref="AuditFinding"/>.</summary>
internal sealed class JsonReportWriter : ReportWriter
{
    private const int FlushBytes = 64 * 1024;

    private readonly Utf8JsonWriter _json;

    public JsonReportWriter(Stream stream, AuditReportOptions options)
        : base(options)
    {
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        _json.WriteStartObject();
        FindingJson.WriteText(_json, "title", options.Title);
        _json.WriteString("tool", ReportTool.Name);
        _json.WriteString("version", ReportTool.Version);
        _json.WriteString("createdAt", options.CreatedAt.ToUniversalTime());
        _json.WriteStartArray("rules");
        foreach (AuditRule rule in options.Rules)
        {
            _json.WriteStartObject();
            FindingJson.WriteText(_json, "name", rule.Name);
            _json.WriteString("severity", rule.Severity.ToString());
            _json.WriteBoolean("isEnabled", rule.IsEnabled);
            FindingJson.WriteText(_json, "description", rule.Description);
            _json.WritePropertyName("settings");
            FindingJson.WriteRuleSettings(_json, rule);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteStartArray("findings");
    }

    public override void Add(AuditFinding finding)
    {
        _json.WriteStartObject();
        FindingJson.WriteText(_json, "ruleName", finding.RuleName);
        _json.WriteString("severity", finding.Severity.ToString());
        FindingJson.WriteText(_json, "url", finding.Url);
        FindingJson.WriteText(_json, "fileId", finding.FileId);
        FindingJson.WriteText(_json, "message", finding.Message);
        FindingJson.WriteText(_json, "recommendation", finding.Recommendation);
        _json.WritePropertyName("evidence");
        FindingJson.WriteBag(_json, finding.Evidence);
        if (finding.SavingBytes is long saving)
        {
            _json.WriteNumber("savingBytes", saving);
        }

        FindingJson.WriteText(_json, "acceptedReason", finding.AcceptedReason);
        _json.WriteEndObject();
        if (_json.BytesPending > FlushBytes)
        {
            _json.Flush();
        }
    }

    public override void Complete(ImageTotals images, FindingTotals findings)
    {
        _json.WriteEndArray();
        _json.WriteStartObject("summary");
        _json.WriteNumber("images", images.Count);
        _json.WriteNumber("bytes", images.Bytes);
        _json.WriteNumber("findings", findings.Count);
        _json.WriteNumber("accepted", findings.AcceptedCount);
        _json.WriteNumber("errors", findings.CountOf(AuditSeverity.Error));
        _json.WriteNumber("warnings", findings.CountOf(AuditSeverity.Warning));
        _json.WriteNumber("informations", findings.CountOf(AuditSeverity.Information));
        _json.WriteNumber("savingBytes", findings.SavingBytes);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }
}
