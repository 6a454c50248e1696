using System.Text;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>A folder for checkpoint files and a client that asks nobody.</summary>
internal sealed class CheckpointFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoint");

    public CheckpointFixture() => File = System.IO.Path.Combine(_folder.FullName, "run.jsonl");

    public string File { get; }

    public ImageKitClient Client { get; } = ClientOf("private_one");

    public static ImageKitClient ClientOf(string key, string api = "https://api.imagekit.io") =>
        new(key, new ImageKitClientOptions { ApiBaseUri = new Uri(api) });

    public static MetadataRequest Request(string name) => MetadataRequest.ForUrl("https://ik.imagekit.io/demo/" + name);

    public static MetadataResponse CreateResponse(MetadataRequest request, string json)
    {
        DateTime at = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        ReadOnlyMemory<byte> body = JsonRepair.Repair(Encoding.UTF8.GetBytes(json));
        return new MetadataResponse(request.Read(body, at), body, at);
    }

    public static void Add(Checkpoint checkpoint, string name, string json) => checkpoint.Add(Request(name), CreateResponse(Request(name), json));

    public Checkpoint Open() => Checkpoint.Open(File, Client);

    public void Dispose()
    {
        Client.Dispose();
        _folder.Delete(recursive: true);
    }
}
