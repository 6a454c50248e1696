using System.Net.Http.Headers;
using System.Text;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

/// <summary>A plain HTTP client with the emulator's key.</summary>
internal static class EmulatorClient
{
    public static HttpClient For(ImageKitEmulator emulator, string key = "private_emulator_key")
    {
        HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = emulator.BaseUri,
            Timeout = TimeSpan.FromMinutes(2),
        };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        return client;
    }

    public static string MetadataOf(string url) => "v1/metadata?url=" + Uri.EscapeDataString(url);
}
