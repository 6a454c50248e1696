namespace ImageKit.Metadata.Auditing;

/// <summary>Files that visitors do not get.</summary>
internal sealed class UnpublishedRule() : Rule("Unpublished", AuditSeverity.Information), IImageRule
{
    public override string Description => "The file is a draft: its URL does not deliver it. Off unless it is included.";

    public override string Recommendation => "Publish the file in the media library, or delete it.";

    public override string Reason => "ImageKit delivers published files only (imagekit.io/docs, drafts). Off because drafts are usually intended.";

    public override SubjectFields Needs => SubjectFields.Publication;

    public override bool IsEnabledByDefault => false;

    public override bool AppliesTo(AuditSubject subject) => true;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (subject.IsPublished == false)
        {
            findings.Add(CreateFinding(subject, "The file is not published."));
        }
    }
}
