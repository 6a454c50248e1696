using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class EmulatorAccessTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("private_emulator_key:", HttpStatusCode.OK)]
    [InlineData("private_emulator_key:whatever", HttpStatusCode.OK)]
    [InlineData("private_emulator_key", HttpStatusCode.Forbidden)]
    [InlineData("private_other:", HttpStatusCode.Forbidden)]
    [InlineData(":private_emulator_key", HttpStatusCode.Forbidden)]
    public async Task The_key_is_the_user_name(string? credentials, HttpStatusCode status)
    {
        using HttpClient client = new() { BaseAddress = fixture.Emulator.BaseUri };
        client.DefaultRequestHeaders.Authorization = credentials is null
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

        foreach (string path in new[] { "v1/files?limit=1", EmulatorClient.MetadataOf("https://ik.imagekit.io/demo/bulk/1.jpg") })
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Fact]
    public async Task Responses_are_compressed_on_request()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { Compress = true, LibrarySize = 20 });
        using HttpClient client = EmulatorClient.For(emulator);
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        using HttpResponseMessage response = await client.GetAsync(new Uri(EmulatorClient.MetadataOf(emulator.UrlEndpoint + "/bulk/1.jpg"), UriKind.Relative));

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.True((await response.Content.ReadAsByteArrayAsync()).Length < 1_500);
    }

    [Fact]
    public async Task Requests_are_counted_and_recorded_as_they_came()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { RecordRequests = true, LibrarySize = 20 });
        using HttpClient client = EmulatorClient.For(emulator);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Tests/1.0");
        string url = emulator.UrlEndpoint + "/bulk/a%20b.jpg?x=1";
        await client.GetStringAsync(new Uri(EmulatorClient.MetadataOf(url), UriKind.Relative));

        ReceivedRequest request = Assert.Single(emulator.RequestLog.Snapshot());
        Assert.Equal(url, request.Url);
        Assert.Equal("?url=" + Uri.EscapeDataString(url), request.RawQuery);
        Assert.Equal(("GET", "/v1/metadata", 200, true, "Tests/1.0"), (request.Method, request.Path, request.Status, request.HasAuthorization, request.UserAgent));
        Assert.Equal((1, 1, 0, 0), (emulator.Statistics.Requests, emulator.Statistics.Answered, emulator.Statistics.Refused, emulator.Statistics.Faulted));

        emulator.Statistics.Reset();
        Assert.Equal(0, emulator.Statistics.Requests);
    }

    [Fact]
    public async Task Requests_in_flight_are_counted()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 20 });
        using HttpClient client = EmulatorClient.For(emulator);
        using CancellationTokenSource patience = new();
        Task<HttpResponseMessage>[] stalled = [.. Enumerable.Range(0, 3).Select(i => client.GetAsync(
            new Uri(EmulatorClient.MetadataOf($"{emulator.UrlEndpoint}/faults/stall-before-headers/{i}.jpg"), UriKind.Relative), patience.Token))];
        Assert.True(SpinWait.SpinUntil(() => emulator.Statistics.InFlight == 3, TimeSpan.FromSeconds(60)));

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(stalled));
        Assert.True(SpinWait.SpinUntil(() => emulator.Statistics.InFlight == 0, TimeSpan.FromSeconds(60)));
        Assert.Equal(3, emulator.Statistics.MaximumInFlight);
    }

    [Fact]
    public async Task Latency_delays_each_response()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 20 });
        using HttpClient client = EmulatorClient.For(emulator);
        emulator.Latency = TimeSpan.FromMilliseconds(100);
        long start = TimeProvider.System.GetTimestamp();
        await client.GetStringAsync(new Uri(EmulatorClient.MetadataOf(emulator.UrlEndpoint + "/bulk/1.jpg"), UriKind.Relative));

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(95));
    }
}
