using Microsoft.AspNetCore.Http.Features;

namespace ImageKit.Metadata.Emulator;

/// <summary>
/// Delivers library pictures, and made-up ones for <c>/bulk/</c>, <c>/samples/</c> and <c>/faults/</c>, as images that
/// can be looked at. Originals are drawn at no more than <see cref="PictureRenderer.OriginalCap"/> pixels a side, so
/// their size and bytes are not those the metadata tells. There is no video encoder here: a video is delivered as a JPEG
/// of its first frame, and says so in its content type.
/// </summary>
internal sealed class PictureDelivery(SampleLibrary library, string urlEndpoint) : IDisposable
{
    private const long CacheBytes = 64_000_000;

    private readonly string _root = new Uri(urlEndpoint).AbsolutePath.TrimEnd('/') + "/";
    private readonly PictureCache _cache = new(CacheBytes);
    private readonly SemaphoreSlim _easels = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async Task HandleAsync(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (!target.StartsWith(_root, StringComparison.Ordinal) || !HttpMethods.IsGet(context.Request.Method))
        {
            Refuse(context.Response, 404, "ENOENT - The requested resource was not found");
            return;
        }

        try
        {
            PictureUrl url = PictureUrl.Parse(target.AsSpan(_root.Length));
            if (Find(url.Path) is (PictureFacts facts, Drawing drawing))
            {
                await DeliverAsync(context, target, url, facts, drawing);
                return;
            }

            Refuse(context.Response, 404, "ENOENT - The requested file does not exist");
        }
        catch (TransformationException exception)
        {
            Refuse(context.Response, 400, "EINVAL - " + exception.Message);
        }
    }

    public void Dispose() => _easels.Dispose();

    private (PictureFacts Facts, Drawing Drawing)? Find(string path)
    {
        if (library.Find(path) is SampleAsset asset)
        {
            return asset.Breakage == Breakage.None ? (asset.BareFacts, asset.Drawing) : null;
        }

        byte[]? json = RecordedSamples.Find(path);
        if (json is null && !BulkMetadata.Covers(path))
        {
            return null;
        }

        ulong seed = StableHash.Of(path);
        Scene[] scenes = [Scene.Hills, Scene.Sea, Scene.Town, Scene.Abstract, Scene.Shoe, Scene.Bag, Scene.Lamp];
        return (PictureFacts.FromJson(json ?? BulkMetadata.Of(path)), new Drawing(scenes[seed % (ulong)scenes.Length], seed, 0));
    }

    private async Task DeliverAsync(HttpContext context, string key, PictureUrl url, PictureFacts facts, Drawing drawing)
    {
        string format = facts.Format;
        foreach (TransformationStep step in url.Transformation?.Steps ?? [])
        {
            format = step.Format is null or "auto" or "orig" ? format : step.Format;
        }

        bool isDrawing = format == "svg" && url.Transformation is not { Steps.Count: > 0 };
        format = (format, isDrawing) switch { ("svg", true) => "svg", ("svg", false) => "png", ("mp4", _) => "jpg", _ => format };
        byte[]? bytes = _cache.Find(key);
        if (bytes is null)
        {
            await _easels.WaitAsync(context.RequestAborted);
            try
            {
                bytes = isDrawing
                    ? PictureRenderer.RenderSvg(drawing, facts.Width, facts.Height)
                    : PictureRenderer.Render(drawing, facts, url.Transformation, format);
            }
            finally
            {
                _easels.Release();
            }

            _cache.Add(key, bytes);
        }

        HttpResponse response = context.Response;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.CacheControl = "public, s-maxage=31536000, max-age=31536000";
        response.ContentType = MediaTypes.Of(format);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static void Refuse(HttpResponse response, int status, string error)
    {
        response.StatusCode = status;
        response.Headers["ik-error"] = string.Concat(error.Where(letter => letter is >= ' ' and <= '~'));
    }
}
