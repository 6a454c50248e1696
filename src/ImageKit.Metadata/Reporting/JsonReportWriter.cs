using System.Text.Json;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// Everything, for programs: an item of <c>findings</c> can be read back as <see cref="AuditFinding"/>, and <c>-Since</c>
/// compares a later audit with them. Findings of the audit before, which this one could not check again, are in
/// <c>carriedFindings</c>, so that the next audit knows them.
/// </summary>
internal sealed class JsonReportWriter : ReportWriter
{
    private const int FlushBytes = 64 * 1024;

    private readonly Utf8JsonWriter _json;
    private bool _isInCarried;

    public JsonReportWriter(Stream stream, AuditReportOptions options)
        : base(options)
    {
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        _json.WriteStartObject();
        FindingJson.WriteText(_json, "title", options.Title);
        _json.WriteString("tool", ReportTool.Name);
        _json.WriteString("version", ReportTool.Version);
        _json.WriteString("createdAt", options.CreatedAt.ToUniversalTime());
        _json.WriteStartArray("findings");
    }

    public override void Add(AuditFinding finding)
    {
        // The audit reports them after all others.
        if (!_isInCarried && ReportText.IsCarried(finding))
        {
            _json.WriteEndArray();
            _json.WriteStartArray("carriedFindings");
            _isInCarried = true;
        }

        WriteFinding(finding);
        if (_json.BytesPending > FlushBytes)
        {
            _json.Flush();
        }
    }

    public override void Complete(ReportTotals totals)
    {
        _json.WriteEndArray();
        _json.WriteStartArray("rules");
        foreach (AuditRuleResult rule in totals.Result?.Rules ?? [])
        {
            WriteRule(rule);
        }

        _json.WriteEndArray();
        WriteSummary(totals);
        _json.WriteEndObject();
        _json.Flush();
    }

    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }

    private void WriteFinding(AuditFinding finding)
    {
        _json.WriteStartObject();
        FindingJson.WriteText(_json, "ruleName", finding.RuleName);
        _json.WriteString("severity", finding.Severity.ToString());
        FindingJson.WriteText(_json, "url", finding.Url);
        FindingJson.WriteText(_json, "fileId", finding.FileId);
        FindingJson.WriteText(_json, "filePath", finding.FilePath);
        FindingJson.WriteText(_json, "message", finding.Message);
        FindingJson.WriteText(_json, "recommendation", finding.Recommendation);
        _json.WritePropertyName("evidence");
        FindingJson.WriteBag(_json, finding.Evidence);
        if (finding.SavingBytes is long saving)
        {
            _json.WriteNumber("savingBytes", saving);
        }

        FindingJson.WriteText(_json, "acceptedReason", finding.AcceptedReason);
        FindingJson.WriteText(_json, "baselineState", finding.BaselineState?.ToString());
        if (finding.FirstSeen is DateTime first)
        {
            _json.WriteString("firstSeen", first.ToUniversalTime());
        }

        _json.WriteEndObject();
    }

    private void WriteRule(AuditRuleResult result)
    {
        _json.WriteStartObject();
        FindingJson.WriteText(_json, "name", result.Rule.Name);
        _json.WriteString("severity", result.Rule.Severity.ToString());
        _json.WriteBoolean("isEnabled", result.Rule.IsEnabled);
        FindingJson.WriteText(_json, "description", result.Rule.Description);
        _json.WriteNumber("checked", result.CheckedCount);
        _json.WriteNumber("notChecked", result.NotCheckedCount);
        FindingJson.WriteText(_json, "missing", result.Missing);
        _json.WritePropertyName("settings");
        FindingJson.WriteRuleSettings(_json, result.Rule);
        _json.WriteEndObject();
    }

    private void WriteSummary(ReportTotals totals)
    {
        FindingTotals findings = totals.Findings;
        _json.WriteStartObject("summary");
        _json.WriteNumber("images", totals.Images.Count);
        _json.WriteNumber("bytes", totals.Images.Bytes);
        _json.WriteNumber("findings", findings.Count);
        _json.WriteNumber("accepted", findings.AcceptedCount);
        _json.WriteNumber("errors", findings.CountOf(AuditSeverity.Error));
        _json.WriteNumber("warnings", findings.CountOf(AuditSeverity.Warning));
        _json.WriteNumber("informations", findings.CountOf(AuditSeverity.Information));
        _json.WriteNumber("savingBytes", findings.SavingBytes);
        if (findings.HasStates)
        {
            _json.WriteNumber("new", findings.CountOf(AuditBaselineState.New));
            _json.WriteNumber("unchanged", findings.CountOf(AuditBaselineState.Unchanged));
            _json.WriteNumber("updated", findings.CountOf(AuditBaselineState.Updated));
            _json.WriteNumber("absent", findings.CountOf(AuditBaselineState.Absent));
            _json.WriteNumber("carried", findings.CarriedCount);
        }

        if (totals.Result is AuditResult result)
        {
            _json.WriteBoolean("isComplete", result.IsComplete);
            _json.WriteNumber("imagesRead", result.ImageCount);
            _json.WriteNumber("filesListed", result.FileCount);
            _json.WriteNumber("unreachable", result.UnreachableCount);
            _json.WriteNumber("unreadable", result.UnreadableCount);
            _json.WriteNumber("notChecked", result.NotCheckedCount);
            _json.WritePropertyName("failedByError");
            FindingJson.WriteBag(_json, result.FailedByError);
        }

        _json.WriteEndObject();
    }
}
