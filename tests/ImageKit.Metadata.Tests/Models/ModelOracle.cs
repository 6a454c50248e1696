using System.Text.Json;

namespace ImageKit.Metadata.Tests.Models;

/// <summary>Looks up every value of an answer in the model, by the rules that the model's documentation gives.</summary>
internal static class ModelOracle
{
    private static readonly Dictionary<string, Func<ImageMetadata, object?>> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["height"] = metadata => metadata.Height,
        ["width"] = metadata => metadata.Width,
        ["size"] = metadata => metadata.Size,
        ["format"] = metadata => metadata.Format,
        ["hasColorProfile"] = metadata => metadata.HasColorProfile,
        ["quality"] = metadata => metadata.Quality,
        ["density"] = metadata => metadata.Density,
        ["hasTransparency"] = metadata => metadata.HasTransparency,
        ["pHash"] = metadata => metadata.PHash,
        ["bitRate"] = metadata => metadata.BitRate,
        ["duration"] = metadata => metadata.Duration,
        ["audioCodec"] = metadata => metadata.AudioCodec,
        ["videoCodec"] = metadata => metadata.VideoCodec,
    };

    private static readonly Dictionary<string, Func<ExifData, PropertyBag>> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image"] = exif => exif.Image,
        ["thumbnail"] = exif => exif.Thumbnail,
        ["exif"] = exif => exif.Exif,
        ["gps"] = exif => exif.Gps,
        ["interoperability"] = exif => exif.Interoperability,
        ["makernote"] = exif => exif.MakerNote,
    };

    public static IEnumerable<string> FieldNames => Fields.Keys.Append("exif");

    public static IEnumerable<string> PartNames => Parts.Keys;

    public static void AssertHoldsAll(JsonElement answer, ImageMetadata metadata)
    {
        foreach (JsonProperty field in answer.EnumerateObject())
        {
            string name = field.Name.Trim();
            if (name.Equals("exif", StringComparison.OrdinalIgnoreCase) && field.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty part in field.Value.EnumerateObject())
                {
                    AssertHolds(part.Value, Parts.GetValueOrDefault(part.Name.Trim())?.Invoke(metadata.Exif), metadata.Exif.AdditionalData, part.Name.Trim());
                }
            }
            else
            {
                AssertHolds(field.Value, Fields.GetValueOrDefault(name)?.Invoke(metadata), metadata.AdditionalData, name);
            }
        }
    }

    /// <summary>A value is where it belongs; else among the additional data; only null and nothing at all may vanish.</summary>
    private static void AssertHolds(JsonElement sent, object? own, PropertyBag additional, string name)
    {
        if (additional.TryGetValue(name, out object? kept))
        {
            AssertSame(sent, kept, name);
        }
        else if (!(sent.ValueKind == JsonValueKind.Null && own is null or PropertyBag { Count: 0 })
            && !(sent.ValueKind == JsonValueKind.Array && sent.GetArrayLength() == 0 && own is null or PropertyBag { Count: 0 }))
        {
            Assert.True(own is not null, $"{name} is lost: {sent}");
            AssertSame(sent, own, name);
        }
    }

    private static void AssertSame(JsonElement sent, object? held, string name)
    {
        switch (sent.ValueKind)
        {
            case JsonValueKind.Null:
                Assert.Null(held);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Assert.Equal(sent.GetBoolean(), Convert.ToBoolean(held, null));
                break;
            case JsonValueKind.Number when held is bool flag:
                Assert.Equal(sent.GetDouble(), flag ? 1 : 0);
                break;
            case JsonValueKind.Number:
                Assert.Equal(sent.GetDouble(), Convert.ToDouble(held, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.String when held is string text:
                // A shorter hash is filled up with leading zeros.
                Assert.EndsWith(sent.GetString()!, text, StringComparison.Ordinal);
                break;
            case JsonValueKind.String when held is bool flag:
                Assert.Equal(flag, bool.Parse(sent.GetString()!.Trim()));
                break;
            case JsonValueKind.String:
                Assert.Equal(double.Parse(sent.GetString()!, System.Globalization.CultureInfo.InvariantCulture), Convert.ToDouble(held, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Array when held is object?[] items:
                Assert.Equal(sent.GetArrayLength(), items.Length);
                foreach ((JsonElement item, object? value) in sent.EnumerateArray().Zip(items))
                {
                    AssertSame(item, value, name);
                }

                break;
            case JsonValueKind.Array:
                AssertSame(Assert.Single(sent.EnumerateArray().ToArray()), held, name);
                break;
            default:
                if (held is byte[] bytes)
                {
                    Assert.True(IsBuffer(sent));
                    Assert.Equal(sent.GetProperty("data").EnumerateArray().Select(item => (byte)item.GetInt32()), bytes);
                    break;
                }

                PropertyBag bag = Assert.IsType<PropertyBag>(held);
                foreach (JsonProperty property in sent.EnumerateObject())
                {
                    Assert.True(bag.TryGetValue(property.Name.Trim(), out object? value), $"{name}.{property.Name} is lost.");
                    AssertSame(property.Value, value, property.Name);
                }

                break;
        }
    }

    private static bool IsBuffer(JsonElement value) =>
        value.EnumerateObject().Count() == 2
        && value.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.GetString() == "Buffer"
        && value.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Array
        && data.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetByte(out _));
}
