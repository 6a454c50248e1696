using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// SARIF 2.1.0 as code scanning reads it: every rule is declared, with or without findings, so that alerts close; a finding has
/// the same fingerprint and address in each audit, so that alerts do not open twice; accepted findings are suppressed.
/// </summary>
/// <remarks>
/// What GitHub accepts is in
/// <see href="https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning">its documentation</see>.
/// There is no <c>automationDetails</c>: it would override the category of the upload.
/// </remarks>
internal sealed class SarifReportWriter : JsonFormatWriter
{
    private const int MaximumNameLength = 255;
    private const int MaximumDescriptionLength = 1024;

    private readonly SHA256 _hash = SHA256.Create();
    private readonly Dictionary<string, AuditSeverity> _rulesWithFindings = new(StringComparer.Ordinal);

    public SarifReportWriter(Stream stream, AuditReportOptions options)
        : base(stream, options)
    {
        Json.WriteStartObject();
        Json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        Json.WriteString("version", "2.1.0");
        Json.WriteStartArray("runs");
        Json.WriteStartObject();
        Json.WriteStartArray("results");
    }

    protected override void WriteFinding(AuditFinding finding)
    {
        _rulesWithFindings[finding.RuleName] = finding.Severity;
        Json.WriteStartObject();
        WriteText("ruleId", finding.RuleName);
        Json.WriteString("level", ReportTool.Level(finding.Severity));
        WriteMessage("message", finding.Message);
        WriteState(finding);
        WriteLocation(finding);
        WriteFingerprints(finding);
        WriteSuppressions(finding);
        WriteProperties(finding);
        Json.WriteEndObject();
    }

    protected override void WriteEnd(ReportTotals totals)
    {
        Json.WriteEndArray();
        Json.WriteStartObject("tool");
        Json.WriteStartObject("driver");
        Json.WriteString("name", ReportTool.Name);
        Json.WriteString("version", ReportTool.Version);
        Json.WriteStartArray("rules");
        foreach (AuditRuleResult rule in totals.Result?.Rules ?? [])
        {
            WriteRule(rule.Rule);
            _rulesWithFindings.Remove(rule.Rule.Name);
        }

        foreach (KeyValuePair<string, AuditSeverity> rule in _rulesWithFindings)
        {
            WriteRule(new AuditRule { Name = rule.Key, Severity = rule.Value, IsEnabled = true, Description = rule.Key });
        }

        Json.WriteEndArray();
        Json.WriteEndObject();
        Json.WriteEndObject();
        WriteInvocation(totals);
        Json.WriteString("columnKind", "utf16CodeUnits");
        Json.WriteEndObject();
        Json.WriteEndArray();
        Json.WriteEndObject();
    }

    public override void Dispose()
    {
        _hash.Dispose();
        base.Dispose();
    }

