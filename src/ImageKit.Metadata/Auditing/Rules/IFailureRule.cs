namespace ImageKit.Metadata.Auditing;

/// <summary>A rule about images whose metadata could not be read.</summary>
internal interface IFailureRule
{
    /// <summary>The finding; null if the failure is not one that the rule is about.</summary>
    AuditFinding? Check(FailedImage image);
}
