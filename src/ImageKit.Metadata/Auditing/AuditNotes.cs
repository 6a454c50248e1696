using System.Globalization;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>What an audit could not check, in sentences for the end of the command and the reports.</summary>
internal static class AuditNotes
{
    public static IEnumerable<string> Of(AuditResult result)
    {
        if (result.IsEmpty)
        {
            yield return "Nothing was audited: there was no pipeline input.";
        }

        if (result.NotCheckedCount > 0)
        {
            string errors = string.Join(", ", result.FailedByError.Select(entry => $"{entry.Value:N0} {entry.Key}"));
            yield return $"{Quantity.ToDisplayText(result.NotCheckedCount, "image was", "images were", CultureInfo.CurrentCulture)} not checked (errors of all images: {errors}). Run the audit again for them.";
        }

        if (RulesThatCouldNotCheck(result) is string rules)
        {
            yield return rules;
        }
    }

    private static string? RulesThatCouldNotCheck(AuditResult result)
    {
        AuditRuleResult[] lacking = [.. result.Rules.Where(rule => rule.Rule.IsEnabled && rule.NotCheckedCount > 0)];
        if (lacking.Length == 0)
        {
            return null;
        }

        string total = $"{result.ImageCount + result.FileCount:N0}";
        string list = string.Join("; ", lacking
            .GroupBy(rule => (rule.NotCheckedCount, rule.Missing))
            .Select(group => $"{string.Join(", ", group.Select(rule => rule.Rule.Name))} ({group.Key.NotCheckedCount:N0} of {total}: no {group.Key.Missing})"));
        AuditData needs = lacking.Where(rule => rule.NotInInputCount > 0).Aggregate(AuditData.None, (sum, rule) => sum | rule.Rule.Needs);
        string advice = (needs & (AuditData.Metadata | AuditData.Exif)) != 0 ? " Pipe the files or URLs through Get-IKMetadata, or select other rules with -IncludeRule."
            : (needs & AuditData.Listing) != 0 ? " Get-IKFile reports what is missing; pipe its output."
            : string.Empty;
        return $"Not every image could be checked by every rule: {list}.{advice}";
    }
}
