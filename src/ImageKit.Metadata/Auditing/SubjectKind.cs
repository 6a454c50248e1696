namespace ImageKit.Metadata.Auditing;

/// <summary>What an audited file is.</summary>
internal enum SubjectKind
{
    Image,
    Video,
    Other,
}
