namespace ImageKit.Metadata.Auditing;

/// <summary>Files that a search by tag does not find.</summary>
internal sealed class UntaggedRule() : Rule("Untagged", AuditSeverity.Information), IImageRule
{
    public override string Description => "The file has no tags in the media library. Off unless it is included.";

    public override string Recommendation => "Tag the file (Add-IKFileTag).";

    public override string Reason => "A file without tags is not found by a search for tags. Off because many accounts do not use tags.";

    public override SubjectFields Needs => SubjectFields.Tags;

    public override bool IsEnabledByDefault => false;

    public override bool AppliesTo(AuditSubject subject) => true;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.Image.Tags is not { Length: > 0 })
        {
            findings.Add(CreateFinding(subject, "The file has no tags."));
        }
    }
}
