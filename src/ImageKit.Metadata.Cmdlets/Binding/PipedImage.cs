using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Binding;

/// <summary>
/// An image as it comes down the pipeline: metadata, a row of a CSV, an object that went through CLIXML, a hashtable, or a
/// bare hash.
/// </summary>
internal static class PipedImage
{
    /// <summary>What is said of an image that could have a hash and has none.</summary>
    public const string NoHash = "It has no perceptual hash; a video has none.";

    /// <summary>Reads the perceptual hash.</summary>
    /// <returns>What is wrong, in a sentence; null if there is a hash.</returns>
    public static string? FindHash(object? input, out PHash hash)
    {
        hash = default;
        object? value = Unwrap(input);
        switch (value)
        {
            case PHash given:
                hash = given;
                return null;
            case string text:
                return Parse(text, out hash);
            case ImageMetadata metadata:
                return metadata.PHash is null ? NoHash : Parse(metadata.PHash, out hash);
            case null:
                return "Nothing was given; a perceptual hash is 16 hexadecimal digits.";
            case IConvertible number:
                return $"{number.ToString(CultureInfo.InvariantCulture)} is of type {value.GetType().Name}; a perceptual hash is text of 16 hexadecimal digits.";
        }

        if (!TryRead(input, nameof(ImageMetadata.PHash), out object? held))
        {
            return $"{(value is PSObject or IDictionary ? "The object" : $"An object of type {value.GetType().Name}")} has no property PHash.";
        }

        return held is null or "" ? NoHash : FindHash(held, out hash);
    }

    /// <summary>The error that <c>2>&amp;1</c> put into the pipeline in the place of an image; null for anything else.</summary>
    public static ErrorRecord? FindError(object? input) => Unwrap(input) as ErrorRecord;

    /// <summary>The image's URL, where the input has one.</summary>
    public static string? FindUrl(object? input) => Unwrap(input) switch
    {
        ImageMetadata metadata => metadata.Url,
        null or string or PHash or IConvertible => null,
        _ => TagValue.ToText(Read(input, nameof(ImageMetadata.Url))),
    };

    /// <summary>Whether the input is a transformed image, by its property <c>Transformation</c> or its URL.</summary>
    public static bool IsTransformed(object? input) => Unwrap(input) switch
    {
        null or string or PHash or IConvertible => false,
        ImageMetadata metadata => !ImageIdentity.Of(metadata).IsOriginal,
        _ => TagValue.ToText(Read(input, nameof(ImageMetadata.Transformation))) is not null || !ImageIdentity.Of(FindUrl(input), null).IsOriginal,
    };

    /// <summary>What the input contains besides the hash; null for a bare hash.</summary>
    public static DuplicateMember? ToImage(object? input)
    {
        switch (Unwrap(input))
        {
            case null or string or PHash or IConvertible:
                return null;
            case ImageMetadata metadata:
                return DuplicateMember.Of(metadata);
        }

        return new DuplicateMember
        {
            Url = TagValue.ToText(Read(input, nameof(ImageMetadata.Url))),
            FileId = TagValue.ToText(Read(input, nameof(ImageMetadata.FileId))),
            Path = TagValue.ToText(Read(input, nameof(DuplicateMember.Path))),
            Name = TagValue.ToText(Read(input, nameof(DuplicateMember.Name))),
            UpdatedAt = ToTime(Read(input, nameof(DuplicateMember.UpdatedAt)) ?? Read(input, "LastWriteTime")),
            Width = TagValue.ToInt64(Read(input, nameof(ImageMetadata.Width))),
            Height = TagValue.ToInt64(Read(input, nameof(ImageMetadata.Height))),
            Size = TagValue.ToInt64(Read(input, nameof(ImageMetadata.Size))),
            Format = TagValue.ToText(Read(input, nameof(ImageMetadata.Format))),
        };
    }

    /// <summary>A time; text is as Export-Csv and ConvertTo-Csv write it, in the current culture.</summary>
    private static DateTime? ToTime(object? value) => value switch
    {
        DateTime time => time,
        string text when DateTime.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) => time,
        _ => null,
    };

    private static string? Parse(string text, out PHash hash)
    {
        // Lists bring blanks and line ends along.
        if (PHash.TryParse(text.Trim(), out hash))
        {
            return null;
        }

        return text.Length == 0
            ? "The text is empty; a perceptual hash is 16 hexadecimal digits."
            : $"'{PlainText.Clean(text, 40)}' is not a perceptual hash: 16 hexadecimal digits.";
    }

    private static object? Read(object? input, string name) => TryRead(input, name, out object? value) ? value : null;

    private static bool TryRead(object? input, string name, out object? value)
    {
        if (Unwrap(input) is IDictionary table)
        {
            object? key = table.Keys.Cast<object>().FirstOrDefault(candidate => name.Equals(candidate.ToString(), StringComparison.OrdinalIgnoreCase));
            value = key is null ? null : Unwrap(table[key]);
            return key is not null;
        }

        PSPropertyInfo? property = PSObject.AsPSObject(input).Properties[name];
        value = Unwrap(property?.Value);
        return property is not null;
    }

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
