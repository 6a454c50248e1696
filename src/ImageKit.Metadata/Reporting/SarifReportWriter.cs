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
internal sealed class SarifReportWriter : ReportWriter
{
    private const int FlushBytes = 64 * 1024;
    private const int MaximumNameLength = 255;
    private const int MaximumDescriptionLength = 1024;

    private readonly Utf8JsonWriter _json;
    private readonly SHA256 _hash = SHA256.Create();
    private readonly Dictionary<string, AuditSeverity> _rulesWithFindings = new(StringComparer.Ordinal);

    public SarifReportWriter(Stream stream, AuditReportOptions options)
        : base(options)
    {
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        _json.WriteStartObject();
        _json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        _json.WriteString("version", "2.1.0");
        _json.WriteStartArray("runs");
        _json.WriteStartObject();
        _json.WriteStartArray("results");
    }

    public override void Add(AuditFinding finding)
    {
        _rulesWithFindings[finding.RuleName] = finding.Severity;
        _json.WriteStartObject();
        FindingJson.WriteText(_json, "ruleId", finding.RuleName);
        _json.WriteString("level", ReportTool.Level(finding.Severity));
        WriteMessage("message", finding.Message);
        WriteState(finding);
        WriteLocation(finding);
        WriteFingerprints(finding);
        WriteSuppressions(finding);
        WriteProperties(finding);
        _json.WriteEndObject();
        if (_json.BytesPending > FlushBytes)
        {
            _json.Flush();
        }
    }

