using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Pictures that are listed or linked, and cannot be read.</summary>
internal sealed class UnreachableRule() : Rule("Unreachable", AuditSeverity.Error)
{
    public override string Description =>
        "The metadata could not be had: a dead link, a corrupt file (errors), or a service that did not answer in the end (a warning: the picture may be there). Comes from the error records of Get-IKMetadata 2>&1.";

    public override string Recommendation => "Correct or remove the link, or upload the picture again.";

    public override string Reason => "404 and 400 are the service's final word on one picture (imagekit.io/docs, metadata API); the other failures tell of the network or the service.";

    public override void Check(ImageMetadata picture, List<AuditFinding> findings)
    {
        // Its metadata is here: it can be reached.
    }

    public AuditFinding Check(FailedImage picture)
    {
        bool isFinal = picture.Kind is ImageKitErrorKind.NotFound or ImageKitErrorKind.BadRequest or ImageKitErrorKind.InvalidUrl;
        AuditFinding finding = Find(
            picture.Url,
            picture.FileId,
            PlainText.Clean($"{(isFinal ? "Cannot be read" : "Could not be checked")} ({picture.Kind}): {picture.Message}"),
            isFinal ? AuditSeverity.Error : AuditSeverity.Warning);
        finding.Evidence["Error"] = picture.Kind.ToString();
        if (!isFinal)
        {
            finding.Recommendation = "Run the audit again for this picture; if it stays so, give ImageKit's support the request id.";
        }

        return finding;
    }
}
