using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Images that are listed or linked and do not exist.</summary>
internal sealed class UnreachableRule() : Rule("Unreachable", AuditSeverity.Error), IFailureRule
{
    public override string Description =>
        "The file does not exist (404), or the address is not a URL. The findings come from the error records of Get-IKMetadata 2>&1.";

    public override string Recommendation => "Correct or remove the link, or upload the image again.";

    public override string Reason => "404 is the service's final response for one image (imagekit.io/docs, metadata API). An outage, a limit or a refused key is not a finding: the image was not checked.";

    public override SubjectFields Needs => SubjectFields.Metadata;

    public AuditFinding? Check(FailedImage image)
    {
        if (image.Reach != ImageReach.Unreachable)
        {
            return null;
        }

        AuditFinding finding = CreateFinding(image.Url, image.FileId, image.Kind == ImageKitErrorKind.NotFound ? "Not found (404)." : PlainText.Clean(image.Message));
        finding.Evidence["Error"] = image.Kind.ToString();
        return finding;
    }
}