    public override void Complete(ReportTotals totals)
    {
        _json.WriteEndArray();
        _json.WriteStartObject("tool");
        _json.WriteStartObject("driver");
        _json.WriteString("name", ReportTool.Name);
        _json.WriteString("version", ReportTool.Version);
        _json.WriteStartArray("rules");
        foreach (AuditRuleResult rule in totals.Result?.Rules ?? [])
        {
            WriteRule(rule.Rule);
            _rulesWithFindings.Remove(rule.Rule.Name);
        }

        foreach (KeyValuePair<string, AuditSeverity> rule in _rulesWithFindings)
        {
            WriteRule(new AuditRule { Name = rule.Key, Severity = rule.Value, IsEnabled = true, Description = rule.Key });
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
        WriteInvocation(totals);
        _json.WriteString("columnKind", "utf16CodeUnits");
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    public override void Dispose()
    {
        _json.Dispose();
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
            byte b = bytes[i];
            char c = (char)b;
            if (c == '.' && IsDotSegment(bytes, i))
            {
                // Escaped twice: a reader that decodes the path once must not find a step to the parent folder.
                escaped.Append("%252E");
                continue;
            }

            firstSegment &= c != '/';
            bool plain = IsPlain(c) || (c == ':' && !firstSegment);
            if (plain)
            {
                escaped.Append(c);
            }
            else
            {
                // A percent sign and the mark before a query, too: all of it is the path of a file there, shown as it was given.
                escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
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

        _json.WriteString("baselineState", (finding.BaselineState ?? AuditBaselineState.Unchanged).ToString().ToLowerInvariant());
        if (finding.FirstSeen is DateTime first)
        {
            _json.WriteStartObject("provenance");
            _json.WriteString("firstDetectionTimeUtc", ToText(first));
            _json.WriteEndObject();
        }
    }

    private void WriteLocation(AuditFinding finding)
    {
        _json.WriteStartArray("locations");
        _json.WriteStartObject();
        _json.WriteStartObject("physicalLocation");
        _json.WriteStartObject("artifactLocation");
        _json.WriteString("uri", ArtifactPath(finding));
        _json.WriteEndObject();
        _json.WriteStartObject("region");
        _json.WriteNumber("startLine", 1);
        _json.WriteNumber("startColumn", 1);
        _json.WriteNumber("endLine", 1);
        _json.WriteNumber("endColumn", 1);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteFingerprints(AuditFinding finding)
    {
        string fingerprint = Fingerprint(finding);
        _json.WriteStartObject("partialFingerprints");
        _json.WriteString("ruleImage/v1", fingerprint);

        // The one name that GitHub's code scanning reads.
        _json.WriteString("primaryLocationLineHash", fingerprint + ":1");
        _json.WriteEndObject();
    }

    private void WriteSuppressions(AuditFinding finding)
    {
        _json.WriteStartArray("suppressions");
        if (finding.AcceptedReason is string reason)
        {
            _json.WriteStartObject();
            _json.WriteString("kind", "external");
            _json.WriteString("status", "accepted");
            FindingJson.WriteText(_json, "justification", ReportText.Printable(reason));
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteProperties(AuditFinding finding)
    {
        _json.WriteStartObject("properties");
        FindingJson.WriteText(_json, "url", finding.Url);
        FindingJson.WriteText(_json, "fileId", finding.FileId);
        FindingJson.WriteText(_json, "filePath", finding.FilePath);
        FindingJson.WriteText(_json, "recommendation", finding.Recommendation);
        if (finding.SavingBytes is long saving)
        {
            _json.WriteNumber("savingBytes", saving);
        }

        _json.WritePropertyName("evidence");
        FindingJson.WriteBag(_json, finding.Evidence);
        _json.WriteEndObject();
    }

    /// <summary>How the audit went; what it could not check is a notification, so that a missing result does not read as a pass.</summary>
    private void WriteInvocation(ReportTotals totals)
    {
        _json.WriteStartArray("invocations");
        _json.WriteStartObject();
        _json.WriteBoolean("executionSuccessful", totals.Result is not { IsEmpty: false, NotCheckedCount: > 0 });
        _json.WriteString("endTimeUtc", ToText(Options.CreatedAt));
        string[] notes = [.. totals.Notes];
        if (notes.Length > 0)
        {
            _json.WriteStartArray("toolExecutionNotifications");
            foreach (string note in notes)
            {
                _json.WriteStartObject();
                _json.WriteString("level", "warning");
                WriteMessage("message", note);
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }

        if (totals.Result is AuditResult result)
        {
            _json.WriteStartObject("properties");
            _json.WriteNumber("notChecked", result.NotCheckedCount);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private static string ToText(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private string Fingerprint(AuditFinding finding)
    {
        string identity = $"{finding.RuleName.ToUpperInvariant()}\n{ImageIdentity.ToText(finding.Url, finding.FileId)}\n{FindingMarks.NumberOf(finding)}";
        byte[] digest = _hash.ComputeHash(Encoding.UTF8.GetBytes(PlainText.ToWhole(identity)));
        StringBuilder text = new(32);
        for (int i = 0; i < 16; i++)
        {
            text.Append(digest[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private void WriteMessage(string name, string? text, int maximumLength = ReportText.MaximumLength)
    {
        _json.WriteStartObject(name);
        string printable = ReportText.Printable(text, maximumLength - 1);
        _json.WriteString("text", printable.Length == 0 ? "No description." : printable);
        _json.WriteEndObject();
    }

    private void WriteRule(AuditRule rule)
    {
        _json.WriteStartObject();
        FindingJson.WriteText(_json, "id", rule.Name);
        FindingJson.WriteText(_json, "name", ReportText.Printable(rule.Name, MaximumNameLength - 1));
        WriteMessage("shortDescription", RuleTitles.Of(rule.Name), MaximumDescriptionLength);
        WriteMessage("fullDescription", rule.Description, MaximumDescriptionLength);
        WriteMessage("help", string.Join(" ", new[] { rule.Recommendation, rule.Reason }.Where(text => !string.IsNullOrEmpty(text)).DefaultIfEmpty(rule.Description)));
        _json.WriteStartObject("defaultConfiguration");
        _json.WriteBoolean("enabled", rule.IsEnabled);
        _json.WriteString("level", ReportTool.Level(rule.Severity));
        _json.WriteEndObject();
        _json.WriteStartObject("properties");
        _json.WriteString("problem.severity", rule.Severity switch { AuditSeverity.Error => "error", AuditSeverity.Warning => "warning", _ => "recommendation" });
        _json.WritePropertyName("settings");
        FindingJson.WriteRuleSettings(_json, rule);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }
}
