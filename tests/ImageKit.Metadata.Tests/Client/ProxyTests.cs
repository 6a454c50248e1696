using System.Net;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>What a proxy sees, as an environment variable or the system's settings make it the process's own: alone, since it is.</summary>
[Collection(nameof(ProxyTests))]
[CollectionDefinition(nameof(ProxyTests), DisableParallelization = true)]
public sealed class ProxyTests : IDisposable
{
    private readonly IWebProxy _before = HttpClient.DefaultProxy;
    private readonly RawServer _proxy = new(_ => RawServer.CreateResponse("502 Bad Gateway", []));

    public ProxyTests() => HttpClient.DefaultProxy = new WebProxy(_proxy.BaseUri);

    public void Dispose()
    {
        HttpClient.DefaultProxy = _before;
        _proxy.Dispose();
    }

    [Fact]
    public async Task The_key_for_an_address_on_this_machine_goes_to_no_proxy()
    {
        using RawServer server = new(_ => RawServer.CreateResponse("200 OK\r\nContent-Type: application/json", "{\"width\":5,\"height\":5,\"size\":5}"u8.ToArray()));

        await RequestAsync(server.BaseUri);

        Assert.Single(server.Requests);
        Assert.Empty(_proxy.Requests);
    }

    [Fact]
    public async Task An_address_elsewhere_is_reached_through_the_proxy_which_does_not_see_the_key()
    {
        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(() => RequestAsync(new Uri("https://api.example.invalid")));

        Assert.Equal(ImageKitErrorKind.ConnectionFailed, exception.Kind);
        string request = Assert.Single(_proxy.Requests);
        Assert.StartsWith("CONNECT api.example.invalid:443 ", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", request, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("407 Proxy Authentication Required", true)]
    [InlineData("503 Service Unavailable", false)]
    public async Task A_proxy_that_refuses_is_named_without_its_password(string status, bool isPermanent)
    {
        using RawServer proxy = new(_ => RawServer.CreateResponse(status, []));
        HttpClient.DefaultProxy = new WebProxy(new UriBuilder(proxy.BaseUri) { UserName = "proxyuser", Password = "proxysecret" }.Uri);

        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(() => RequestAsync(new Uri("https://api.example.invalid"), retries: 1));

        Assert.Equal(ImageKitErrorKind.ConnectionFailed, exception.Kind);
        Assert.DoesNotContain("proxysecret", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("proxyuser", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(isPermanent ? 1 : 2, exception.Attempts);
        if (!isPermanent)
        {
            Assert.Contains(proxy.BaseUri.Authority, exception.Message, StringComparison.Ordinal);
        }
    }

    private static async Task RequestAsync(Uri address, int retries = 0)
    {
        using ImageKitClient client = new("private_key", new ImageKitClientOptions { ApiBaseUri = address });
        await client.GetMetadataAsync("https://ik.imagekit.io/demo/a.jpg", new RequestOptions { MaximumRetryCount = retries });
    }
}
