namespace ImageKit.Metadata;

/// <summary>How an <see cref="ImageKitClient"/> reaches the service.</summary>
public sealed class ImageKitClientOptions
{
    /// <summary>The address of the service, <c>https://api.imagekit.io</c> by default; https, or http on a loopback address.</summary>
    public Uri ApiBaseUri { get; init; } = new("https://api.imagekit.io");

    /// <summary>The handler that sends the requests; null for the default handler of the platform. The client does not dispose it.</summary>
    public HttpMessageHandler? HttpMessageHandler { get; init; }

    /// <summary>The <c>User-Agent</c>; the module's name and version by default.</summary>
    public string UserAgent { get; init; } = "ImageKit.Metadata/" + typeof(ImageKitClientOptions).Assembly.GetName().Version!.ToString(3);
}
