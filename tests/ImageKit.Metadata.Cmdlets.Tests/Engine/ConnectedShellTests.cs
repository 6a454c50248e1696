using System.Management.Automation;
using System.Net;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>Tests with a shell of their own that is connected to an emulator of their own. In scripts, $u is the URL endpoint.</summary>
public abstract class ConnectedShellTests : IAsyncLifetime
{
    /// <summary>The emulator's key, with the characters that base64 and URLs treat in their own ways.</summary>
    protected const string Key = "private_Kx/+9zQ=secret";

    protected ImageKitEmulator Emulator { get; private set; } = null!;

    protected Shell Shell { get; private set; } = null!;

    /// <summary>The culture of the session.</summary>
    protected virtual string Culture => "en-US";

    /// <summary>The columns of the screen.</summary>
    protected virtual int Width => 120;

    public virtual async Task InitializeAsync()
    {
        Emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { PrivateKey = Key, LibrarySize = 120, RecordRequests = true });
        Shell = new Shell(Width, Culture);
        Shell["u"] = Emulator.UrlEndpoint;
        Shell["api"] = Emulator.BaseUri;
        Shell["key"] = Credential(Key);
        Shell.Run("Connect-IKAccount -Credential $key -ApiBaseUri $api -SkipVerification").Succeeded();
    }

    public virtual async Task DisposeAsync()
    {
        Shell.Dispose();
        await Emulator.DisposeAsync();
    }

    protected static PSCredential Credential(string password, string label = "tests") => new(label, new NetworkCredential("", password).SecurePassword);

    protected string Url(string path) => $"{Emulator.UrlEndpoint}/{path}";
}
