using System.Globalization;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Models;

/// <summary>Reads the number of a tag: a number, its text, a rational as text or as a pair, or the first of a list.</summary>
internal static class ExifNumber
{
    public static double? Read(PropertyBag tags, string tag) => Read(tags.Find(tag));

    /// <summary>The number; null for a rational whose denominator is zero, and for anything that is not a number.</summary>
    public static double? Read(object? value) => value switch
    {
        string text => Parse(text),
        object?[] { Length: > 0 } list => Read(list[0]),
        short or byte or float or decimal or uint or ushort => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => TagValue.ToDouble(value),
    };

    /// <summary>The number of a tag that EXIF stores as a rational: two whole numbers are its parts.</summary>
    public static double? ReadRational(PropertyBag tags, string tag)
    {
        object? value = tags.Find(tag);
        return ReadRational(value is object?[] { Length: 1 } single ? single[0] : value);
    }

    /// <summary>A part of a coordinate, where a pair of numbers is a rational.</summary>
    public static double? ReadPart(object? value) => value switch
    {
        object?[] { Length: 1 } single => ReadPart(single[0]),
        object?[] { Length: 2 } pair => Divide(Read(pair[0]), Read(pair[1])),
        _ => Read(value),
    };

    private static double? ReadRational(object? value) => value is object?[] { Length: 2 } pair && pair[0] is long && pair[1] is long ? ReadPart(pair) : Read(value);

    private static double? Parse(string text)
    {
        int end = text.IndexOf('\0');
        text = (end < 0 ? text : text.Substring(0, end)).Trim();
        int slash = text.IndexOf('/');
        return slash > 0 ? Divide(TagValue.ToDouble(text.Substring(0, slash)), TagValue.ToDouble(text.Substring(slash + 1))) : TagValue.ToDouble(text);
    }

    private static double? Divide(double? numerator, double? denominator) => denominator is 0 ? null : numerator / denominator;
}
