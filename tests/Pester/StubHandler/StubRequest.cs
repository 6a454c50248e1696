namespace ImageKit.Metadata.Pester;

/// <summary>One request that a <see cref="StubHttpMessageHandler"/> got.</summary>
public sealed class StubRequest
{
    internal StubRequest(string method, string uri, string address, string? authorization, string? body)
    {
        Method = method;
        Uri = uri;
        Address = address;
        Authorization = authorization;
        Body = body;
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The address as it was sent.</summary>
    public string Uri { get; }

    /// <summary>The address with its percent signs taken out once.</summary>
    public string Address { get; }

    /// <summary>The Authorization header; null if there was none.</summary>
    public string? Authorization { get; }

    /// <summary>The body; null if there was none.</summary>
    public string? Body { get; }
}
