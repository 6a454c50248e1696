using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>The part of an image's URL after the endpoint: where the file is stored, and how it is transformed.</summary>
/// <param name="Path">The decoded path, with a slash at its start.</param>
/// <param name="Transformation">Null for the original.</param>
/// <param name="IsVideoThumbnail">Whether it is a still image of the video at the path.</param>
internal readonly record struct ImageUrl(string Path, Transformation? Transformation, bool IsVideoThumbnail)
{
    public const string VideoThumbnail = "ik-thumbnail.jpg";

    /// <summary>Parses what follows the endpoint and its slash.</summary>
    public static ImageUrl Parse(string rest)
    {
        string[] parts = rest.Split('#')[0].Split('?', 2);
        string path = parts[0];
        string? transformation = parts.Length == 2 ? ApiQuery.Get(parts[1], "tr") : null;
        if (path.StartsWith("tr:", StringComparison.Ordinal))
        {
            string[] segments = path.Split('/', 2);
            transformation = Decode(segments[0]["tr:".Length..]) + (transformation is null ? "" : ":" + transformation);
            path = segments.ElementAtOrDefault(1) ?? "";
        }

        bool isThumbnail = path.EndsWith("/" + VideoThumbnail, StringComparison.Ordinal);
        path = isThumbnail ? path[..^(VideoThumbnail.Length + 1)] : path;
        return new ImageUrl("/" + Decode(path), transformation is null ? null : new Transformation(transformation), isThumbnail);
    }

    private static string Decode(string text) => ApiQuery.Decode(text.Replace("+", "%2B", StringComparison.Ordinal)) ?? text;
}

/// <summary>A chain of steps joined by colons, as in <c>w-400,h-300:q-50</c>: a model of what it does to size, bytes, format and hash.</summary>
internal sealed class Transformation
{
    private const string Ignored = ",ar,bg,bl,b,cm,cp,di,dpr,du,e,eo,fl,fo,l,lo,md,o,pr,r,rt,so,sr,t,tr,vc,ac,x,xc,y,yc,z,";
    private const string Formats = ",auto,orig,jpg,jpeg,png,webp,avif,gif,";
    private const string Crops = ",maintain_ratio,force,at_max,";

    private readonly string _text;
    private readonly Dictionary<string, string>[] _steps;

    /// <exception cref="RefusedRequestException">The service would respond with 400.</exception>
    public Transformation(string text)
    {
        _text = string.Join(':', text.Split(':').Select(step => step switch
        {
            "n-ik_ml_thumbnail" => "w-400,h-300,c-at_max",
            "n-thumb" => "w-100,h-100",
            _ => step.StartsWith("n-", StringComparison.Ordinal) ? throw new RefusedRequestException(400, $"The named transformation {step[2..]} does not exist.") : step,
        }));
        _steps = [.. _text.Split(':').Select(Parse)];
        _steps = _steps.Any(step => step.GetValueOrDefault("orig") == "true") ? [] : _steps;
    }

    /// <summary>The bytes of an image of average detail, for a quality of 1 to 100.</summary>
    public static double EstimateSize(int width, int height, string format, int quality)
    {
        // A smaller image has more detail in each pixel, hence the exponent.
        double detail = Math.Pow((double)width * height, 0.92);
        double bytesPerDetail = format switch { "avif" => 0.24, "webp" => 0.34, "gif" => 1.3, "png" => 2.6, "svg" => 0.02, "mp4" => 2, _ => 0.5 };
        return 300 + (detail * bytesPerDetail * (IsLossy(format) ? 0.12 + (0.88 * Math.Pow(quality / 80.0, 2.2)) : 1));
    }

    /// <summary>The content that the service delivers: without EXIF, unless nothing is transformed.</summary>
    public FileContent Apply(FileContent original)
    {
        if (_steps.Length == 0)
        {
            return original;
        }

        (int width, int height, string format, int quality) = (original.Width, original.Height, original.Format, 80);
        foreach (Dictionary<string, string> step in _steps)
        {
            (width, height) = Resize(step, width, height);
            format = step.GetValueOrDefault("f", "auto") is not ("auto" or "orig") and string given ? given.Replace("jpeg", "jpg", StringComparison.Ordinal) : format;
            quality = (int?)Number(step, "q") ?? quality;
        }

        double growth = EstimateSize(width, height, format, quality) /
            EstimateSize(original.Width, original.Height, original.Format, original.Quality == 0 ? 90 : original.Quality);
        FileContent result = original with { Width = width, Height = height, Format = format, Size = Math.Max(64, (long)(original.Size * growth)) };
        return original.IsVideo ? result : result with
        {
            Exif = null,
            HasColorProfile = false,
            Quality = IsLossy(format) ? quality : 0,
            HasTransparency = original.HasTransparency && format != "jpg",
            Density = 72,
            PHash = Drift(original, width, height, quality),
        };
    }

