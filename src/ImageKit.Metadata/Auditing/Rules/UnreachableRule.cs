using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Images that are listed or linked, and cannot be read.</summary>
internal sealed class UnreachableRule() : Rule("Unreachable", AuditSeverity.Error)
{
    public override string Description =>
        "The metadata could not be had: a dead link, a corrupt file (errors), or a service that did not answer in the end (a warning: the image may be there). Comes from the error records of Get-IKMetadata 2>&1.";

    public override string Recommendation => "Correct or remove the link, or upload the image again.";

    public override string Reason => "404 and 400 are the service's final word on one image (imagekit.io/docs, metadata API); the other failures tell of the network or the service.";

    public override void Check(ImageMetadata image, List<AuditFinding> findings)
    {
        // Its metadata is here: it can be reached.
    }

    public AuditFinding Check(FailedImage image)
    {
        bool isFinal = image.Kind is ImageKitErrorKind.NotFound or ImageKitErrorKind.BadRequest or ImageKitErrorKind.InvalidUrl;
        AuditFinding finding = Find(
            image.Url,
            image.FileId,
            PlainText.Clean($"{(isFinal ? "Cannot be read" : "Could not be checked")} ({image.Kind}): {image.Message}"),
            isFinal ? AuditSeverity.Error : AuditSeverity.Warning);
        finding.Evidence["Error"] = image.Kind.ToString();
        if (!isFinal)
        {
            finding.Recommendation = "Run the audit again for this image; if it stays so, give ImageKit's support the request id.";
        }

        return finding;
    }
}
