using System.Globalization;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Files whose license, campaign or review date is over.</summary>
internal sealed class ExpiredDateRule() : CustomMetadataRule("ExpiredDate", "The names of the date fields, such as the end of a license.")
{
    private readonly DateTime _now = DateTime.UtcNow;

    public override string Description => "A date in the custom metadata, such as the end of a license, has passed. Runs if Fields names the date fields.";

    public override string Recommendation => "Replace or remove the file, or set a new date.";

    public override string Reason => "ImageKit keeps the date and delivers the file after it. Which fields are such dates depends on the account.";

    public override void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        PropertyBag expired = new();
        foreach (string field in Fields.AsStrings)
        {
            if (ValueOf(subject, field) is object value && !(EndOf(ToDate(value)) > _now))
            {
                expired[field] = ToDate(value) is DateTime date ? Text($"{date:yyyy-MM-dd}") : SettingValue.ToDisplayText(value);
            }
        }

        if (expired.Count > 0)
        {
            AuditFinding finding = CreateFinding(subject, PlainText.Clean($"A date has passed or cannot be read: {expired}.", 500));
            finding.Evidence = expired;
            findings.Add(finding);
        }
    }

    private static DateTime? ToDate(object? value) => value switch
    {
        DateTime time => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time,
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) => time,
        _ => null,
    };

    /// <summary>A day without a time lasts until its end.</summary>
    private static DateTime? EndOf(DateTime? date) => date is DateTime day && day.TimeOfDay == TimeSpan.Zero ? day.AddDays(1) : date;
}
