using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// Findings without what images contain of people: coordinates, names, serial numbers and comments. What a custom rule writes
/// is left out as well, because it can contain anything.
/// </summary>
internal static class Redaction
{
    private const string CustomRuleMessage = "The message of this custom rule is left out here.";

    private static readonly Dictionary<string, string> Messages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GpsLocation"] = "The image contains GPS coordinates, which are left out here.",
        ["PersonalData"] = "The EXIF identifies a person or a device; the values are left out here.",
        ["ExpiredDate"] = "A date in the custom metadata has passed or cannot be read; the values are left out here.",
    };

    private static readonly HashSet<string> Technical = new(RuleCatalog.Names.Where(name => !Messages.ContainsKey(name)), StringComparer.OrdinalIgnoreCase);

    public static AuditFinding Of(AuditFinding finding)
    {
        if (Technical.Contains(finding.RuleName))
        {
            return finding;
        }

        bool isBuiltIn = Messages.TryGetValue(finding.RuleName, out string? message);
        AuditFinding redacted = new()
        {
            RuleName = finding.RuleName,
            Severity = finding.Severity,
            Url = finding.Url,
            FileId = finding.FileId,
            FilePath = finding.FilePath,
            Message = message ?? CustomRuleMessage,
            Recommendation = isBuiltIn ? finding.Recommendation : null,
            SavingBytes = finding.SavingBytes,
            AcceptedReason = finding.AcceptedReason,
            BaselineState = finding.BaselineState,
            FirstSeen = finding.FirstSeen,
            Audit = finding.Audit,
        };
        FindingMarks.SetNumber(redacted, FindingMarks.NumberOf(finding));
        FindingMarks.MarkRedacted(redacted);
        return redacted;
    }
}
