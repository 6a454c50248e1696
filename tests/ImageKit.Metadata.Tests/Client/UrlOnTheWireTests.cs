using CsCheck;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>The service gets a URL exactly as the user gave it, percent-encoded once: over a socket, as the emulator decodes it.</summary>
public sealed class UrlOnTheWireTests : IAsyncLifetime
{
    private static readonly Gen<string> Around = Gen.String[Gen.Char[" \t\r\n\u00A0\u2028\u3000"], 0, 2];

    private static readonly RequestOptions OneAttempt = new() { MaximumRetryCount = 0 };

    private ImageKitEmulator _emulator = null!;
    private ImageKitClient _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { RecordRequests = true, LibrarySize = 0 });
        _client = new ImageKitClient("private_emulator_key", new ImageKitClientOptions { ApiBaseUri = _emulator.BaseUri });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData("https://ik.imagekit.io/x/a%20b.jpg?updatedAt=1&tr=w-100")]
    [InlineData("https://ik.imagekit.io/x/a b.jpg")]
    [InlineData("https://ik.imagekit.io/x/a+b.jpg?c=d+e")]
    [InlineData("https://ik.imagekit.io/x/a%2Fb%2fc.jpg")]
    [InlineData("https://ik.imagekit.io/x/../y/./a.jpg")]
    [InlineData("https://ik.imagekit.io/x/a.jpg#fragment?x&y=z")]
    [InlineData("https://ik.imagekit.io/x/写真/рисунок/é.jpg")]
    [InlineData("https://ik.imagekit.io/x/e\u0301.jpg")]
    [InlineData("https://ik.imagekit.io/x/\u200E\u202Eabc.jpg")]
    [InlineData("https://ik.imagekit.io/x/😀.jpg")]
    [InlineData("https://ik.imagekit.io/x/a%C3%A9%25.jpg")]
    [InlineData("https://ik.imagekit.io/x/100%.jpg")]
    [InlineData("https://ik.imagekit.io/x/a;b,c!d'e(f)*~.jpg")]
    [InlineData("https://ik.imagekit.io/x/{a}|b^`\"<c>[d]\\e.jpg")]
    [InlineData("HTTP://IK.ImageKit.IO:80/x/A.jpg")]
    [InlineData("https://ik.imagekit.io/x/https://example.com/b.jpg?c=%26")]
    [InlineData("https://ik.imagekit.io/x/a.jpg%20")]
    public async Task A_url_arrives_unchanged(string url) => Assert.Equal(url, await SendAsync(url));

    [Theory]
    [InlineData(" https://ik.imagekit.io/x/a b.jpg")]
    [InlineData("https://ik.imagekit.io/x/a b.jpg\r\n")]
    [InlineData("\t\u00A0https://ik.imagekit.io/x/a b.jpg\u3000\u2028")]
    public async Task White_space_around_a_url_is_not_part_of_it(string url) => Assert.Equal("https://ik.imagekit.io/x/a b.jpg", await SendAsync(url));

    [Fact]
    public async Task The_url_is_encoded_once_as_a_whole()
    {
        await SendAsync("https://ik.imagekit.io/x/a%20b.jpg?updatedAt=1&tr=w-100");

        ReceivedRequest request = Assert.Single(_emulator.RequestLog.Snapshot());
        Assert.Equal("GET", request.Method);
        Assert.Equal("/v1/metadata", request.Path);
        Assert.Equal("?url=https%3A%2F%2Fik.imagekit.io%2Fx%2Fa%2520b.jpg%3FupdatedAt%3D1%26tr%3Dw-100", request.RawQuery);
    }

    [Fact]
    public Task Any_url_arrives_unchanged_without_white_space_around_it() =>
        Gen.Select(Around, Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 60], Around).HoldsAsync(
            async parts =>
            {
                string url = parts.Item1 + "https://ik.imagekit.io/x/" + parts.Item2 + parts.Item3;
                Assert.Equal(url.Trim(), await SendAsync(url));
            },
            count: 1_000);

    [Theory]
    [InlineData("5f8a1b2c3d4e5f6a7b8c9d0e")]
    [InlineData("a b+c%20d")]
    [InlineData("a?b#c&d=e")]
    [InlineData("...a")]
    [InlineData("é写真")]
    public async Task A_file_id_arrives_unchanged(string fileId)
    {
        await Assert.ThrowsAsync<ImageKitException>(() => _client.GetFileMetadataAsync(fileId, OneAttempt));

        Assert.Equal($"/v1/files/{fileId}/metadata", Assert.Single(_emulator.RequestLog.Snapshot()).Path);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("../details")]
    [InlineData("a/../../../v1/files")]
    [InlineData("..\\..\\x")]
    [InlineData("%2e%2e/x")]
    public async Task Text_that_is_not_a_file_id_is_not_sent(string? fileId)
    {
        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(() => _client.GetFileMetadataAsync(fileId!));

        Assert.Equal(ImageKitErrorKind.BadRequest, exception.Kind);
        Assert.Equal(0, exception.Attempts);
        Assert.Empty(_emulator.RequestLog.Snapshot());
    }

    [Fact]
    public async Task A_base_address_with_a_path_keeps_it()
    {
        Fakes.StubHandler handler = new(() => Fakes.StubHandler.CreateResponse());
        using ImageKitClient client = new("k", new ImageKitClientOptions { ApiBaseUri = new Uri("https://proxy.example.com/imagekit"), HttpMessageHandler = handler });

        await client.GetMetadataAsync("https://ik.imagekit.io/x/a.jpg");

        Assert.Equal("https://proxy.example.com/imagekit/v1/metadata?url=https%3A%2F%2Fik.imagekit.io%2Fx%2Fa.jpg", Assert.Single(handler.Requests).Uri.AbsoluteUri);
    }

    /// <summary>Sends a URL and returns it as the service reads it.</summary>
    private async Task<string?> SendAsync(string url)
    {
        _emulator.RequestLog.Clear();
        try
        {
            await _client.GetMetadataAsync(url, OneAttempt);
        }
        catch (ImageKitException exception) when (exception.Kind is ImageKitErrorKind.BadRequest or ImageKitErrorKind.NotFound)
        {
            // The images do not exist; only their names matter.
        }

        return Assert.Single(_emulator.RequestLog.Snapshot()).Url;
    }
}
