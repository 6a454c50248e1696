using System.Security.Cryptography;
using System.Text;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;

namespace ImageKit.Metadata;

/// <summary>
/// The findings of an earlier audit, read from its JSON report, to determine what is new and what is gone. A finding is the same if
/// its rule and its image are the same, whatever the version in the URL.
/// </summary>
/// <remarks>About 200 bytes of each finding are kept in memory. The report is read again at the end, and must stay until then.</remarks>
public sealed class AuditHistory
{
    private const int None = -1;

    /// <summary>The content of a redacted finding.</summary>
    private const ulong Unknown = 0;

    private readonly string? _path;
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<ulong, int> _byFileId = [];
    private readonly Dictionary<ulong, int> _byUrl = [];
    private readonly Dictionary<string, int> _rules = new(StringComparer.OrdinalIgnoreCase);
    private readonly SHA256 _hash = SHA256.Create();

    private AuditHistory(string? path) => _path = path;

    /// <summary>The history of a first audit: every finding is new.</summary>
    public static AuditHistory Empty => new(null);

    /// <summary>When the earlier audit was made, UTC; null if there was none.</summary>
    public DateTime? CreatedAt { get; private set; }

    /// <summary>How many findings it has, absent ones left out.</summary>
    public int Count => _entries.Count;

    /// <summary>Reads a report.</summary>
    /// <param name="path">The JSON file, as <c>Export-IKAuditReport</c> writes it.</param>
    /// <returns>The history.</returns>
    /// <exception cref="AuditSettingsException">The file is not a JSON report of an audit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AuditHistory Read(string path)
    {
        AuditHistory history = new(path) { CreatedAt = File.GetLastWriteTimeUtc(path) };
        foreach ((AuditFinding finding, DateTime createdAt) in EarlierReport.Read(path))
        {
            history.CreatedAt = createdAt;
            history.Add(finding, createdAt);
        }

        return history;
    }

    /// <summary>Sets state and first day of a finding of this audit.</summary>
    internal void Compare(AuditFinding finding, DateTime now)
    {
        int index = _rules.TryGetValue(finding.RuleName, out int rule) ? Find(KeysOf(finding.Url, finding.FileId), rule, FindingMarks.NumberOf(finding)) : None;
        if (index == None)
        {
            (finding.BaselineState, finding.FirstSeen) = (AuditBaselineState.New, now);
            return;
        }

        Entry entry = _entries[index];
        entry.IsFound = true;
        _entries[index] = entry;
        bool isSame = entry.Content == Unknown ? entry.Severity == finding.Severity : entry.Content == ContentOf(finding);
        finding.BaselineState = isSame ? AuditBaselineState.Unchanged : AuditBaselineState.Updated;
        finding.EarlierSeverity = entry.Severity;
        finding.FirstSeen = new DateTime(entry.FirstSeen, DateTimeKind.Utc);
    }

    /// <summary>
    /// Notes that rules have checked an image, so that what they did not find there again is absent: those for which a function
    /// returns true, or all of them if it is null, because the image is gone.
    /// </summary>
    internal void MarkChecked(string? url, string? fileId, Func<string, bool>? isChecked)
    {
        if (_entries.Count > 0)
        {
            Keys keys = KeysOf(url, fileId);
            foreach (int index in FindFile(keys).Where(index => _entries[index].Keys.Transformation == keys.Transformation))
            {
                Entry entry = _entries[index];
                entry.IsChecked |= isChecked is null || isChecked(entry.RuleName);
                _entries[index] = entry;
            }
        }
    }

    /// <summary>
    /// The findings of the earlier audit that this one lacks: absent if their image was checked by their rule or is gone;
    /// without a state if they were not checked this time.
    /// </summary>
    /// <param name="isDeleted">Whether the file with an ID was deleted.</param>
    internal IEnumerable<AuditFinding> Complete(Func<string, bool> isDeleted)
    {
        int index = 0;
        if (_path is null)
        {
            yield break;
        }

        foreach ((AuditFinding finding, DateTime createdAt) in EarlierReport.Read(_path))
        {
            if (index >= _entries.Count)
            {
                throw new IOException($"The report '{_path}' was changed while the audit ran.");
            }

            Entry entry = _entries[index++];
            if (entry.IsFound)
            {
                continue;
            }

            finding.FirstSeen ??= createdAt;
            finding.BaselineState = entry.IsChecked || (finding.FileId is not null && isDeleted(finding.FileId)) ? AuditBaselineState.Absent : null;
            yield return finding;
        }
    }

    private void Add(AuditFinding finding, DateTime createdAt)
    {
        if (!_rules.TryGetValue(finding.RuleName, out int rule))
        {
            _rules.Add(finding.RuleName, rule = _rules.Count);
        }

        Keys keys = KeysOf(finding.Url, finding.FileId);
        int index = _entries.Count;
        _entries.Add(new Entry
        {
            RuleName = finding.RuleName,
            Rule = rule,
            Number = FindingMarks.NumberOf(finding),
            Keys = keys,
            Content = FindingMarks.IsRedacted(finding) ? Unknown : ContentOf(finding),
            Severity = finding.Severity,
            FirstSeen = (finding.FirstSeen ?? createdAt).Ticks,
            NextOfFileId = Link(_byFileId, keys.FileId, index),
            NextOfUrl = Link(_byUrl, keys.Url, index),
        });
    }

    private static int Link(Dictionary<ulong, int> heads, ulong key, int index)
    {
        if (key == 0)
        {
            return None;
        }

        int next = heads.TryGetValue(key, out int head) ? head : None;
        heads[key] = index;
        return next;
    }

    private int Find(Keys keys, int rule, int number)
    {
        foreach (int index in FindFile(keys))
        {
            Entry entry = _entries[index];
            if (entry.Rule == rule && entry.Number == number && entry.Keys.Transformation == keys.Transformation)
            {
                return index;
            }
        }

        return None;
    }

    /// <summary>The entries of the same file: by file ID where both have one, else by URL.</summary>
    private IEnumerable<int> FindFile(Keys keys)
    {
        if (keys.FileId != 0 && _byFileId.TryGetValue(keys.FileId, out int index))
        {
            for (; index != None; index = _entries[index].NextOfFileId)
            {
                yield return index;
            }
        }

        if (keys.Url != 0 && _byUrl.TryGetValue(keys.Url, out index))
        {
            for (; index != None; index = _entries[index].NextOfUrl)
            {
                if (keys.FileId == 0 || _entries[index].Keys.FileId == 0)
                {
                    yield return index;
                }
            }
        }
    }

    private Keys KeysOf(string? url, string? fileId)
    {
        ImageIdentity image = ImageIdentity.Of(url, fileId);
        return new Keys(Hash(image.FileId), Hash(image.FileUrl), Hash(image.Transformation));
    }

    private ulong ContentOf(AuditFinding finding) => Hash($"{finding.Severity}\n{finding.Message}");

    private ulong Hash(string? text) => text is null ? 0 : BitConverter.ToUInt64(_hash.ComputeHash(Encoding.UTF8.GetBytes(text)), 0);

    private struct Entry
    {
        public string RuleName;
        public int Rule;
        public int Number;
        public Keys Keys;
        public ulong Content;
        public long FirstSeen;
        public int NextOfFileId;
        public int NextOfUrl;
        public AuditSeverity Severity;
        public bool IsFound;
        public bool IsChecked;
    }

    /// <summary>What makes an image the same one, as hashes; 0 for none.</summary>
    private readonly record struct Keys(ulong FileId, ulong Url, ulong Transformation);
}
