using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>A chain of steps joined by colons, as in <c>w-400,h-300:rt-90</c>.</summary>
internal sealed class Transformation
{
    private const int DefaultQuality = 80;

    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["ik_ml_thumbnail"] = "w-400,h-300,c-at_max",
        ["thumb"] = "w-100,h-100",
        ["banner"] = "w-1200,h-400",
        ["low_quality"] = "q-20",
    };

    private Transformation(IReadOnlyList<TransformationStep> steps) => Steps = steps;

    /// <summary>The steps; none at all for <c>orig-true</c>, which makes the service ignore the others.</summary>
    public IReadOnlyList<TransformationStep> Steps { get; }

    /// <summary>Reads the text behind <c>tr:</c> or <c>tr=</c>.</summary>
    /// <exception cref="TransformationException">The service would answer 400.</exception>
    public static Transformation Parse(string text)
    {
        List<TransformationStep> steps = [];
        foreach (string part in text.Split(':'))
        {
            TransformationStep step = TransformationStep.Parse(part);
            if (step.Name is not string name)
            {
                steps.Add(step);
            }
            else if (Named.TryGetValue(name, out string? meaning))
            {
                steps.Add(TransformationStep.Parse(meaning));
            }
            else
            {
                throw new TransformationException($"The named transformation {name} does not exist.");
            }
        }

        return new Transformation(steps.Exists(step => step.IsOriginal) ? [] : steps);
    }

    /// <summary>What becomes of a picture.</summary>
    public PictureFacts Apply(PictureFacts original)
    {
        if (Steps.Count == 0)
        {
            return original;
        }

        int width = original.Width;
        int height = original.Height;
        string format = original.Format;
        int quality = DefaultQuality;
        foreach (TransformationStep step in Steps)
        {
            (width, height) = step.Size(width, height);
            format = step.Format is null or "auto" or "orig" ? format : step.Format;
            quality = step.Quality ?? quality;
        }

        double growth = FileSizeModel.Estimate(width, height, format, quality) /
            FileSizeModel.Estimate(original.Width, original.Height, original.Format, original.Quality == 0 ? 90 : original.Quality);
        bool keepsMetadata = Steps.Any(step => step.KeepsMetadata);
        PictureFacts result = original with
        {
            Width = width,
            Height = height,
            Format = format,
            Size = Math.Max(64, (long)(original.Size * growth)),
        };

        return original.IsVideo ? result : result with
        {
            Exif = keepsMetadata ? original.Exif : null,
            HasColorProfile = original.HasColorProfile && Steps.Any(step => step.KeepsColorProfile),
            Quality = FileSizeModel.IsLossy(format) ? quality : 0,
            HasTransparency = original.HasTransparency && format is not "jpg",
            Density = keepsMetadata ? original.Density : 72,
            PHash = Drift(original, width, height, quality),
        };
    }

    /// <summary>A few bits flip where the picture suffers; about half of them where it is turned or mirrored.</summary>
    private ulong Drift(PictureFacts original, int width, int height, int quality)
    {
        if (original.PHash == 0)
        {
            return 0;
        }

        string text = string.Join(':', Steps.Select(step => step.Text));
        ulong random = StableHash.Mix(original.PHash ^ StableHash.Of(text));
        int bits = 0;
        bits += Math.Min(width, height) switch { < 32 => 2, < 100 => 1, _ => 0 };
        bits += quality switch { < 15 => 2, < 40 => 1, _ => 0 };
        bits += Steps.Any(step => step.IsGrayscale) ? 1 : 0;
        bits += Steps.Any(step => step.Blur >= 20) ? 1 : 0;
        if (bits > 0)
        {
            bits = Math.Clamp(bits - 1 + (int)(random & 1), 0, 4);
        }

        int turn = Steps.Sum(step => step.Rotation) % 360;
        bool mirrored = Steps.Any(step => step.FlipsHorizontally || step.FlipsVertically);
        if (turn != 0 || mirrored)
        {
            bits += 24 + (int)(random >> 60);
        }
        else
        {
            double squeeze = (double)width / height / ((double)original.Width / original.Height);
            bits += squeeze is < 0.8 or > 1.25 ? 5 + (int)((random >> 60) & 3) : 0;
        }

        ulong mask = 0;
        while (BitOperations.PopCount(mask) < bits)
        {
            random = StableHash.Mix(random + 0x9E3779B97F4A7C15);
            mask |= 1UL << (int)(random & 63);
        }

        return original.PHash ^ mask;
    }
}
