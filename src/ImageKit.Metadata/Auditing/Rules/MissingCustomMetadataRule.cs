namespace ImageKit.Metadata.Auditing;

/// <summary>Files without the custom metadata that they should have.</summary>
internal sealed class MissingCustomMetadataRule() : CustomMetadataRule("MissingCustomMetadata", "The names of the fields that every file must have.")
{
    public override string Description => "A field of the custom metadata that every file must have has no value. Runs if Fields names the fields, or with -AccountFields.";

    public override string Recommendation => "Set the fields (Set-IKFile -CustomMetadata).";

    public override string Reason => "A field that is made mandatory is not filled in files that were uploaded before. Which fields matter depends on the account; -AccountFields requests those that it marks as required.";

    public override void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        string[] missing = [.. Fields.AsStrings.Where(field => ValueOf(subject, field) is null)];
        if (missing.Length > 0)
        {
            AuditFinding finding = CreateFinding(subject, $"The custom metadata has no value for {string.Join(", ", missing)}.");
            finding.Evidence["Fields"] = missing.ToArray<object?>();
            findings.Add(finding);
        }
    }
}
