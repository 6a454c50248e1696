namespace ImageKit.Metadata;

/// <summary>How an <see cref="ImageKitClient"/> reaches the service.</summary>
public sealed class ImageKitClientOptions
{
    /// <summary>Where the service is, <c>https://api.imagekit.io</c> unless told otherwise; https, or http on a loopback address.</summary>
    public Uri ApiBaseUri { get; init; } = new("https://api.imagekit.io");

    /// <summary>What sends the requests; null for the platform's own with connection pooling. The client does not dispose it.</summary>
    public HttpMessageHandler? HttpMessageHandler { get; init; }

    /// <summary>The <c>User-Agent</c>; the module's name and version unless told otherwise.</summary>
    public string UserAgent { get; init; } = "ImageKit.Metadata/" + typeof(ImageKitClientOptions).Assembly.GetName().Version!.ToString(3);
}
