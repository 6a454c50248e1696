namespace ImageKit.Metadata.Decoding;

/// <summary>The outcome of one file: the image with its hash, or why there is none.</summary>
internal sealed record HashedFile(string Path, LocalImage? Image, LocalImageException? Failure)
{
    internal static HashedFile Hash(string path, CancellationToken cancellation)
    {
        try
        {
            return new HashedFile(path, ImageHasher.Hash(path, cancellation), null);
        }
        catch (LocalImageException failure)
        {
            return new HashedFile(path, null, failure);
        }
    }
}
