namespace ImageKit.Metadata.Reporting;

/// <summary>
/// Everything, for programs: an item of <c>findings</c> can be read back as <see cref="AuditFinding"/>, and <c>-Since</c>
/// compares a later audit with them. Findings of the audit before, which this one could not check again, are in
/// <c>carriedFindings</c>, so that the next audit knows them.
/// </summary>
internal sealed class JsonReportWriter : JsonFormatWriter
{
    private bool _isInCarried;

    public JsonReportWriter(Stream stream, AuditReportOptions options)
        : base(stream, options)
    {
        Json.WriteStartObject();
        WriteText("title", options.Title);
        Json.WriteString("tool", ReportTool.Name);
        Json.WriteString("version", ReportTool.Version);
        Json.WriteString("createdAt", options.CreatedAt.ToUniversalTime());
        Json.WriteStartArray("findings");
    }

    protected override void WriteFinding(AuditFinding finding)
    {
        // The audit reports them after all others.
        if (!_isInCarried && ReportText.IsCarried(finding))
        {
            Json.WriteEndArray();
            Json.WriteStartArray("carriedFindings");
            _isInCarried = true;
        }

        Json.WriteStartObject();
        WriteText("ruleName", finding.RuleName);
        Json.WriteString("severity", finding.Severity.ToString());
        WriteText("url", finding.Url);
        WriteText("fileId", finding.FileId);
        WriteText("filePath", finding.FilePath);
        WriteText("message", finding.Message);
        WriteText("recommendation", finding.Recommendation);
        WriteBag("evidence", finding.Evidence);
        WriteNumber("savingBytes", finding.SavingBytes);
        WriteText("acceptedReason", finding.AcceptedReason);
        WriteText("baselineState", finding.BaselineState?.ToString());
        if (finding.FirstSeen is DateTime first)
        {
            Json.WriteString("firstSeen", first.ToUniversalTime());
        }

        Json.WriteEndObject();
    }

    protected override void WriteEnd(ReportTotals totals)
    {
        Json.WriteEndArray();
        Json.WriteStartArray("rules");
        foreach (AuditRuleResult rule in totals.Result?.Rules ?? [])
        {
            WriteRule(rule);
        }

        Json.WriteEndArray();
        WriteSummary(totals);
        Json.WriteEndObject();
    }

    private void WriteRule(AuditRuleResult result)
    {
        Json.WriteStartObject();
        WriteText("name", result.Rule.Name);
        Json.WriteString("severity", result.Rule.Severity.ToString());
        Json.WriteBoolean("isEnabled", result.Rule.IsEnabled);
        WriteText("description", result.Rule.Description);
        Json.WriteNumber("checked", result.CheckedCount);
        Json.WriteNumber("notChecked", result.NotCheckedCount);
        WriteText("missing", result.Missing);
        WriteSettings(result.Rule);
        Json.WriteEndObject();
    }

    private void WriteSummary(ReportTotals totals)
    {
        FindingTotals findings = totals.Findings;
        Json.WriteStartObject("summary");
        Json.WriteNumber("images", totals.Images.Count);
        Json.WriteNumber("bytes", totals.Images.Bytes);
        Json.WriteNumber("findings", findings.Count);
        Json.WriteNumber("accepted", findings.AcceptedCount);
        Json.WriteNumber("errors", findings.CountOf(AuditSeverity.Error));
        Json.WriteNumber("warnings", findings.CountOf(AuditSeverity.Warning));
        Json.WriteNumber("informations", findings.CountOf(AuditSeverity.Information));
        Json.WriteNumber("savingBytes", findings.SavingBytes);
        if (findings.HasStates)
        {
            Json.WriteNumber("new", findings.CountOf(AuditBaselineState.New));
            Json.WriteNumber("unchanged", findings.CountOf(AuditBaselineState.Unchanged));
            Json.WriteNumber("updated", findings.CountOf(AuditBaselineState.Updated));
            Json.WriteNumber("absent", findings.CountOf(AuditBaselineState.Absent));
            Json.WriteNumber("carried", findings.CarriedCount);
        }

        if (totals.Result is AuditResult result)
        {
            Json.WriteBoolean("isComplete", result.IsComplete);
            Json.WriteNumber("imagesRead", result.ImageCount);
            Json.WriteNumber("filesListed", result.FileCount);
            Json.WriteNumber("unreachable", result.UnreachableCount);
            Json.WriteNumber("unreadable", result.UnreadableCount);
            Json.WriteNumber("notChecked", result.NotCheckedCount);
            WriteBag("failedByError", result.FailedByError);
        }

        Json.WriteEndObject();
    }
}
