using System.Net.Sockets;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>Responses that never end, end early or are something else, over real sockets; the next request still works.</summary>
public sealed class BrokenResponseTests : IAsyncLifetime
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private ImageKitEmulator _emulator = null!;
    private ImageKitClient _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 0 });
        _client = new ImageKitClient("private_emulator_key", new ImageKitClientOptions { ApiBaseUri = _emulator.BaseUri });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData("stall", ImageKitErrorKind.RequestTimeout)]
    [InlineData("stall-before-headers", ImageKitErrorKind.RequestTimeout)]
    [InlineData("slow", ImageKitErrorKind.RequestTimeout)]
    [InlineData("cut-off", ImageKitErrorKind.ConnectionFailed)]
    [InlineData("reset", ImageKitErrorKind.ConnectionFailed)]
    [InlineData("html", ImageKitErrorKind.UnexpectedResponse)]
    [InlineData("empty-body", ImageKitErrorKind.UnexpectedResponse)]
    [InlineData("huge", ImageKitErrorKind.UnexpectedResponse)]
    [InlineData("nested", ImageKitErrorKind.UnexpectedResponse)]
    [InlineData("redirect", ImageKitErrorKind.UnexpectedResponse)]
    [InlineData("wrong-shape", ImageKitErrorKind.UnexpectedResponse)]
    [InlineData("internal-error", ImageKitErrorKind.ServerError)]
    [InlineData("service-unavailable", ImageKitErrorKind.ServerError)]
    [InlineData("bad-gateway", ImageKitErrorKind.ServerError)]
    [InlineData("not-found", ImageKitErrorKind.NotFound)]
    public async Task Each_fault_has_its_kind_and_the_next_request_works(string fault, ImageKitErrorKind kind)
    {
        RequestOptions options = new() { Timeout = TimeSpan.FromMilliseconds(kind == ImageKitErrorKind.RequestTimeout ? 300 : 60_000), MaximumRetryCount = 0 };

        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(
            () => _client.GetMetadataAsync(Url($"faults/{fault}/a.jpg"), options).WaitAsync(Hang));
        ImageMetadata next = await _client.GetMetadataAsync(Url("samples/canon40d.jpg")).WaitAsync(Hang);

        Assert.Equal(kind, exception.Kind);
        Assert.Equal(1, exception.Attempts);
        Assert.Equal("jpg", next.Format);
    }

    [Fact]
    public async Task Unknown_fields_are_kept()
    {
        ImageMetadata metadata = await _client.GetMetadataAsync(Url("faults/unknown-fields/a.jpg"));

        Assert.Equal("image/jpeg", metadata.AdditionalData["mimeType"]);
        Assert.Equal("image/jpeg", metadata.AdditionalData["MIMETYPE"]);
        Assert.Equal(new object?[] { "#102030", "#405060" }, metadata.AdditionalData["dominantColors"]);
        Assert.Null(Assert.IsType<PropertyBag>(metadata.AdditionalData["c2pa"])["verified"]);
    }

    [Fact]
    public async Task A_refused_connection_is_a_failed_one()
    {
        // Bound, so that no other test gets the port, but not listening.
        using Socket deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        int port = ((System.Net.IPEndPoint)deaf.LocalEndPoint!).Port;
        using ImageKitClient client = new("k", new ImageKitClientOptions { ApiBaseUri = new Uri($"http://127.0.0.1:{port}") });

        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(
            () => client.GetMetadataAsync(Url("a.jpg"), new RequestOptions { MaximumRetryCount = 0 }).WaitAsync(Hang));

        Assert.Equal(ImageKitErrorKind.ConnectionFailed, exception.Kind);
        Assert.StartsWith("The connection failed: ", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.StatusCode);
    }

    [Fact]
    public async Task A_server_without_TLS_has_no_secure_connection()
    {
        using TcpListener deaf = new(System.Net.IPAddress.Loopback, 0);
        deaf.Start();
        _ = CloseAllAsync(deaf);
        Uri address = new($"https://127.0.0.1:{((System.Net.IPEndPoint)deaf.LocalEndpoint).Port}");
        using ImageKitClient client = new("k", new ImageKitClientOptions { ApiBaseUri = address });

        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(
            () => client.GetMetadataAsync(Url("a.jpg"), new RequestOptions { MaximumRetryCount = 0 }).WaitAsync(Hang));

        Assert.Equal(ImageKitErrorKind.ConnectionFailed, exception.Kind);
    }

    [Theory]
    [InlineData("stall-before-headers")]
    [InlineData("stall")]
    [InlineData("slow")]
    public async Task A_cancelled_request_ends_at_once_and_leaves_nothing_in_flight(string fault)
    {
        using CancellationTokenSource stop = new();
        Task<ImageMetadata> request = _client.GetMetadataAsync(Url($"faults/{fault}/a.jpg"), cancellationToken: stop.Token);
        await Eventually.IsTrue(() => _emulator.Statistics.InFlight == 1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(Hang));
        await Eventually.IsTrue(() => _emulator.Statistics.InFlight == 0);
        Assert.Equal(1, _emulator.Statistics.Requests);
    }

    [Fact]
    public async Task A_request_that_was_cancelled_before_is_not_sent()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _client.GetMetadataAsync(Url("samples/canon40d.jpg"), cancellationToken: new CancellationToken(true)));

        Assert.Equal(0, _emulator.Statistics.Requests);
    }

    private static async Task CloseAllAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                (await listener.AcceptTcpClientAsync()).Dispose();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private string Url(string path) => $"{_emulator.UrlEndpoint}/{path}";
}
