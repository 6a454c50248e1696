using System.Text;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>What goes out with a request, and to whom.</summary>
public sealed class RequestHeadersTests
{
    private const string Key = "private_Zz+/=ü";
    private const string Image = "https://ik.imagekit.io/demo/a.jpg";
    private static readonly byte[] Metadata = RawServer.CreateResponse("200 OK\r\nContent-Type: application/json", "{\"size\":5}"u8.ToArray());

    [Fact]
    public async Task The_key_is_the_user_name_of_basic_authentication_with_an_empty_password()
    {
        using RawServer server = new(_ => Metadata);

        await RequestAsync(server.BaseUri);

        string expected = "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":"));
        Assert.Contains(expected, Lines(server));
    }

    [Fact]
    public async Task The_module_its_version_and_what_it_understands_are_named()
    {
        using RawServer server = new(_ => Metadata);

        await RequestAsync(server.BaseUri);

        string[] lines = Lines(server);
        Assert.Contains("User-Agent: ImageKit.Metadata/" + typeof(ImageKitClient).Assembly.GetName().Version!.ToString(3), lines);
        Assert.Contains("Accept: application/json", lines);
        string encodings = Assert.Single(lines, line => line.StartsWith("Accept-Encoding:", StringComparison.Ordinal));
        Assert.Contains("gzip", encodings, StringComparison.Ordinal);
#if !NET8_0
        // The core's netstandard2.0 build knows no Brotli.
        Assert.Contains("br", encodings, StringComparison.Ordinal);
#endif
        Assert.DoesNotContain(lines, line => line.StartsWith("Cookie:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task White_space_around_a_pasted_key_is_taken_off()
    {
        StubHandler handler = new(() => StubHandler.CreateResponse());
        using ImageKitClient client = new(" private_a\r\n", new ImageKitClientOptions { HttpMessageHandler = handler });

        await client.GetMetadataAsync(Image);

        Assert.Equal("Basic " + Convert.ToBase64String("private_a:"u8.ToArray()), Assert.Single(handler.Requests).Authorization);
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirect_is_not_followed_and_the_other_origin_never_sees_the_key(string status)
    {
        using RawServer other = new(_ => Metadata);
        using RawServer server = new(_ => RawServer.CreateResponse($"{status}\r\nLocation: {other.BaseUri}v1/metadata\r\nx-ik-requestid: id-7", []));

        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(() => RequestAsync(server.BaseUri));

        Assert.Equal(ImageKitErrorKind.UnexpectedResponse, exception.Kind);
        Assert.Equal("id-7", exception.RequestId);
        Assert.Single(server.Requests);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("https://api.imagekit.io", "https://api.imagekit.io/v1/files", true)]
    [InlineData("https://api.imagekit.io", "https://API.imagekit.io:443/v1/files", true)]
    [InlineData("https://api.imagekit.io/base/", "https://api.imagekit.io/other", true)]
    [InlineData("https://api.imagekit.io", "http://api.imagekit.io/v1/files", false)]
    [InlineData("https://api.imagekit.io", "https://api.imagekit.io:8443/v1/files", false)]
    [InlineData("https://api.imagekit.io", "https://api.imagekit.io.example.com/", false)]
    [InlineData("https://api.imagekit.io", "https://imagekit.io/", false)]
    [InlineData("http://127.0.0.1:80", "http://127.0.0.1:81/", false)]
    public async Task The_key_goes_to_its_own_origin_alone(string origin, string target, bool sent)
    {
        StubHandler stub = new(() => StubHandler.CreateResponse());
        using HttpMessageInvoker invoker = new(new AuthenticationHandler(Key, new Uri(origin), stub));
        using HttpRequestMessage request = new(HttpMethod.Get, target);

        using HttpResponseMessage response = await invoker.SendAsync(request, default);

        Assert.Equal(sent, Assert.Single(stub.Requests).Authorization is not null);
    }

    [Theory]
    [InlineData("https://api.imagekit.io", true)]
    [InlineData("https://proxy.example.com/imagekit/", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://api.imagekit.io", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("http://192.168.0.1", false)]
    [InlineData("http://0.0.0.0", false)]
    [InlineData("ftp://127.0.0.1", false)]
    [InlineData("file:///tmp", false)]
    [InlineData("https://user@api.imagekit.io", false)]
    public void The_address_is_https_or_on_this_machine(string uri, bool accepted)
    {
        Assert.Equal(accepted, ImageKitClient.IsAcceptableBaseUri(new Uri(uri)));
        if (!accepted)
        {
            Assert.Throws<ArgumentException>(() => new ImageKitClient(Key, new ImageKitClientOptions { ApiBaseUri = new Uri(uri) }));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void There_is_no_client_without_a_key(string key) => Assert.Throws<ArgumentException>(() => new ImageKitClient(key));

    private static async Task RequestAsync(Uri baseUri)
    {
        using ImageKitClient client = new(Key, new ImageKitClientOptions { ApiBaseUri = baseUri });
        await client.GetMetadataAsync(Image, new RequestOptions { MaximumRetryCount = 0 });
    }

    private static string[] Lines(RawServer server) => Assert.Single(server.Requests).Split("\r\n");
}
