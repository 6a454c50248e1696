using System.Management.Automation;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Cmdlets.Tests.Bulk;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Changes;

/// <summary>A shell that is connected to an emulator with a library, whose state before the test is known.</summary>
internal sealed class ChangeScene : IAsyncDisposable
{
    private readonly EmulatedShell _session;

    private ChangeScene(EmulatedShell session)
    {
        _session = session;
        Before = Emulator.Library.DumpState();
        Shell["journal"] = Journal;
    }

    public ImageKitEmulator Emulator => _session.Emulator;

    public Shell Shell => _session.Shell;

    /// <summary>The library's state at the beginning.</summary>
    public string Before { get; }

    public string Journal => File("changes.jsonl");

    public static async Task<ChangeScene> StartAsync(int files = 150) =>
        new(await EmulatedShell.StartAsync(new EmulatorOptions { LibrarySize = files, RecordRequests = true }));

    public string File(string name) => _session.File(name);

    /// <summary>A file of the library.</summary>
    public SampleAsset Asset(int index) => Emulator.Library.Assets[index];

    /// <summary>The file as it is now.</summary>
    public SampleAsset Now(SampleAsset asset) => Emulator.Library.FindById(asset.FileId)!;

    /// <summary>Edits a file as somebody else does.</summary>
    public async Task EditAsync(SampleAsset asset, object details)
    {
        using HttpClient client = new() { BaseAddress = Emulator.BaseUri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(new EmulatorOptions().PrivateKey + ":")));
        using HttpResponseMessage response = await client.PatchAsync(new Uri($"v1/files/{asset.FileId}/details", UriKind.Relative), JsonContent.Create(details));
        response.EnsureSuccessStatusCode();
    }

    public void Connect(string key) => _session.Connect(key);

    public void WaitUntilNothingIsInFlight() => _session.WaitUntilNothingIsInFlight();

    /// <summary>The lines of the journal after the first.</summary>
    public JsonElement[] JournalLines() => [.. System.IO.File.ReadLines(Journal).Skip(1).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The IDs in each request for tags that arrived.</summary>
    public IEnumerable<string[]> TagRequests() => Emulator.RequestLog.Snapshot()
        .Where(request => request.Method == "POST")
        .Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("fileIds").EnumerateArray().Select(id => id.GetString()!).ToArray());

    public void AssertRestored() => Assert.Equal(Before, Emulator.Library.DumpState());

    public void AssertNothingWritten()
    {
        Assert.Equal(0, Emulator.Statistics.Writes.Received);
        AssertRestored();
    }

    /// <summary>The script ends with this error, and nothing was written.</summary>
    public ErrorRecord AssertRefused(string script, string errorId)
    {
        ShellResult result = Shell.Run(script);
        Assert.NotNull(result.TerminatingError);
        Assert.Equal(errorId, result.TerminatingError!.FullyQualifiedErrorId.Split(',')[0]);
        AssertNothingWritten();
        return result.TerminatingError;
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
