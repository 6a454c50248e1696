using System.Globalization;
using System.Text.Json;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>
/// The findings that were accepted earlier. The file is JSON:
/// <c>{ "accepted": [ { "rule": "GpsLocation", "url": "https://ik.imagekit.io/demo/park/*", "reason": "public places", "expires": "2027-06-30" } ] }</c>.
/// </summary>
public sealed class AuditBaseline
{
    private const int LongestFile = 256 * 1024 * 1024;

    private readonly Dictionary<(string Rule, string Url), AuditBaselineEntry> _exact = [];
    private readonly List<AuditBaselineEntry> _patterns = [];
    private readonly DateTime _today;
    private readonly HashSet<AuditBaselineEntry> _expiredAndMet = [];

    /// <summary>Makes a baseline.</summary>
    /// <param name="entries">What was accepted.</param>
    /// <param name="today">The day that expiry dates are compared with; null for today, UTC.</param>
    public AuditBaseline(IEnumerable<AuditBaselineEntry> entries, DateTime? today = null)
    {
        _today = (today ?? DateTime.UtcNow).Date;
        foreach (AuditBaselineEntry entry in entries)
        {
            // There may be very many that name one image: looked up, not tried. A question mark begins a query there.
            if (NamePattern.HasWildcard(entry.Rule) || NamePattern.HasStar(entry.Url))
            {
                _patterns.Add(entry);
                continue;
            }

            (string, string) key = Key(entry.Rule, entry.Url);
            if (!_exact.TryGetValue(key, out AuditBaselineEntry? other) || Ends(other) < Ends(entry))
            {
                _exact[key] = entry;
            }
        }
    }

    /// <summary>How many findings were accepted so far.</summary>
    public int AcceptedCount { get; private set; }

    /// <summary>How many findings only an expired entry would have accepted.</summary>
    public int ExpiredCount { get; private set; }

    /// <summary>The entries that have expired although their finding is still there.</summary>
    public IEnumerable<AuditBaselineEntry> Expired => _expiredAndMet;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="today">The day that expiry dates are compared with; null for today, UTC.</param>
    /// <returns>The baseline.</returns>
    /// <exception cref="AuditSettingsException">The file is no baseline: the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AuditBaseline Read(string path, DateTime? today = null)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder, not a baseline.");
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length > LongestFile)
        {
            throw new AuditSettingsException($"The baseline '{path}' is larger than {ByteSize.Describe(LongestFile)}.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(file, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("accepted", out JsonElement accepted)
                || accepted.ValueKind != JsonValueKind.Array)
            {
                throw new AuditSettingsException($"The file '{path}' is no baseline: it has no list 'accepted'.");
            }

            return new AuditBaseline([.. accepted.EnumerateArray().Select((entry, index) => ReadEntry(entry, index, path))], today);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is said of half a character in a text.
            throw new AuditSettingsException($"The baseline '{path}' is not JSON: {exception.Message}");
        }
    }

    /// <summary>Whether a finding was accepted; if so, its reason is set.</summary>
    /// <param name="finding">The finding.</param>
    /// <returns>True if it was.</returns>
    public bool Accepts(AuditFinding finding)
    {
        string url = ImageIdentity.ToText(finding.Url, finding.FileId);
        AuditBaselineEntry? expired = null;
        if (_exact.TryGetValue(Key(finding.RuleName, url), out AuditBaselineEntry? entry) && Take(entry, finding, ref expired))
        {
            return true;
        }

        foreach (AuditBaselineEntry pattern in _patterns)
        {
            if (NamePattern.Matches(pattern.Rule, finding.RuleName)
                && (NamePattern.Matches(pattern.Url, url) || (finding.Url is not null && NamePattern.Matches(pattern.Url, finding.Url)))
                && Take(pattern, finding, ref expired))
            {
                return true;
            }
        }

        if (expired is not null)
        {
            ExpiredCount++;
            _expiredAndMet.Add(expired);
        }

        return false;
    }

    private static AuditBaselineEntry ReadEntry(JsonElement element, int index, string path)
    {
        AuditSettingsException Fault(string what) => new($"The baseline '{path}' is wrong in entry {index + 1}: {what}.");
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Fault("it is no object");
        }

        string? Text(string name) => !element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw Fault($"'{name}' is no text");

        // An entry without rule and URL would accept everything: a slip, not a wish.
        string? rule = Text("rule");
        string? url = Text("url");
        if (string.IsNullOrWhiteSpace(rule) || string.IsNullOrWhiteSpace(url))
        {
            throw Fault("it needs a 'rule' and a 'url' ('*' for any)");
        }

        DateTime? expires = null;
        if (Text("expires") is { Length: > 0 } day)
        {
            expires = DateTime.TryParse(day, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime date)
                ? date.Date
                : throw Fault("'expires' is no date such as 2027-06-30");
        }

        return new AuditBaselineEntry { Rule = rule!, Url = url!, Reason = Text("reason"), Expires = expires };
    }

    private static (string Rule, string Url) Key(string rule, string url) => (rule.ToUpperInvariant(), ImageIdentity.ToText(url, null));

    private static DateTime Ends(AuditBaselineEntry entry) => entry.Expires ?? DateTime.MaxValue;

    private bool Take(AuditBaselineEntry entry, AuditFinding finding, ref AuditBaselineEntry? expired)
    {
        if (Ends(entry).Date < _today)
        {
            expired = entry;
            return false;
        }

        finding.AcceptedReason = string.IsNullOrWhiteSpace(entry.Reason) ? "accepted" : entry.Reason;
        AcceptedCount++;
        return true;
    }
}