    /// <summary>
    /// Where the image is: the URL without its scheme, and without what changes from one audit to the next. Code scanning
    /// refuses the whole file for an address of another scheme than its checkout's; relative ones it takes, and an alert
    /// whose address changes is another alert. The whole URL is among the properties.
    /// </summary>
    internal static string ArtifactPath(AuditFinding finding)
    {
        string url = finding.Url is null ? "file-id/" + (finding.FileId ?? "unknown") : ImageIdentity.ToText(finding.Url, null);
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        string path = (scheme < 0 ? url : url.Substring(scheme + 3)).TrimStart('/');
        byte[] bytes = Encoding.UTF8.GetBytes(PlainText.ToWhole(path));
        StringBuilder escaped = new(path.Length + 16);
        bool firstSegment = true;
        for (int i = 0; i < bytes.Length; i++)
        {
            char c = (char)bytes[i];
            if (c == '.' && IsDotSegment(bytes, i))
            {
                // Escaped twice: a reader that decodes the path once must not find a step to the parent folder.
                escaped.Append("%252E");
                continue;
            }

            firstSegment &= c != '/';
            if (IsPlain(c) || (c == ':' && !firstSegment))
            {
                escaped.Append(c);
            }
            else
            {
                // A percent sign and the mark before a query, too: all of it is the path of a file there, shown as it was given.
                escaped.Append('%').Append(bytes[i].ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return escaped.Length == 0 ? "unknown" : escaped.ToString();
    }

    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || "-._~/=&,;@!()*+$".Contains(c);

    /// <summary>Whether the dot is one of several, or a segment of its own.</summary>
    private static bool IsDotSegment(byte[] path, int at)
    {
        byte before = at == 0 ? (byte)'/' : path[at - 1];
        byte after = at == path.Length - 1 ? (byte)'/' : path[at + 1];
        return before == (byte)'.' || after == (byte)'.' || (before == (byte)'/' && after == (byte)'/');
    }

    /// <summary>A finding that could not be checked again stays open.</summary>
    private void WriteState(AuditFinding finding)
    {
        if (finding.BaselineState is null && finding.FirstSeen is null)
        {
            return;
        }

        Json.WriteString("baselineState", (finding.BaselineState ?? AuditBaselineState.Unchanged).ToString().ToLowerInvariant());
        if (finding.FirstSeen is DateTime first)
        {
            Json.WriteStartObject("provenance");
            Json.WriteString("firstDetectionTimeUtc", ToText(first));
            Json.WriteEndObject();
        }
    }

    private void WriteLocation(AuditFinding finding)
    {
        Json.WriteStartArray("locations");
        Json.WriteStartObject();
        Json.WriteStartObject("physicalLocation");
        Json.WriteStartObject("artifactLocation");
        Json.WriteString("uri", ArtifactPath(finding));
        Json.WriteEndObject();
        Json.WriteStartObject("region");
        Json.WriteNumber("startLine", 1);
        Json.WriteNumber("startColumn", 1);
        Json.WriteNumber("endLine", 1);
        Json.WriteNumber("endColumn", 1);
        Json.WriteEndObject();
        Json.WriteEndObject();
        Json.WriteEndObject();
        Json.WriteEndArray();
    }

    private void WriteFingerprints(AuditFinding finding)
    {
        string fingerprint = Fingerprint(finding);
        Json.WriteStartObject("partialFingerprints");
        Json.WriteString("ruleImage/v1", fingerprint);

        // The one name that GitHub's code scanning reads.
        Json.WriteString("primaryLocationLineHash", fingerprint + ":1");
        Json.WriteEndObject();
    }

    private void WriteSuppressions(AuditFinding finding)
    {
        Json.WriteStartArray("suppressions");
        if (finding.AcceptedReason is string reason)
        {
            Json.WriteStartObject();
            Json.WriteString("kind", "external");
            Json.WriteString("status", "accepted");
            WriteText("justification", ReportText.Printable(reason));
            Json.WriteEndObject();
        }

        Json.WriteEndArray();
    }

    private void WriteProperties(AuditFinding finding)
    {
        Json.WriteStartObject("properties");
        WriteText("url", finding.Url);
        WriteText("fileId", finding.FileId);
        WriteText("filePath", finding.FilePath);
        WriteText("recommendation", finding.Recommendation);
        WriteNumber("savingBytes", finding.SavingBytes);
        WriteBag("evidence", finding.Evidence);
        Json.WriteEndObject();
    }

    /// <summary>How the audit went; what it could not check is a notification, so that a missing result does not read as a pass.</summary>
    private void WriteInvocation(ReportTotals totals)
    {
        Json.WriteStartArray("invocations");
        Json.WriteStartObject();
        Json.WriteBoolean("executionSuccessful", totals.Result is not { IsEmpty: false, NotCheckedCount: > 0 });
        Json.WriteString("endTimeUtc", ToText(Options.CreatedAt));
        string[] notes = [.. totals.Notes];
        if (notes.Length > 0)
        {
            Json.WriteStartArray("toolExecutionNotifications");
            foreach (string note in notes)
            {
                Json.WriteStartObject();
                Json.WriteString("level", "warning");
                WriteMessage("message", note);
                Json.WriteEndObject();
            }

            Json.WriteEndArray();
        }

        if (totals.Result is AuditResult result)
        {
            Json.WriteStartObject("properties");
            Json.WriteNumber("notChecked", result.NotCheckedCount);
            Json.WriteEndObject();
        }

        Json.WriteEndObject();
        Json.WriteEndArray();
    }

    private static string ToText(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private string Fingerprint(AuditFinding finding)
    {
        string identity = $"{finding.RuleName.ToUpperInvariant()}\n{ImageIdentity.ToText(finding.Url, finding.FileId)}\n{FindingMarks.NumberOf(finding)}";
        byte[] digest = _hash.ComputeHash(Encoding.UTF8.GetBytes(PlainText.ToWhole(identity)));
        return string.Concat(digest.Take(16).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private void WriteMessage(string name, string? text, int maximumLength = ReportText.MaximumLength)
    {
        Json.WriteStartObject(name);
        string printable = ReportText.Printable(text, maximumLength - 1);
        Json.WriteString("text", printable.Length == 0 ? "No description." : printable);
        Json.WriteEndObject();
    }

    private void WriteRule(AuditRule rule)
    {
        Json.WriteStartObject();
        WriteText("id", rule.Name);
        WriteText("name", ReportText.Printable(rule.Name, MaximumNameLength - 1));
        WriteMessage("shortDescription", RuleTitles.Of(rule.Name), MaximumDescriptionLength);
        WriteMessage("fullDescription", rule.Description, MaximumDescriptionLength);
        WriteMessage("help", string.Join(" ", new[] { rule.Recommendation, rule.Reason }.Where(text => !string.IsNullOrEmpty(text)).DefaultIfEmpty(rule.Description)));
        Json.WriteStartObject("defaultConfiguration");
        Json.WriteBoolean("enabled", rule.IsEnabled);
        Json.WriteString("level", ReportTool.Level(rule.Severity));
        Json.WriteEndObject();
        Json.WriteStartObject("properties");
        Json.WriteString("problem.severity", rule.Severity switch { AuditSeverity.Error => "error", AuditSeverity.Warning => "warning", _ => "recommendation" });
        WriteSettings(rule);
        Json.WriteEndObject();
        Json.WriteEndObject();
    }
}