    private static bool IsLossy(string format) => format is "jpg" or "webp" or "avif" or "mp4";

    private static Dictionary<string, string> Parse(string text)
    {
        Dictionary<string, string> step = [];
        foreach (string parameter in text.Split(','))
        {
            string[] parts = parameter.Split('-', 2);
            (string key, string value) = (parts[0], parts.ElementAtOrDefault(1) ?? "");
            bool isNumber = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
            bool isValid = key switch
            {
                "w" or "h" => value == "auto" || (isNumber && number is > 0 and <= 65_535),
                "q" => value == "auto" || (isNumber && number is >= 1 and <= 100),
                "f" => Formats.Contains($",{value},", StringComparison.Ordinal),
                "c" => Crops.Contains($",{value},", StringComparison.Ordinal),
                "orig" => value is "true" or "false",
                _ => key.Length > 0 && (value.Length > 0 || key == "e") && Ignored.Contains($",{key},", StringComparison.Ordinal),
            };
            step[key] = isValid ? value : throw new RefusedRequestException(400, $"Your request contains an invalid transformation parameter: {parameter}");
        }

        return step;
    }

    private static double? Number(Dictionary<string, string> step, string key) =>
        step.GetValueOrDefault(key, "auto") is not "auto" and string value ? double.Parse(value, CultureInfo.InvariantCulture) : null;

    private static (int Width, int Height) Resize(Dictionary<string, string> step, int width, int height)
    {
        double? w = Number(step, "w") is double x ? x < 1 ? x * width : x : null;
        double? h = Number(step, "h") is double y ? y < 1 ? y * height : y : null;
        double smaller = Math.Min(w / width ?? h / height ?? 1, h / height ?? w / width ?? 1);
        (double Width, double Height) size = (w, h, step.GetValueOrDefault("c")) switch
        {
            (null, _, _) or (_, null, _) => (width * smaller, height * smaller),
            (_, _, "at_max") => (width * Math.Min(1, smaller), height * Math.Min(1, smaller)),
            _ => (w.Value, h.Value),
        };
        return (Math.Clamp((int)Math.Round(size.Width), 1, 65_535), Math.Clamp((int)Math.Round(size.Height), 1, 65_535));
    }

    /// <summary>A few bits flip where the image loses detail or is squeezed.</summary>
    private ulong Drift(FileContent original, int width, int height, int quality)
    {
        ulong random = StableHash.Mix(original.PHash ^ StableHash.Of(_text));
        int bits = Math.Min(width, height) switch { < 32 => 2, < 100 => 1, _ => 0 } + quality switch { < 15 => 2, < 40 => 1, _ => 0 };
        bits = bits == 0 ? 0 : Math.Clamp(bits - 1 + (int)(random & 1), 0, 4);
        double squeeze = (double)width / height / ((double)original.Width / original.Height);
        bits += squeeze is < 0.8 or > 1.25 ? 5 + (int)((random >> 60) & 3) : 0;
        ulong mask = 0;
        while (BitOperations.PopCount(mask) < bits)
        {
            random = StableHash.Mix(random + 0x9E3779B97F4A7C15);
            mask |= 1UL << (int)(random & 63);
        }

        return original.PHash == 0 ? 0 : original.PHash ^ mask;
    }
}

