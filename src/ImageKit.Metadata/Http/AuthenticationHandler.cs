using System.Net.Http.Headers;
using System.Text;

namespace ImageKit.Metadata.Http;

/// <summary>
/// Adds the private key to a request: HTTP Basic, the key as user name, no password. Only a request to the key's own origin
/// gets it.
/// </summary>
internal sealed class AuthenticationHandler(string privateKey, Uri origin, HttpMessageHandler innerHandler) : DelegatingHandler(innerHandler)
{
    private readonly AuthenticationHeaderValue _header = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(privateKey + ":")));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Uri.Compare(request.RequestUri, origin, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            request.Headers.Authorization = _header;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
