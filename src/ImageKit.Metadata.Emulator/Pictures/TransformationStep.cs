using System.Globalization;

namespace ImageKit.Metadata.Emulator;

/// <summary>One step of a transformation: parameters joined by commas, as in <c>w-200,h-100,c-at_max</c>.</summary>
internal sealed class TransformationStep
{
    private const int MaximumSide = 65_535;

    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "fo", "x", "y", "xc", "yc", "z", "b", "r", "bg", "o", "t", "lo", "pr", "l", "di", "so", "eo", "du", "vc", "ac", "sr", "cm", "tr",
    };

    private static readonly HashSet<string> Formats = new(StringComparer.Ordinal)
    {
        "auto", "orig", "jpg", "jpeg", "png", "webp", "avif", "gif",
    };

    private static readonly HashSet<string> Crops = new(StringComparer.Ordinal)
    {
        "maintain_ratio", "force", "at_max", "at_max_enlarge", "at_least",
    };

    private TransformationStep(string text) => Text = text;

    public string Text { get; }

    public double? Width { get; private set; }

    public double? Height { get; private set; }

    public double? AspectRatio { get; private set; }

    public string Crop { get; private set; } = "maintain_ratio";

    public double DevicePixelRatio { get; private set; } = 1;

    public int Rotation { get; private set; }

    public int? Quality { get; private set; }

    public string? Format { get; private set; }

    public bool KeepsMetadata { get; private set; }

    public bool KeepsColorProfile { get; private set; }

    public bool IsGrayscale { get; private set; }

    public int Blur { get; private set; }

    public bool FlipsHorizontally { get; private set; }

    public bool FlipsVertically { get; private set; }

    public bool IsOriginal { get; private set; }

    public string? Name { get; private set; }

    public static TransformationStep Parse(string text)
    {
        TransformationStep step = new(text);
        foreach (string parameter in text.Split(','))
        {
            int dash = parameter.IndexOf('-', StringComparison.Ordinal);
            string key = dash < 0 ? parameter : parameter[..dash];
            string value = dash < 0 ? "" : parameter[(dash + 1)..];
            if (key.Length == 0 || (value.Length == 0 && key != "e"))
            {
                throw Invalid(parameter);
            }

            step.Set(key, value, parameter);
        }

        return step;
    }

    /// <summary>The size in pixels this step gives a picture of the size it meets.</summary>
    public (int Width, int Height) Size(int width, int height)
    {
        (int w, int h) = SizeBeforeRotation(width, height);
        if (Rotation % 90 == 0)
        {
            return Rotation % 180 == 0 ? (w, h) : (h, w);
        }

        double angle = Rotation * Math.PI / 180;
        (double across, double down) = (Math.Abs(Math.Cos(angle)), Math.Abs(Math.Sin(angle)));
        return (Side((w * across) + (h * down)), Side((w * down) + (h * across)));
    }

    /// <summary>The size after resizing and cropping, before the picture is turned.</summary>
    public (int Width, int Height) SizeBeforeRotation(int width, int height)
    {
        double? wanted = Pixels(Width, width);
        double? tall = Pixels(Height, height);
        if (AspectRatio is double ratio)
        {
            wanted ??= tall is double h ? h * ratio : width;
            tall ??= wanted / ratio;
        }

        (double w, double h) size = (wanted, tall) switch
        {
            (null, null) => (width, height),
            (double w, null) => (w, w * height / width),
            (null, double h) => (h * width / height, h),
            (double w, double h) => Fit(w, h, width, height),
        };

        return (Side(size.w * DevicePixelRatio), Side(size.h * DevicePixelRatio));
    }

    private (double Width, double Height) Fit(double w, double h, int width, int height)
    {
        double smaller = Math.Min(w / width, h / height);
        double larger = Math.Max(w / width, h / height);
        return Crop switch
        {
            "at_max" => (width * Math.Min(1, smaller), height * Math.Min(1, smaller)),
            "at_max_enlarge" => (width * smaller, height * smaller),
            "at_least" => (width * larger, height * larger),
            _ => (w, h),
        };
    }

    private static double? Pixels(double? value, int original) =>
        value is double number && number < 1 ? number * original : value;

    private static int Side(double value) => (int)Math.Clamp(Math.Round(value), 1, MaximumSide);

    private void Set(string key, string value, string parameter)
    {
        switch (key)
        {
            case "w":
                Width = Length(value, parameter);
                break;
            case "h":
                Height = Length(value, parameter);
                break;
            case "ar":
                AspectRatio = Ratio(value, parameter);
                break;
            case "c":
                Crop = Crops.Contains(value) ? value : throw Invalid(parameter);
                break;
            case "dpr":
                DevicePixelRatio = value == "auto" ? 1 : Number(value, 0.1, 5, parameter);
                break;
            case "rt":
                Rotation = value == "auto" ? 0 : Turn(value, parameter);
                break;
            case "q":
                Quality = value == "auto" ? 80 : (int)Number(value, 1, 100, parameter);
                break;
            case "f":
                Format = Formats.Contains(value) ? (value == "jpeg" ? "jpg" : value) : throw Invalid(parameter);
                break;
            case "md":
                KeepsMetadata = Flag(value, parameter);
                break;
            case "cp":
                KeepsColorProfile = Flag(value, parameter);
                break;
            case "e":
                IsGrayscale |= value.StartsWith("grayscale", StringComparison.Ordinal);
                break;
            case "bl":
                Blur = (int)Number(value, 1, 100, parameter);
                break;
            case "fl":
                FlipsHorizontally = value.Contains('h', StringComparison.Ordinal);
                FlipsVertically = value.Contains('v', StringComparison.Ordinal);
                break;
            case "orig":
                IsOriginal = Flag(value, parameter);
                break;
            case "n":
                Name = value;
                break;
            default:
                if (!Ignored.Contains(key))
                {
                    throw Invalid(parameter);
                }

                break;
        }
    }

    private static double? Length(string value, string parameter) =>
        value == "auto" ? null : Number(value, double.Epsilon, MaximumSide, parameter);

    private static double Ratio(string value, string parameter)
    {
        string[] parts = value.Split(['-', '_']);
        return parts.Length == 2
            ? Number(parts[0], double.Epsilon, MaximumSide, parameter) / Number(parts[1], double.Epsilon, MaximumSide, parameter)
            : throw Invalid(parameter);
    }

    private static int Turn(string value, string parameter)
    {
        bool counter = value.StartsWith('N');
        int degrees = (int)Number(counter ? value[1..] : value, 0, 360, parameter);
        return counter ? -degrees : degrees;
    }

    private static bool Flag(string value, string parameter) => value switch
    {
        "true" => true,
        "false" => false,
        _ => throw Invalid(parameter),
    };

    private static double Number(string value, double minimum, double maximum, string parameter) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) &&
        number >= minimum && number <= maximum
            ? number
            : throw Invalid(parameter);

    private static TransformationException Invalid(string parameter) =>
        new($"Your request contains an invalid transformation parameter: {parameter}");
}
