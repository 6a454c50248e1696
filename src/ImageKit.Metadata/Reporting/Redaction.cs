using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// Findings without what images contain of people: coordinates, names, serial numbers and comments. What a custom rule writes
/// is left out as well, because nobody knows what it read.
/// </summary>
internal static class Redaction
{
    private const string Location = "GpsLocation";
    private const string Person = "PersonalData";

    private static readonly HashSet<string> Technical = new(RuleCatalog.Names.Except([Location, Person]), StringComparer.OrdinalIgnoreCase);

    public static AuditFinding Of(AuditFinding finding) => Technical.Contains(finding.RuleName)
        ? finding
        : new AuditFinding
        {
            RuleName = finding.RuleName,
            Severity = finding.Severity,
            Url = finding.Url,
            FileId = finding.FileId,
            FilePath = finding.FilePath,
            Message = MessageOf(finding.RuleName),
            Recommendation = IsBuiltIn(finding.RuleName) ? finding.Recommendation : null,
            SavingBytes = finding.SavingBytes,
            AcceptedReason = finding.AcceptedReason,
            BaselineState = finding.BaselineState,
            FirstSeen = finding.FirstSeen,
            Audit = finding.Audit,
        };

    private static bool IsBuiltIn(string rule) =>
        rule.Equals(Location, StringComparison.OrdinalIgnoreCase) || rule.Equals(Person, StringComparison.OrdinalIgnoreCase);

    private static string MessageOf(string rule) =>
        rule.Equals(Location, StringComparison.OrdinalIgnoreCase) ? "The image contains GPS coordinates, which are left out here."
        : rule.Equals(Person, StringComparison.OrdinalIgnoreCase) ? "The EXIF identifies a person or a device; the values are left out here."
        : "The message of this custom rule is left out here.";
}
