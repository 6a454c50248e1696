using System.Runtime.Intrinsics;
using ImageKit.Metadata.Decoding.Jpeg;
using ImageKit.Metadata.PerceptualHashing;
using SkiaSharp;

namespace ImageKit.Metadata.Decoding;

/// <summary>Computes ImageKit's perceptual hash of image files. Files can be hashed on several threads at once.</summary>
internal static class ImageHasher
{
    /// <summary>The limit on the size of an image, in pixels; ImageKit has the same for what it transforms.</summary>
    internal const long MaximumPixelCount = 100_000_000;

    /// <summary>The limit on the size of a file, in bytes.</summary>
    internal const long MaximumFileSize = 256L << 20;

    private const int BytesPerPixel = 4;

    /// <summary>How many rows are decoded at a time: few enough for the cache of the processor.</summary>
    private const int BandHeight = 16;

    /// <summary>A photo from a camera never waits for memory; very large images wait for each other.</summary>
    private static readonly MemoryBudget Memory = new(Environment.ProcessorCount * (100L << 20));

    /// <summary>Hashes one file.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="cancellation">Stops at the next band of rows.</param>
    /// <returns>The image, with its hash.</returns>
    /// <exception cref="LocalImageException">The file has no hash.</exception>
    internal static LocalImage Hash(string path, CancellationToken cancellation = default)
    {
        using SKData content = ImageFile.Read(path, out LocalImage image, cancellation);
        using SKCodec codec = SKCodec.Create(content) ?? throw Damaged("its header cannot be read");
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MaximumPixelCount)
        {
            throw new LocalImageException(
                LocalImageErrorKind.ImageTooLarge,
                $"The image has {width} x {height} pixels; the limit is {MaximumPixelCount / 1_000_000} megapixels.",
                "Hash a smaller copy of the image; its hash differs in few bits, if any.");
        }

