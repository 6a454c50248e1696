using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class EmulatorFaultTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Theory]
    [InlineData("internal-error", 500)]
    [InlineData("service-unavailable", 503)]
    [InlineData("bad-gateway", 502)]
    [InlineData("too-many-requests", 429)]
    [InlineData("redirect", 302)]
    [InlineData("not-found", 404)]
    [InlineData("html", 200)]
    [InlineData("empty-body", 200)]
    [InlineData("nested", 200)]
    [InlineData("wrong-shape", 200)]
    [InlineData("unknown-fields", 200)]
    public async Task Faults_that_respond_have_their_status(string kind, int status)
    {
        using HttpResponseMessage response = await fixture.GetAsync(PathOf(kind));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_refusal_states_how_long_to_wait()
    {
        using HttpResponseMessage response = await fixture.GetAsync(PathOf("too-many-requests"));

        Assert.Equal(["1000"], response.Headers.GetValues("X-RateLimit-Reset"));
        Assert.Equal(["1000"], response.Headers.GetValues("X-RateLimit-Interval"));
    }

    [Fact]
    public async Task A_redirect_points_elsewhere()
    {
        using HttpResponseMessage response = await fixture.GetAsync(PathOf("redirect"));

        Assert.Equal(new Uri(fixture.Emulator.BaseUri, "elsewhere"), response.Headers.Location);
    }

    [Fact]
    public async Task Bodies_are_as_wrong_as_promised()
    {
        Assert.StartsWith("<!DOCTYPE html>", await BodyAsync("html"), StringComparison.Ordinal);
        Assert.Empty(await BodyAsync("empty-body"));
        Assert.IsType<JsonArray>(JsonNode.Parse(await BodyAsync("wrong-shape")));
        Assert.True(JsonNode.Parse(await BodyAsync("unknown-fields"))!.AsObject().ContainsKey("mimeType"));
        string nested = await BodyAsync("nested");
        Assert.Equal(20_000, nested.Count(letter => letter == '['));
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(nested));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("cut-off")]
    public async Task A_lost_connection_is_an_error(string kind) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => BodyAsync(kind));

    [Theory]
    [InlineData("stall")]
    [InlineData("slow")]
    public async Task A_stalled_response_begins_and_lasts_until_the_client_leaves(string kind)
    {
        using CancellationTokenSource patience = new();
        using HttpResponseMessage response = await fixture.Client.GetAsync(
            new Uri(PathOf(kind), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal('{', body.ReadByte());

        patience.CancelAfter(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => body.CopyToAsync(Stream.Null, patience.Token));
    }

    [Fact]
    public async Task A_stall_before_the_headers_sends_nothing()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fixture.Client.GetAsync(new Uri(PathOf("stall-before-headers"), UriKind.Relative), patience.Token));
    }

    [Fact]
    public async Task A_huge_response_is_chunked_and_has_a_hundred_million_bytes()
    {
        using HttpResponseMessage response = await fixture.Client.GetAsync(
            new Uri(PathOf("huge"), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Null(response.Content.Headers.ContentLength);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[1 << 20];
        long total = 0;
        int read;
        while ((read = await body.ReadAsync(buffer)) > 0)
        {
            total += read;
        }

        Assert.True(total >= 100_000_000);
    }

    [Fact]
    public async Task The_first_attempts_of_each_url_can_fail()
    {
        await using ImageKitEmulator emulator = await StartAsync();
        emulator.Faults.Add(new Fault { Kind = FaultKind.ServiceUnavailable, FirstAttempts = 2, Match = "/bulk/", RetryAfter = TimeSpan.FromMilliseconds(1_500) });
        using HttpClient client = EmulatorClient.For(emulator);
        foreach (string name in new[] { "a", "b" })
        {
            Assert.Equal("503 503 200 200", await StatusesAsync(client, $"{emulator.UrlEndpoint}/bulk/{name}.jpg", 4));
        }

        Assert.Equal("200", await StatusesAsync(client, $"{emulator.UrlEndpoint}/samples/canon40d.jpg", 1));
        Assert.Equal((4, 5), (emulator.Statistics.Faulted, emulator.Statistics.Answered));
        emulator.Faults.Clear();
        Assert.Equal("200", await StatusesAsync(client, $"{emulator.UrlEndpoint}/bulk/c.jpg", 1));
    }

    [Fact]
    public async Task One_url_in_a_few_can_fail_by_its_name_alone()
    {
        await using ImageKitEmulator emulator = await StartAsync();
        Fault fault = new() { Kind = FaultKind.NotFound, Every = 4 };
        emulator.Faults.Add(fault);
        using HttpClient client = EmulatorClient.For(emulator);
        int failed = 0;
        for (int i = 0; i < 100; i++)
        {
            string url = $"{emulator.UrlEndpoint}/bulk/{i}.jpg";
            bool fails = fault.Covers(url);
            failed += fails ? 1 : 0;
            Assert.Equal(fails ? "404" : "200", await StatusesAsync(client, url, 1));
        }

        Assert.InRange(failed, 10, 40);
    }

    [Fact]
    public async Task The_service_can_go_down_and_come_back()
    {
        await using ImageKitEmulator emulator = await StartAsync();
        using HttpClient client = EmulatorClient.For(emulator);
        string url = emulator.UrlEndpoint + "/bulk/1.jpg";
        emulator.IsDown = true;
        Assert.Equal("503", await StatusesAsync(client, url, 1));
        emulator.DownAs = FaultKind.Reset;
        await Assert.ThrowsAsync<HttpRequestException>(() => StatusesAsync(client, url, 1));
        emulator.IsDown = false;
        Assert.Equal("200", await StatusesAsync(client, url, 1));
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_stalled_responses()
    {
        ImageKitEmulator emulator = await StartAsync();
        using HttpClient client = EmulatorClient.For(emulator);
        Task stalled = client.GetAsync(new Uri(PathOf("stall-before-headers"), UriKind.Relative));
        Assert.True(SpinWait.SpinUntil(() => emulator.Statistics.InFlight == 1, TimeSpan.FromMinutes(2)));

        await emulator.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => stalled);
    }

    private static Task<ImageKitEmulator> StartAsync() => ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 20 });

    private static string PathOf(string kind) => EmulatorClient.MetadataOf($"https://ik.imagekit.io/demo/faults/{kind}/a.jpg");

    private static async Task<string> StatusesAsync(HttpClient client, string url, int count)
    {
        int[] statuses = new int[count];
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(EmulatorClient.MetadataOf(url), UriKind.Relative));
            statuses[i] = (int)response.StatusCode;
        }

        return string.Join(' ', statuses);
    }

    private async Task<string> BodyAsync(string kind)
    {
        using HttpResponseMessage response = await fixture.GetAsync(PathOf(kind));
        return await response.Content.ReadAsStringAsync();
    }
}