/// <summary>Metadata responses from ImageKit's own documents and tests, and generated ones below <c>/bulk/</c> and <c>/faults/</c>.</summary>
internal static class RecordedMetadata
{
    /// <summary>A full response of about 2 KB, with fields of fixed width to fill in, so that load tests measure the client.</summary>
    private const string Text =
        """
        {"height":@hhh,"width":@www,"size":@ssssss,"format":"jpg","hasColorProfile":true,"quality":0,"density":72,"hasTransparency":false,"exif":{"image":{"ImageDescription":"Warehouse picture, catalogue run","Make":"Canon","Model":"Canon EOS 40D","Orientation":1,"XResolution":72,"YResolution":72,"ResolutionUnit":2,"Software":"Digital Photo Professional","ModifyDate":"20@y:07:@d 10:38:11","Artist":"Studio Noord","YCbCrPositioning":2,"Copyright":"Studio Noord","ExifOffset":214,"GPSInfo":978},"thumbnail":{"Compression":6,"XResolution":72,"YResolution":72,"ResolutionUnit":2,"ThumbnailOffset":1090,"ThumbnailLength":1378},"exif":{"ExposureTime":0.00625,"FNumber":7.1,"ExposureProgram":1,"ISO":100,"ExifVersion":"0221","DateTimeOriginal":"20@y:05:@d 15:56:01","CreateDate":"20@y:05:@d 15:56:01","ComponentsConfiguration":"\u0001\u0002\u0003\u0000","ShutterSpeedValue":7.375,"ApertureValue":5.625,"ExposureCompensation":0,"MaxApertureValue":4.65625,"MeteringMode":5,"LightSource":0,"Flash":9,"FocalLength":135,"SubSecTime":"00","SubSecTimeOriginal":"00","SubSecTimeDigitized":"00","FlashpixVersion":"0100","ColorSpace":1,"ExifImageWidth":@www,"ExifImageHeight":@hhh,"InteropOffset":948,"FocalPlaneXResolution":4438.356164383562,"FocalPlaneYResolution":4445.969125214408,"FocalPlaneResolutionUnit":2,"SensingMethod":2,"CustomRendered":0,"ExposureMode":1,"WhiteBalance":0,"FocalLengthIn35mmFormat":216,"SceneCaptureType":0,"SerialNumber":"10@ssssss","LensModel":"EF70-200mm f/4L USM"},"gps":{"GPSVersionID":[2,2,0,0],"GPSLatitudeRef":"N","GPSLatitude":[52,@d,12.5],"GPSLongitudeRef":"E","GPSLongitude":[4,@d,31.75],"GPSAltitudeRef":0,"GPSAltitude":12.5,"GPSTimeStamp":[13,56,1],"GPSDateStamp":"20@y:05:@d"},"interoperability":{"InteropIndex":"R98","InteropVersion":"0100"},"makernote":{"error":"Unable to extract Makernote information as it is in an unsupported or unrecognized format."}},"pHash":"@ppppppppppppppp"}
        """;

    private static readonly byte[] Template = Encoding.ASCII.GetBytes(Text);
    private static readonly (int Offset, char Field)[] Fields = [.. Enumerable.Range(0, Text.Length).Where(i => Text[i] == '@').Select(i => (i, Text[i + 1]))];
    private static readonly Dictionary<string, byte[]> Samples = new[] { "canon40d.jpg", "photoshop-300dpi.jpg", "no-exif.jpg", "video.mp4", "iphone-gps.jpg" }.ToDictionary(name => "/samples/" + name, name => SampleData.Resource(Path.ChangeExtension(name, "json")));

    /// <summary>The response for a path; null if there is none.</summary>
    public static byte[]? Find(string path) =>
        (path.StartsWith("/bulk/", StringComparison.Ordinal) && path.Length > "/bulk/".Length) || Fault.FromUrl(path) is not null ? Generate(path) : Samples.GetValueOrDefault(path);

    public static byte[] Generate(string path)
    {
        ulong hash = StableHash.Of(path);
        ulong more = StableHash.Mix(hash);
        byte[] response = [.. Template];
        foreach ((int offset, char field) in Fields)
        {
            (int length, ulong value) = field switch
            {
                'h' => (4, 1000 + (more % 3000)),
                'w' => (4, 2000 + ((more >> 16) % 4000)),
                's' => (7, 1_000_000 + ((more >> 32) % 8_000_000)),
                'y' => (2, 10 + ((more >> 40) % 15)),
                'd' => (2, 10 + ((more >> 50) % 18)),
                _ => (16, hash),
            };
            value.TryFormat(response.AsSpan(offset, length), out _, field == 'p' ? "x16" : "D", CultureInfo.InvariantCulture);
        }

        return response;
    }
}

/// <summary>What a URL of the account or a file ID contains, as metadata and as a drawing.</summary>
/// <param name="library">The stored files.</param>
/// <param name="urlEndpoint">The start of the account's URLs, without a final slash.</param>
internal sealed class ImageSource(SampleLibrary library, string urlEndpoint)
{
    public ApiResponse MetadataByUrl(string url)
    {
        string? rest = AfterEndpoint(url, urlEndpoint) ?? AfterEndpoint(url, "https://ik.imagekit.io/demo");
        return rest is null ? ApiResponse.Error(400, $"{url} should be accessible using your ImageKit.io account.") : Metadata(ImageUrl.Parse(rest));
    }

