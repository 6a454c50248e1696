namespace ImageKit.Metadata.Auditing;

/// <summary>A rule that looks at one image at a time.</summary>
internal interface IImageRule
{
    /// <summary>Adds what it finds. The fields that the rule needs are known; each text may be anything.</summary>
    void Check(AuditSubject subject, List<AuditFinding> findings);
}
