using System.IO.Compression;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>The limit of a response holds for what it unpacks to.</summary>
[Collection(AloneOnTheHeap.Name)]
public sealed class DecompressionBombTests
{
    [Theory]
    [InlineData("gzip")]
#if !NET8_0
    [InlineData("br")]
#endif
    public async Task A_decompression_bomb_ends_at_16_MB(string encoding)
    {
        byte[] bomb = Pack(encoding, new byte[200_000_000]);
        Assert.InRange(bomb.Length, 1, 1_000_000);
        using RawServer server = new(_ => bomb);
        using ImageKitClient client = new("k", new ImageKitClientOptions { ApiBaseUri = server.BaseUri });
        long before = GC.GetTotalAllocatedBytes();

        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(() => client.GetMetadataAsync("https://ik.imagekit.io/demo/a.jpg"));

        Assert.Equal(ImageKitErrorKind.UnexpectedResponse, exception.Kind);
        Assert.Contains("16 MB", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 150_000_000);
    }

    private static byte[] Pack(string encoding, byte[] body)
    {
        using MemoryStream packed = new();
        using (Stream packer = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Optimal) : new BrotliStream(packed, CompressionLevel.Fastest))
        {
            packer.Write(body);
        }

        return RawServer.CreateResponse($"200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}", packed.ToArray());
    }
}
