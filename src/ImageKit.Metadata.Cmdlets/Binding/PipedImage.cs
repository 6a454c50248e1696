using System.Globalization;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Binding;

/// <summary>Reads the perceptual hash and the description of an image from pipeline input: metadata, a row, or a bare hash.</summary>
internal static class PipedImage
{
    /// <summary>The fault of an image that could have a hash and has none.</summary>
    public const string NoHash = "It has no perceptual hash; a video has none.";

    private const string Expected = "a perceptual hash is 16 hexadecimal digits";

    /// <summary>Reads the perceptual hash.</summary>
    /// <returns>What is wrong, in a sentence; null if there is a hash.</returns>
    public static string? FindHash(object? input, out PHash hash)
    {
        hash = default;
        PipelineObject item = new(input);
        switch (item.Value)
        {
            case PHash given:
                hash = given;
                return null;
            case string text:
                return Parse(text, out hash);
            case ImageMetadata metadata:
                return metadata.PHash is null ? NoHash : Parse(metadata.PHash, out hash);
            case null:
                return $"The input is null; {Expected}.";
            case IConvertible number:
                return $"{number.ToString(CultureInfo.InvariantCulture)} is of type {item.Value.GetType().Name}; a perceptual hash is text of 16 hexadecimal digits.";
        }

        if (!item.Has(nameof(ImageMetadata.PHash)))
        {
            return item.IsRow
                ? item.ToMissingPropertyMessage(nameof(ImageMetadata.PHash))
                : $"An object of type {item.Value.GetType().Name} has no property PHash.";
        }

        return item.Get(nameof(ImageMetadata.PHash)) is object value and not "" ? FindHash(value, out hash) : NoHash;
    }

    /// <summary>Reads the hashes of the rotated and mirrored copies of a local file; empty if the input has none.</summary>
    public static PHash[] FindOrientations(object? input) =>
        [.. new PipelineObject(input).Strings("OrientationHashes").Select(text => PHash.TryParse(text, out PHash hash) ? hash : (PHash?)null).OfType<PHash>()];

    /// <summary>The image's URL, where the input has one.</summary>
    public static string? FindUrl(object? input) => ToImage(input)?.Url;

    /// <summary>Whether the input is a transformed image, by its property <c>Transformation</c> or its URL.</summary>
    public static bool IsTransformed(object? input)
    {
        PipelineObject item = new(input);
        return item.Value switch
        {
            null or string or PHash or IConvertible => false,
            ImageMetadata metadata => !ImageIdentity.Of(metadata).IsOriginal,
            _ => item.Text(nameof(ImageMetadata.Transformation)) is not null || !ImageIdentity.Of(item.Url, null).IsOriginal,
        };
    }

    /// <summary>What the input contains besides the hash; null for a bare hash.</summary>
    public static DuplicateMember? ToImage(object? input)
    {
        PipelineObject item = new(input);
        return item.Value switch
        {
            null or string or PHash or IConvertible => null,
            ImageMetadata metadata => DuplicateMember.Of(metadata),
            _ => new DuplicateMember
            {
                Url = item.Url,
                FileId = item.Text(nameof(ImageMetadata.FileId)),
                Path = item.Text(nameof(DuplicateMember.Path)),
                Name = item.Text(nameof(DuplicateMember.Name)),
                UpdatedAt = ToTime(item.Get(nameof(DuplicateMember.UpdatedAt)) ?? item.Get("LastWriteTime")),
                Width = item.Int64(nameof(ImageMetadata.Width)),
                Height = item.Int64(nameof(ImageMetadata.Height)),
                Size = item.Int64(nameof(ImageMetadata.Size)),
                Format = item.Text(nameof(ImageMetadata.Format)),
            },
        };
    }

    /// <summary>A time; text is as Export-Csv and ConvertTo-Csv write it, in the current culture.</summary>
    private static DateTime? ToTime(object? value) => value switch
    {
        DateTime time => time,
        string text when DateTime.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) => time,
        _ => null,
    };

    /// <summary>Lists bring blanks and line ends along: they do not count.</summary>
    private static string? Parse(string text, out PHash hash) =>
        PHash.TryParse(text.Trim(), out hash) ? null
        : text.Length == 0 ? $"The text is empty; {Expected}."
        : $"'{PlainText.Clean(text, 40)}' is not a perceptual hash: 16 hexadecimal digits.";
}