    public ApiResponse MetadataById(string fileId) =>
        !SampleAsset.IsFileId(fileId) ? ApiResponse.InvalidFileId : library.FindById(fileId) is SampleAsset asset ? Metadata(asset, default) : ApiResponse.FileNotFound;

    /// <summary>Delivers every image as a drawing: its hash as a pattern in a color of its own, and its name.</summary>
    public async Task DeliverAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        string target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        string root = new Uri(urlEndpoint).AbsolutePath.TrimEnd('/') + "/";
        try
        {
            ImageUrl url = target.StartsWith(root, StringComparison.Ordinal) ? ImageUrl.Parse(target[root.Length..]) : default;
            FileContent? content = url.Path is null ? null
                : library.Find(url.Path) is SampleAsset asset ? asset.Breakage == Breakage.None ? asset.Content : null
                : RecordedMetadata.Find(url.Path) is byte[] json ? FileContent.FromJson(JsonNode.Parse(json)!.AsObject()) : null;
            if (content is not null)
            {
                response.Headers.AccessControlAllowOrigin = "*";
                await new ApiResponse(200, Draw(url.Transformation?.Apply(content) ?? content, url.Path![1..]), "image/svg+xml").SendAsync(response);
                return;
            }

            (response.StatusCode, response.Headers["ik-error"]) = (404, "ENOENT - The requested file does not exist");
        }
        catch (RefusedRequestException exception)
        {
            (response.StatusCode, response.Headers["ik-error"]) = (400, "EINVAL - " + string.Concat(exception.Message.Where(letter => letter is >= ' ' and <= '~')));
        }
    }

    private static byte[] Draw(FileContent content, string name)
    {
        ulong hash = content.IsVideo ? StableHash.Mix((ulong)content.Size) : content.PHash;
        int hue = BitOperations.PopCount(hash & 0x5555_5555_5555_5555) * 11 % 360;
        string cells = string.Concat(Enumerable.Range(0, 64).Where(i => (hash >> i & 1) == 1).Select(i => $"M{i % 8} {i / 8}h1v1h-1z"));
        return Encoding.UTF8.GetBytes($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{content.Width}" height="{content.Height}" viewBox="0 0 8 8" preserveAspectRatio="none">
            <path fill="hsl({hue},45%,85%)" d="M0 0h8v8h-8z"/><path fill="hsl({hue},55%,45%)" d="{cells}"/>
            <text x="4" y="4.2" font-size=".6" text-anchor="middle">{System.Security.SecurityElement.Escape(name)}</text>
            </svg>

            """);
    }

    /// <summary>Scheme and host are case-insensitive; the path is not.</summary>
    private static string? AfterEndpoint(string url, string endpoint)
    {
        int path = endpoint.IndexOf('/', endpoint.IndexOf("//", StringComparison.Ordinal) + 2) is >= 0 and int slash ? slash : endpoint.Length;
        return url.Length > endpoint.Length && url[endpoint.Length] == '/' && url.StartsWith(endpoint[..path], StringComparison.OrdinalIgnoreCase) &&
            string.CompareOrdinal(url, path, endpoint, path, endpoint.Length - path) == 0 ? url[(endpoint.Length + 1)..] : null;
    }

    private ApiResponse Metadata(ImageUrl url)
    {
        if (library.Find(url.Path) is SampleAsset asset)
        {
            return url.IsVideoThumbnail && !asset.IsVideo ? ApiResponse.FileNotFound : Metadata(asset, url);
        }

        byte[]? json = RecordedMetadata.Find(url.Path);
        return json is null ? ApiResponse.FileNotFound
            : url.Transformation is null ? new ApiResponse(200, json)
            : new ApiResponse(200, url.Transformation.Apply(FileContent.FromJson(JsonNode.Parse(json)!.AsObject())).ToJson());
    }

    private static ApiResponse Metadata(SampleAsset asset, ImageUrl url)
    {
        if (asset.Breakage != Breakage.None)
        {
            return asset.Breakage == Breakage.Missing ? ApiResponse.FileNotFound : ApiResponse.Error(400, "The requested file is corrupt or invalid.");
        }

        FileContent content = asset.Content;
        if (url.IsVideoThumbnail)
        {
            content = new FileContent { Width = asset.Width, Height = asset.Height, Format = "jpg", Size = (long)Transformation.EstimateSize(asset.Width, asset.Height, "jpg", 80), PHash = StableHash.Mix((ulong)asset.Size) };
        }

        return new ApiResponse(200, (url.Transformation?.Apply(content) ?? content).ToJson());
    }
}
