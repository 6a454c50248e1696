using System.Globalization;

namespace ImageKit.Metadata.Auditing;

/// <summary>What the evidence of a finding contains for the next audit, besides what was found.</summary>
internal static class FindingMarks
{
    private const string Number = "Number";
    private const string Redacted = "Redacted";

    /// <summary>Several findings of one custom rule in one image are numbered from 1; the first has no mark.</summary>
    public static int NumberOf(AuditFinding finding) =>
        finding.Evidence?.Find(Number) is object number and (long or int) ? Convert.ToInt32(number, CultureInfo.InvariantCulture) : 1;

    public static void SetNumber(AuditFinding finding, int number)
    {
        if (number > 1)
        {
            finding.Evidence[Number] = number;
        }
    }

    /// <summary>Whether the message was left out, so that it cannot be compared to another.</summary>
    public static bool IsRedacted(AuditFinding finding) => finding.Evidence?.Find(Redacted) is true;

    public static void MarkRedacted(AuditFinding finding) => finding.Evidence[Redacted] = true;
}
