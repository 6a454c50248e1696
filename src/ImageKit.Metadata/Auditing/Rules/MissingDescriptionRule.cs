namespace ImageKit.Metadata.Auditing;

/// <summary>Files without a text for those who cannot see them.</summary>
internal sealed class MissingDescriptionRule() : Rule("MissingDescription", AuditSeverity.Warning), IImageRule
{
    public override string Description => "The image or video has no description in the media library, from which pages take the alternative text. Off unless it is included.";

    public override string Recommendation => "Describe what the image shows (Set-IKFile -Description), unless it is decoration only.";

    public override string Reason => "WCAG 2.2, success criterion 1.1.1: non-text content needs a text alternative. Off because many accounts keep that text elsewhere.";

    public override SubjectFields Needs => SubjectFields.Description;

    public override bool IsEnabledByDefault => false;

    public void Check(AuditSubject subject, List<AuditFinding> findings)
    {
        if (string.IsNullOrWhiteSpace(subject.Image.Description))
        {
            findings.Add(CreateFinding(subject, "The file has no description."));
        }
    }
}
