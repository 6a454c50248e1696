namespace ImageKit.Metadata;

/// <summary>The body of an error answer; each field may be missing.</summary>
internal sealed class ServiceError
{
    public string? Message { get; set; }

    public string? Help { get; set; }

    public string? Type { get; set; }

    public string? Reason { get; set; }
}
