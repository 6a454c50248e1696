using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Images that the service refuses to read.</summary>
internal sealed class UnreadableRule() : Rule("Unreadable", AuditSeverity.Error), IFailureRule
{
    public override string Description =>
        "The service cannot read the image (400): the file is corrupt, or the URL or the transformation is not valid. The findings come from the error records of Get-IKMetadata 2>&1.";

    public override string Recommendation => "Open the original. If it is damaged, upload it again. Otherwise check that the URL belongs to the account and that its transformation is valid.";

    public override string Reason => "400 is the service's final response for one image (imagekit.io/docs, metadata API).";

    public override SubjectFields Needs => SubjectFields.Metadata;

    public AuditFinding? Check(FailedImage image)
    {
        if (image.Reach != ImageReach.Unreadable)
        {
            return null;
        }

        AuditFinding finding = CreateFinding(image.Url, image.FileId, PlainText.Clean($"The service cannot read it: {image.Message}"));
        finding.Evidence["Error"] = image.Kind.ToString();
        return finding;
    }
}
