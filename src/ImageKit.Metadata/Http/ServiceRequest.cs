namespace ImageKit.Metadata.Http;

/// <summary>One request to the service.</summary>
/// <param name="Endpoint">The endpoint it counts against: the service limits each on its own.</param>
/// <param name="PathAndQuery">Path and query below the API's base address, already encoded.</param>
/// <param name="Subject">What is asked for, in the user's words, for messages.</param>
internal sealed record ServiceRequest(ServiceEndpoint Endpoint, string PathAndQuery, string Subject);
