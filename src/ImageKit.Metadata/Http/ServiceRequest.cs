namespace ImageKit.Metadata.Http;

/// <summary>One request to the service.</summary>
/// <param name="Endpoint">The endpoint that it counts against: the service limits each on its own.</param>
/// <param name="PathAndQuery">Path and query below the API's base address, already encoded.</param>
/// <param name="Subject">What is requested, in the user's words, for messages.</param>
internal sealed record ServiceRequest(ServiceEndpoint Endpoint, string PathAndQuery, string Subject)
{
    /// <summary>The cheapest request, which shows whether the service accepts the private key.</summary>
    public static ServiceRequest KeyCheck { get; } = new(ServiceEndpoint.ListFiles, "v1/files?limit=1", "the private key");
}
