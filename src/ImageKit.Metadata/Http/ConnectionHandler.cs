using System.Net;
using System.Security.Authentication;

namespace ImageKit.Metadata.Http;

/// <summary>Creates the handler that opens connections to the service.</summary>
internal static class ConnectionHandler
{
    // An overnight run outlives DNS entries.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

#if NET8_0_OR_GREATER
    public static HttpMessageHandler Create(Uri baseUri) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
        UseProxy = UsesProxy(baseUri),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        PlaintextStreamFilter = static (context, _) => new ValueTask<Stream>(new SingleAttemptStream(context.PlaintextStream)),
    };

    /// <summary>The proxy that requests to this address go through; null for none.</summary>
    public static Uri? FindProxy(Uri baseUri) => UsesProxy(baseUri) && !HttpClient.DefaultProxy.IsBypassed(baseUri) ? HttpClient.DefaultProxy.GetProxy(baseUri) : null;
#else
    public static HttpMessageHandler Create(Uri baseUri)
    {
        ServicePointManager.FindServicePoint(baseUri).ConnectionLeaseTimeout = (int)ConnectionLifetime.TotalMilliseconds;
        return new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            UseCookies = false,
            UseProxy = UsesProxy(baseUri),
            // .NET Framework's default of two would be the limit of every run.
            MaxConnectionsPerServer = int.MaxValue,
            // Left to itself, .NET Framework may offer no more than TLS 1.0 from within powershell.exe.
            SslProtocols = SslProtocols.Tls12,
        };
    }

    /// <summary>The proxy that requests to this address go through; null for none.</summary>
    public static Uri? FindProxy(Uri baseUri) =>
        UsesProxy(baseUri) && WebRequest.DefaultWebProxy is IWebProxy proxy && !proxy.IsBypassed(baseUri) ? proxy.GetProxy(baseUri) : null;
#endif

    // To a proxy the key for a loopback address would go in the clear, and off this machine.
    private static bool UsesProxy(Uri baseUri) => !ApiAddress.IsLoopback(baseUri);
}