        using IDisposable memory = Memory.Reserve(EstimateMemory(content, image.Format, (long)width * height), cancellation);
        (image.Width, image.Height, image.Orientation) = (width, height, (int)codec.EncodedOrigin);
        image.OrientationHashes = [.. Reduce(codec, content.Span, cancellation).Orient(image.Orientation).ToOrientationHashes().Select(hash => hash.ToString())];
        image.PHash = image.OrientationHashes[0];
        return image;
    }

    private static GrayGrid Reduce(SKCodec codec, ReadOnlySpan<byte> content, CancellationToken cancellation)
    {
        int shrink = FindShrink(codec);
        return shrink == 1 && codec.EncodedFormat == SKEncodedImageFormat.Jpeg && codec.Info.ColorSpace is { IsSrgb: true }
            && Vector256.IsHardwareAccelerated
            && ReduceBaselineJpeg(content, cancellation) is { } grid
                ? grid
                : Reduce(codec, shrink, cancellation);
    }

    /// <returns>Null if the image is of another kind or damaged; SkiaSharp finds out which.</returns>
    private static GrayGrid? ReduceBaselineJpeg(ReadOnlySpan<byte> content, CancellationToken cancellation)
    {
        if (BaselineJpeg.Read(content) is not { } image)
        {
            return null;
        }

        using BaselineJpegDecoder? decoder = BaselineJpegDecoder.Open(image, content);
        if (decoder is null)
        {
            return null;
        }

        var reduction = new GridReduction(image.Width, image.Height);
        byte[] row = new byte[image.Width];
        for (int y = 0; y < image.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!decoder.ReadRow(row))
            {
                return null;
            }

            reduction.AddRow(row);
        }

        return reduction.ToGrid();
    }

    private static GrayGrid Reduce(SKCodec codec, int shrink, CancellationToken cancellation)
    {
        int width = codec.Info.Width / shrink, height = codec.Info.Height / shrink;
        bool isOpaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        var rows = new RowReduction(width, height, isOpaque);

        // JPEG rounds a reduced size up, and libwebp takes any size. The last row and column of a rounded size are left out.
        SKSizeI size = shrink > 1 && codec.EncodedFormat == SKEncodedImageFormat.Jpeg
            ? codec.GetScaledDimensions(1f / shrink)
            : new SKSizeI(width, height);
        using SKColorSpace colorSpace = SKColorSpace.CreateSrgb();
        var target = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, isOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, colorSpace);
        if (codec.StartScanlineDecode(target) == SKCodecResult.Success && codec.ScanlineOrder == SKCodecScanlineOrder.TopDown)
        {
            using var band = new NativeBuffer(BandHeight * target.RowBytes);
            for (int y = 0; y < size.Height; y += BandHeight)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(BandHeight, size.Height - y);
                if (codec.GetScanlines(band.Address, count, target.RowBytes) < count)
                {
                    throw Damaged("its pixels end too early");
                }

                rows.Add(band.Span, Math.Min(count, height - y), target.RowBytes);
            }
        }
        else
        {
            using var pixels = new NativeBuffer(target.BytesSize);
            SKCodecResult result = codec.GetPixels(target, pixels.Address, target.RowBytes, SKCodecOptions.Default);
            if (result != SKCodecResult.Success)
            {
                throw Damaged(result == SKCodecResult.IncompleteInput ? "its pixels end too early" : "its pixels cannot be read");
            }

            rows.Add(pixels.Span, height, target.RowBytes);
        }

        return rows.ToGrid();
    }

    /// <summary>What the decoder needs at most.</summary>
    private static long EstimateMemory(SKData content, string? format, long pixelCount) => format switch
    {
        // The coefficients of three channels, two bytes each; or the file once more.
        "jpg" => Examine(content).IsProgressive ? 6 * pixelCount : content.Size,
        // The pixels, and once more in the decoder.
        "webp" => 2 * BytesPerPixel * pixelCount,
        _ => BytesPerPixel * pixelCount,
    };

    /// <summary>A decoder that gets too little of a progressive image only shows it blurred.</summary>
    private static JpegStructure Examine(SKData content)
    {
        JpegStructure structure = JpegStructure.Read(content.Span);
        return !structure.IsComplete ? throw Damaged("it ends too early")
            : structure.ScanCount > JpegStructure.MaximumScanCount ? throw Damaged($"it has more than {JpegStructure.MaximumScanCount} scans")
            : structure;
    }

    /// <summary>How much the service lets the decoder reduce the image: only where both axes allow for the same.</summary>
    private static int FindShrink(SKCodec codec)
    {
        int across = codec.Info.Width / GrayGrid.Size, down = codec.Info.Height / GrayGrid.Size;
        return codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp) || across != down ? 1
            : across >= 8 ? 8
            : across >= 4 ? 4
            : across >= 2 ? 2
            : 1;
    }

    private static LocalImageException Damaged(string how) => new(
        LocalImageErrorKind.DamagedImage,
        $"The image is damaged: {how}.",
        "Replace the file with an intact copy.");

    private sealed class RowReduction(int width, int height, bool isOpaque)
    {
        private readonly GridReduction _gray = new(width, height);
        private readonly GridReduction? _alpha = isOpaque ? null : new(width, height);
        private readonly byte[] _grayRow = new byte[width];
        private readonly byte[] _alphaRow = isOpaque ? [] : new byte[width];

        internal void Add(ReadOnlySpan<byte> pixels, int count, int rowBytes)
        {
            for (int y = 0; y < count; y++)
            {
                ReadOnlySpan<byte> row = pixels.Slice(y * rowBytes, BytesPerPixel * _grayRow.Length);
                if (_alpha is null)
                {
                    GrayConversion.Convert(row, _grayRow);
                }
                else
                {
                    GrayConversion.ConvertPremultiplied(row, _grayRow, _alphaRow);
                    _alpha.AddRow(_alphaRow);
                }

                _gray.AddRow(_grayRow);
            }
        }

        internal GrayGrid ToGrid() => _alpha is null ? _gray.ToGrid() : _gray.ToGrid().Unpremultiply(_alpha.ToGrid());
    }
}
