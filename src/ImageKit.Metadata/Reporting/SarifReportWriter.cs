using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// SARIF 2.1.0 as code scanning reads it: every rule is declared, whether it found something or not, so that alerts close;
/// a finding has the same fingerprint and address in each audit, so that they do not open twice; accepted findings are
/// suppressed.
/// </summary>
/// <remarks>
/// What GitHub takes is in
/// <see href="https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning">its documentation</see>.
/// There is no <c>automationDetails</c>: it would win over the category that the upload is given.
/// </remarks>
internal sealed class SarifReportWriter : ReportWriter
{
    private const int FlushBytes = 64 * 1024;
    private const int LongestName = 255;
    private const int LongestDescription = 1024;

    private readonly Utf8JsonWriter _json;
    private readonly SHA256 _hash = SHA256.Create();
    private readonly Dictionary<string, AuditSeverity> _otherRules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declared;

    public SarifReportWriter(Stream stream, AuditReportOptions options)
        : base(options)
    {
        _declared = new HashSet<string>(options.Rules.Select(rule => rule.Name), StringComparer.Ordinal);
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
        if (!_declared.Contains(finding.RuleName))
        {
            _otherRules[finding.RuleName] = finding.Severity;
        }

        _json.WriteStartObject();
        FindingJson.WriteText(_json, "ruleId", finding.RuleName);
        _json.WriteString("level", ReportTool.Level(finding.Severity));
        WriteMessage("message", finding.Message);
        WriteLocation(finding);
        _json.WriteStartObject("partialFingerprints");
        string fingerprint = Fingerprint(finding);
        _json.WriteString("ruleImage/v1", fingerprint);

        // The one name that GitHub's code scanning looks at.
        _json.WriteString("primaryLocationLineHash", fingerprint + ":1");
        _json.WriteEndObject();
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
        _json.WriteStartObject("properties");
        FindingJson.WriteText(_json, "url", finding.Url);
        FindingJson.WriteText(_json, "fileId", finding.FileId);
        FindingJson.WriteText(_json, "recommendation", finding.Recommendation);
        if (finding.SavingBytes is long saving)
        {
            _json.WriteNumber("savingBytes", saving);
        }

        _json.WritePropertyName("evidence");
        FindingJson.WriteBag(_json, finding.Evidence);
        _json.WriteEndObject();
        _json.WriteEndObject();
        if (_json.BytesPending > FlushBytes)
        {
            _json.Flush();
        }
    }

    public override void Complete(ImageTotals images, FindingTotals findings)
    {
        _json.WriteEndArray();
        _json.WriteStartObject("tool");
        _json.WriteStartObject("driver");
        _json.WriteString("name", ReportTool.Name);
        _json.WriteString("version", ReportTool.Version);
        _json.WriteStartArray("rules");
        foreach (AuditRule rule in Options.Rules)
        {
            WriteRule(rule);
        }

        foreach (KeyValuePair<string, AuditSeverity> rule in _otherRules)
        {
            WriteRule(new AuditRule { Name = rule.Key, Severity = rule.Value, IsEnabled = true, Description = rule.Key });
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteStartArray("invocations");
        _json.WriteStartObject();
        _json.WriteBoolean("executionSuccessful", true);
        _json.WriteString("endTimeUtc", Options.CreatedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        _json.WriteEndObject();
        _json.WriteEndArray();
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
        StringBuilder escaped = new(path.Length + 16);
        bool firstSegment = true;
        foreach (byte b in Encoding.UTF8.GetBytes(ReportText.WellFormed(path)))
        {
            char c = (char)b;
            firstSegment &= c != '/';
            bool plain = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_' or '~' or '/' or '=' or '&' or ',' or ';' or '@' or '!' or '(' or ')' or '*' or '+' or '$'
                || (c == ':' && !firstSegment);
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

    private string Fingerprint(AuditFinding finding)
    {
        object? number = null;
        finding.Evidence?.TryGetValue("Number", out number);
        string identity = $"{finding.RuleName.ToUpperInvariant()}\n{ImageIdentity.ToText(finding.Url, finding.FileId)}\n{SettingValue.ToDisplayText(number ?? 1L)}";
        byte[] digest = _hash.ComputeHash(Encoding.UTF8.GetBytes(ReportText.WellFormed(identity)));
        StringBuilder text = new(32);
        for (int i = 0; i < 16; i++)
        {
            text.Append(digest[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private void WriteMessage(string name, string? text, int maximumLength = ReportText.LongestText)
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
        FindingJson.WriteText(_json, "name", ReportText.Printable(rule.Name, LongestName - 1));
        WriteMessage("shortDescription", rule.Name, LongestDescription);
        WriteMessage("fullDescription", rule.Description, LongestDescription);
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
