namespace ImageKit.Metadata.Http;

/// <summary>The body of an error answer, as far as it is read.</summary>
internal sealed class ServiceError
{
    public string? Message { get; set; }
}
