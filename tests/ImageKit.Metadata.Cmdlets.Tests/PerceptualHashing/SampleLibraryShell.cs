using System.Management.Automation;
using System.Net;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.PerceptualHashing;

/// <summary>A shell connected to an emulator, with <c>$library</c>: the URLs of the sample library's images.</summary>
public sealed class SampleLibraryShell : IAsyncLifetime
{
    public ImageKitEmulator Emulator { get; private set; } = null!;

    public Shell Shell { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Emulator = await ImageKitEmulator.StartAsync();
        Shell = new Shell();
        Shell["key"] = new PSCredential("tests", new NetworkCredential("", new EmulatorOptions().PrivateKey).SecurePassword);
        Shell["api"] = Emulator.BaseUri;
        Shell["library"] = Emulator.Library.Assets.Select(asset => asset.Url(Emulator.UrlEndpoint)).ToArray();
        Shell.Run("Connect-IKAccount $key -ApiBaseUri $api").Succeeded();
        Shell.Run("$images = $library | Get-IKMetadata -ErrorAction SilentlyContinue");
    }

    public async Task DisposeAsync()
    {
        Shell.Dispose();
        await Emulator.DisposeAsync();
    }
}
