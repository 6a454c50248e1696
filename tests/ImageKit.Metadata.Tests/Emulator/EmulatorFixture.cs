using System.Text.Json.Nodes;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

/// <summary>One emulator for tests that only read.</summary>
public sealed class EmulatorFixture : IAsyncLifetime
{
    public ImageKitEmulator Emulator { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Emulator = await ImageKitEmulator.StartAsync();
        Client = EmulatorClient.For(Emulator);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Emulator.DisposeAsync();
    }

    public async Task<JsonArray> ListAsync(string query) =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri("v1/files" + query, UriKind.Relative)))!.AsArray();

    public async Task<JsonObject> MetadataAsync(string url) =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri(EmulatorClient.MetadataOf(url), UriKind.Relative)))!.AsObject();

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));
}
