namespace ImageKit.Metadata.Emulator;

/// <summary>The metadata of what a URL delivers (<c>/v1/metadata?url=</c>) or of a stored file.</summary>
/// <param name="library">The stored files.</param>
/// <param name="urlEndpoint">What the account's own URLs start with, without a final slash.</param>
internal sealed class MetadataEndpoint(SampleLibrary library, string urlEndpoint)
{
    private readonly UrlPrefix _publicEndpoint = new("https://ik.imagekit.io/demo");
    private readonly UrlPrefix _ownEndpoint = new(urlEndpoint);

    public ApiAnswer ByUrl(string url)
    {
        if (!_ownEndpoint.TryStrip(url, out ReadOnlySpan<char> rest) && !_publicEndpoint.TryStrip(url, out rest))
        {
            return ApiError.ForeignUrl(url);
        }

        try
        {
            return Of(PictureUrl.Parse(rest));
        }
        catch (TransformationException exception)
        {
            return ApiError.BadRequest(exception.Message);
        }
    }

    public ApiAnswer ById(string fileId) =>
        !SampleAsset.IsFileId(fileId) ? ApiError.InvalidFileId
            : library.FindById(fileId) is SampleAsset asset ? Of(asset, default)
            : ApiError.FileNotFound;

    private ApiAnswer Of(PictureUrl picture)
    {
        if (library.Find(picture.Path) is SampleAsset asset)
        {
            return picture.IsVideoThumbnail && !asset.IsVideo ? ApiError.FileNotFound : Of(asset, picture);
        }

        byte[]? json = Recorded(picture.Path);
        return json is null ? ApiError.FileNotFound
            : picture.Transformation is null ? ApiAnswer.Ok(json)
            : ApiAnswer.Ok(picture.Transformation.Apply(PictureFacts.FromJson(json)).ToJson());
    }

    private static ApiAnswer Of(SampleAsset asset, PictureUrl picture)
    {
        if (asset.Breakage != Breakage.None)
        {
            return asset.Breakage == Breakage.Missing ? ApiError.FileNotFound : ApiError.CorruptFile;
        }

        PictureFacts facts = picture.IsVideoThumbnail ? asset.Facts.Still() : asset.Facts;
        return ApiAnswer.Ok((picture.Transformation?.Apply(facts) ?? facts).ToJson());
    }

    private static byte[]? Recorded(string path) => BulkMetadata.Covers(path) ? BulkMetadata.Of(path) : RecordedSamples.Find(path);
}
