using System.Globalization;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>The sentences that several formats share.</summary>
internal static class ReportPhrases
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>The figures of the audit, one phrase each.</summary>
    public static IEnumerable<string> Figures(ReportTotals totals)
    {
        FindingTotals findings = totals.Findings;
        if (totals.Images.Count > 0)
        {
            yield return $"{Quantity.ToDisplayText(totals.Images.Count, "image", "images")} ({ByteSize.ToDisplayText(totals.Images.Bytes)})";
        }

        yield return Quantity.ToDisplayText(findings.CountOf(AuditSeverity.Error), "error", "errors");
        yield return Quantity.ToDisplayText(findings.CountOf(AuditSeverity.Warning), "warning", "warnings");
        yield return $"{Number(findings.CountOf(AuditSeverity.Information))} information";
        if (findings.SavingBytes > 0)
        {
            yield return $"{ByteSize.ToDisplayText(findings.SavingBytes)} of storage can be saved at most";
        }

        if (findings.AcceptedCount > 0)
        {
            yield return $"{Number(findings.AcceptedCount)} accepted by the baseline";
        }
    }

    /// <summary>The audit that the findings are compared with, after "since".</summary>
    public static string Earlier(ReportTotals totals) => totals.Result?.Since is DateTime since ? $"the audit of {Time(since)}" : "the earlier audit";

    /// <summary>How the audit compares to the earlier one; null without one.</summary>
    public static string? Changes(ReportTotals totals)
    {
        FindingTotals findings = totals.Findings;
        if (!findings.HasStates)
        {
            return null;
        }

        string changes = $"{Number(findings.CountOf(AuditBaselineState.New))} new, {Number(findings.CountOf(AuditBaselineState.Absent))} resolved";
        return findings.CarriedCount == 0 ? changes : $"{changes}, {Number(findings.CarriedCount)} not checked again";
    }
}
