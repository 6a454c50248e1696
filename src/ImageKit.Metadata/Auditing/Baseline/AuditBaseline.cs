using System.Globalization;
using System.Text.Json;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>
/// Accepted findings. The file is JSON:
/// <c>{ "accepted": [ { "rule": "GpsLocation", "url": "https://ik.imagekit.io/demo/park/*", "reason": "public places", "expires": "2027-06-30" } ] }</c>.
/// </summary>
public sealed class AuditBaseline
{
    private const int MaximumFileBytes = 256 * 1024 * 1024;

    private readonly Dictionary<(string Rule, string Url), AuditBaselineEntry> _exact = [];
    private readonly List<AuditBaselineEntry> _patterns = [];
    private readonly DateTime _today;
    private readonly HashSet<AuditBaselineEntry> _expired = [];

    /// <summary>Creates a baseline.</summary>
    /// <param name="entries">The accepted findings.</param>
    /// <param name="today">The day that expiry dates are compared with; null for today, UTC.</param>
    public AuditBaseline(IEnumerable<AuditBaselineEntry> entries, DateTime? today = null)
    {
        _today = (today ?? DateTime.UtcNow).Date;
        foreach (AuditBaselineEntry entry in entries)
        {
            // Entries for one image can be very many: they are looked up. In a URL a question mark starts the query.
            if (NamePattern.HasWildcard(entry.Rule) || NamePattern.HasStar(entry.Url))
            {
                _patterns.Add(entry);
                continue;
            }

            (string, string) key = Key(entry.Rule, entry.Url);
            if (!_exact.TryGetValue(key, out AuditBaselineEntry? other) || LastDay(other) < LastDay(entry))
            {
                _exact[key] = entry;
            }
        }
    }

    /// <summary>How many findings were accepted so far.</summary>
    public int AcceptedCount { get; private set; }

    /// <summary>How many findings only an expired entry accepts.</summary>
    public int ExpiredCount { get; private set; }

    /// <summary>The expired entries whose finding is still there.</summary>
    public IEnumerable<AuditBaselineEntry> Expired => _expired;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="today">The day that expiry dates are compared with; null for today, UTC.</param>
    /// <param name="ruleNames">The names of the rules; null to accept any name.</param>
    /// <returns>The baseline.</returns>
    /// <exception cref="AuditSettingsException">The file is not a baseline, or names an unknown rule: the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AuditBaseline Read(string path, DateTime? today = null, IReadOnlyCollection<string>? ruleNames = null)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder, not a baseline.");
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length > MaximumFileBytes)
        {
            throw new AuditSettingsException($"The baseline '{path}' is larger than {ByteSize.ToDisplayText(MaximumFileBytes)}.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(file, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("accepted", out JsonElement accepted)
                || accepted.ValueKind != JsonValueKind.Array)
            {
                throw new AuditSettingsException($"The file '{path}' is not a baseline: it has no list 'accepted'.");
            }

            return new AuditBaseline([.. accepted.EnumerateArray().Select((entry, index) => ReadEntry(entry, index, path, ruleNames))], today);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is thrown for an unpaired surrogate in a text.
            throw new AuditSettingsException($"The baseline '{path}' is not JSON: {exception.Message}");
        }
    }

    /// <summary>Sets the reason of a finding that the baseline accepts, and counts it.</summary>
    /// <param name="finding">The finding.</param>
    /// <returns>True if the baseline accepts it.</returns>
    public bool TryAccept(AuditFinding finding)
    {
        string url = ImageIdentity.ToText(finding.Url, finding.FileId);
        AuditBaselineEntry? expired = null;
        if (_exact.TryGetValue(Key(finding.RuleName, url), out AuditBaselineEntry? entry) && TryUse(entry, finding, ref expired))
        {
            return true;
        }

        foreach (AuditBaselineEntry pattern in _patterns)
        {
            if (NamePattern.Matches(pattern.Rule, finding.RuleName)
                && (NamePattern.Matches(pattern.Url, url) || (finding.Url is not null && NamePattern.Matches(pattern.Url, finding.Url)))
                && TryUse(pattern, finding, ref expired))
            {
                return true;
            }
        }

        if (expired is not null)
        {
            ExpiredCount++;
            _expired.Add(expired);
        }

        return false;
    }

    private static AuditBaselineEntry ReadEntry(JsonElement element, int index, string path, IReadOnlyCollection<string>? ruleNames)
    {
        AuditSettingsException Fault(string what) => new($"Entry {index + 1} of the baseline '{path}' is not valid: {what}");
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Fault("it is not an object.");
        }

        string? Text(string name) => !element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw Fault($"'{name}' is not text.");

        // An entry without rule and URL would accept everything, which nobody wants.
        string? rule = Text("rule");
        string? url = Text("url");
        if (string.IsNullOrWhiteSpace(rule) || string.IsNullOrWhiteSpace(url))
        {
            throw Fault("it needs a 'rule' and a 'url' ('*' for any).");
        }

        if (ruleNames is not null && !ruleNames.Any(name => NamePattern.Matches(rule!, name)))
        {
            throw Fault($"unknown rule '{PlainText.Clean(rule!, 100)}'. {ClosestName.Suggest(rule!, ruleNames)}");
        }

        DateTime? expires = null;
        if (Text("expires") is { Length: > 0 } day)
        {
            expires = DateTime.TryParse(day, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime date)
                ? date.Date
                : throw Fault("'expires' is not a date such as 2027-06-30.");
        }

        return new AuditBaselineEntry { Rule = rule!, Url = url!, Reason = Text("reason"), Expires = expires };
    }

    private static (string Rule, string Url) Key(string rule, string url) => (rule.ToUpperInvariant(), ImageIdentity.ToText(url, null));

    private static DateTime LastDay(AuditBaselineEntry entry) => entry.Expires ?? DateTime.MaxValue;

    private bool TryUse(AuditBaselineEntry entry, AuditFinding finding, ref AuditBaselineEntry? expired)
    {
        if (LastDay(entry).Date < _today)
        {
            expired = entry;
            return false;
        }

        finding.AcceptedReason = string.IsNullOrWhiteSpace(entry.Reason) ? "accepted" : entry.Reason;
        AcceptedCount++;
        return true;
    }
}
