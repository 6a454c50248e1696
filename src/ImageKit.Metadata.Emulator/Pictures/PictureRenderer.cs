using System.Globalization;
using System.Numerics;
using System.Text;
using ImageMagick;

namespace ImageKit.Metadata.Emulator;

/// <summary>
/// Draws pictures and transforms them. Without a width or height in the transformation no side is longer than
/// <see cref="OriginalCap"/> pixels, whatever the metadata says of the original; with one, up to
/// <see cref="TransformedCap"/> pixels are drawn.
/// </summary>
internal static class PictureRenderer
{
    public const int OriginalCap = 1_600;
    public const int TransformedCap = 4_096;

    private const int DefaultQuality = 80;

    /// <summary>The picture in the given format, which must not be svg.</summary>
    public static byte[] Render(Drawing drawing, PictureFacts facts, Transformation? transformation, string format)
    {
        IReadOnlyList<TransformationStep> steps = transformation?.Steps ?? [];
        (int width, int height) = (facts.Width, facts.Height);
        if (!steps.Any(step => step.Width is not null || step.Height is not null || step.AspectRatio is not null))
        {
            (width, height) = Fit(width, height, OriginalCap);
        }

        (int drawnWidth, int drawnHeight) = DrawnSize(width, height, steps);
        using MagickImage image = Draw(drawing, drawnWidth, drawnHeight, facts.HasTransparency);
        int quality = DefaultQuality;
        foreach (TransformationStep step in steps)
        {
            Apply(image, step, ref width, ref height);
            quality = step.Quality ?? quality;
        }

        return Encode(image, format, quality);
    }

    /// <summary>A drawing in the manner of an icon, as text.</summary>
    public static byte[] RenderSvg(Drawing drawing, int width, int height)
    {
        SeededRandom random = new(drawing.Seed);
        string[] colors = random.Pick<string[]>([["2f6690", "9ad1d4"], ["d1495b", "f4d35e"], ["3d405b", "e07a5f"], ["2a9d8f", "e9c46a"]]);
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 100 100\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"  <defs><linearGradient id=\"g\" x2=\"1\" y2=\"1\"><stop stop-color=\"#{colors[0]}\"/><stop offset=\"1\" stop-color=\"#{colors[1]}\"/></linearGradient></defs>\n");
        svg.Append("  <rect x=\"6\" y=\"6\" width=\"88\" height=\"88\" rx=\"22\" fill=\"url(#g)\"/>\n");
        for (int i = 0; i < 3; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"  <circle cx=\"{random.Next(28, 72)}\" cy=\"{random.Next(28, 72)}\" r=\"{random.Next(8, 20)}\" fill=\"#fff\" fill-opacity=\"0.{random.Next(35, 85)}\"/>\n");
        }

        svg.Append("</svg>\n");
        return Encoding.UTF8.GetBytes(svg.ToString());
    }

    /// <summary>As many pixels as the most demanding step needs, and no more than the original has.</summary>
    private static (int Width, int Height) DrawnSize(int width, int height, IReadOnlyList<TransformationStep> steps)
    {
        double needed = steps.Count == 0 ? 1 : 0;
        (int w, int h) = (width, height);
        foreach (TransformationStep step in steps)
        {
            (w, h) = step.SizeBeforeRotation(w, h);
            needed = Math.Max(needed, Math.Max((double)w / width, (double)h / height));
            (w, h) = step.Size(w, h);
        }

        double scale = Math.Min(1, needed);
        return Fit(Math.Max(1, (int)Math.Ceiling(width * scale)), Math.Max(1, (int)Math.Ceiling(height * scale)), TransformedCap);
    }

    private static (int Width, int Height) Fit(int width, int height, int cap)
    {
        double scale = Math.Min(1, (double)cap / Math.Max(width, height));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    private static MagickImage Draw(Drawing drawing, int width, int height, bool isTransparent)
    {
        ScenePainter painter = ScenePainter.Create(drawing, width, height);
        float zoom = Variation.Zoom(drawing.Variation);
        float aspect = (float)width / height;
        byte[] pixels = new byte[width * height * 4];
        Parallel.For(0, height, row =>
        {
            float y = 0.5f + ((((row + 0.5f) / height) - 0.5f) / zoom);
            for (int column = 0; column < width; column++)
            {
                float x = (aspect / 2) + ((((column + 0.5f) / height) - (aspect / 2)) / zoom);
                Vector3 color = Variation.Adjust(painter.ColorAt(x, y), drawing.Variation);
                int at = ((row * width) + column) * 4;
                pixels[at] = Channel(color.X);
                pixels[at + 1] = Channel(color.Y);
                pixels[at + 2] = Channel(color.Z);
                float tile = Paint.Box(x - (aspect / 2), y - 0.5f, (aspect / 2) - 0.05f, 0.45f, 0.2f);
                pixels[at + 3] = isTransparent ? Channel(Paint.Inside(tile, 0.8f / height)) : (byte)255;
            }
        });
        PixelReadSettings settings = new((uint)width, (uint)height, StorageType.Char, PixelMapping.RGBA);
        MagickImage image = new(pixels, settings);
        if (!isTransparent)
        {
            image.Alpha(AlphaOption.Off);
        }

        return image;
    }

    private static byte Channel(float value) => (byte)Math.Clamp((value * 255) + 0.5f, 0, 255);

    private static void Apply(MagickImage image, TransformationStep step, ref int width, ref int height)
    {
        (int w, int h) = step.SizeBeforeRotation(width, height);
        (width, height) = step.Size(width, height);
        (w, h) = Fit(w, h, TransformedCap);
        if (w != (int)image.Width || h != (int)image.Height)
        {
            Resize(image, w, h, crops: step.Crop == "maintain_ratio");
        }

        if (step.Rotation % 360 != 0)
        {
            image.BackgroundColor = MagickColors.White;
            image.Rotate(step.Rotation);
            image.ResetPage();
        }

        if (step.FlipsHorizontally)
        {
            image.Flop();
        }

        if (step.FlipsVertically)
        {
            image.Flip();
        }

        if (step.Blur > 0)
        {
            image.GaussianBlur(0, step.Blur / 4.0);
        }

        if (step.IsGrayscale)
        {
            image.Grayscale();
        }
    }

    private static void Resize(MagickImage image, int width, int height, bool crops)
    {
        if (crops)
        {
            image.Resize(new MagickGeometry((uint)width, (uint)height) { FillArea = true });
            image.Crop((uint)width, (uint)height, Gravity.Center);
            image.ResetPage();
        }
        else
        {
            image.Resize(new MagickGeometry((uint)width, (uint)height) { IgnoreAspectRatio = true });
        }
    }

    private static byte[] Encode(MagickImage image, string format, int quality)
    {
        image.Quality = (uint)quality;
        image.Density = new Density(72);
        if (format is "jpg" or "mp4")
        {
            image.BackgroundColor = MagickColors.White;
            image.Alpha(AlphaOption.Remove);
        }

        if (format == "avif")
        {
            // The encoder's default takes seconds for a large picture.
            image.Settings.SetDefine(MagickFormat.Heic, "speed", "9");
        }

        return image.ToByteArray(format switch
        {
            "png" => MagickFormat.Png,
            "webp" => MagickFormat.WebP,
            "gif" => MagickFormat.Gif,
            "avif" => MagickFormat.Avif,
            _ => MagickFormat.Jpeg,
        });
    }
}
