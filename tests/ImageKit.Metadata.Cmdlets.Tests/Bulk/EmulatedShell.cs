using System.Management.Automation;
using System.Net;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>A shell that is connected to an emulator, and a folder for its files.</summary>
internal sealed class EmulatedShell : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bulk");

    private EmulatedShell(ImageKitEmulator emulator)
    {
        Emulator = emulator;
        Shell["endpoint"] = emulator.UrlEndpoint;
        Shell["checkpoint"] = File("run.jsonl");
        Connect(new EmulatorOptions().PrivateKey);
    }

    public ImageKitEmulator Emulator { get; }

    public Shell Shell { get; } = new();

    public string Checkpoint => File("run.jsonl");

    public static async Task<EmulatedShell> StartAsync(EmulatorOptions? options = null) =>
        new(await ImageKitEmulator.StartAsync(options ?? new EmulatorOptions { LibrarySize = 0 }));

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public string Url(int number) => $"{Emulator.UrlEndpoint}/bulk/{number}.jpg";

    /// <summary>Gives the session this many URLs, in <c>$urls</c>.</summary>
    public void GiveUrls(int count) => Shell["urls"] = Enumerable.Range(0, count).Select(Url).ToArray();

    public void Connect(string key)
    {
        Shell["key"] = new PSCredential("tests", new NetworkCredential("", key).SecurePassword);
        Shell["api"] = Emulator.BaseUri;
        Shell.Run("Connect-IKAccount -Credential $key -ApiBaseUri $api -SkipVerification").Succeeded();
    }

    /// <summary>The URLs that a script writes are those of the first images, each once, in order.</summary>
    public void AssertComplete(int count, ShellResult result) =>
        Assert.Equal(Enumerable.Range(0, count).Select(Url), result.Succeeded().OutputAs<ImageMetadata>().Select(metadata => metadata.Url));

    public void WaitUntilNothingIsInFlight() => Eventually.IsTrue(() => Emulator.Statistics.InFlight == 0, "nothing is in flight");

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
