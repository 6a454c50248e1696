using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Models;

/// <summary>Whatever JSON arrives, it becomes metadata with nothing dropped; what is no object of JSON is a JsonException.</summary>
public sealed class ArbitraryResponsesTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char['\0', '\uD7FF'], 0, 12];

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.Const("null"),
        Gen.Bool.Select(flag => flag ? "true" : "false"),
        Gen.Int[-1_000, 100_000].Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Double[-1e6, 1e6].Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
        Text.Select(Quote),
        Gen.Int[0, 5_000].Select(number => Quote(number.ToString(CultureInfo.InvariantCulture))),
        Gen.OneOfConst("\"2008:05:30 15:56:01\"", "\"0000:00:00 00:00:00\"", "\"true\"", "\"1.5\"", "1.5", "\"1/160\"", "\"NaN\"", "[]", "[null,0,0]", "1e300", "9007199254740993"),
        Gen.Int[-2, 300].Array[0, 4].Select(bytes => $$"""{"type":"Buffer","data":[{{string.Join(',', bytes)}}]}"""));

    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.OneOfConst([.. ModelOracle.FieldNames]),
        Gen.OneOfConst([.. ModelOracle.PartNames]),
        Gen.OneOfConst("GPSLatitude", "GPSLatitudeRef", "GPSAltitude", "Make", "Model", "Orientation", "DateTimeOriginal", "LensModel", "ISO", "ExposureTime", "bitRate ", " width"),
        Gen.String[Gen.Char["abcXYZ_é$. "], 0, 5]);

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => depth > 5
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (1, inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
            (2, Objects(inner))));

    [Fact]
    public void Nothing_that_arrives_is_dropped() => Objects(Value).Holds(
        json =>
        {
            try
            {
                ModelOracle.AssertHoldsAll(JsonSerializer.Deserialize<JsonElement>(json), Sample.ToMetadata(json));
            }
            catch (JsonShapeException)
            {
                // Width, height and size are all something else than numbers, or it looks like a file.
            }
        },
        count: 5_000);

    [Fact]
    public void Anything_else_is_a_JsonException() => Gen.Select(Objects(Value), Gen.Int[0, 10_000], Text).Holds(
        (json, at, noise) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            at %= bytes.Length;
            byte[] broken = [.. bytes[..at], .. Encoding.UTF8.GetBytes(noise), .. bytes[Math.Min(bytes.Length, at + 1)..]];
            try
            {
                Sample.ToMetadata(broken);
            }
            catch (JsonException)
            {
            }
        },
        count: 5_000);

    [Fact]
    public void Any_bytes_are_metadata_or_a_JsonException() => Gen.Byte.Array[0, 40].Holds(
        bytes =>
        {
            try
            {
                Sample.ToMetadata(bytes);
            }
            catch (JsonException)
            {
            }
        },
        count: 5_000);

    private static Gen<string> Objects(Gen<string> value) =>
        Gen.Select(Name, value).Array[0, 6].Select(fields => "{" + string.Join(',', fields
            .DistinctBy(field => field.Item1.Trim(), StringComparer.OrdinalIgnoreCase)
            .Select(field => Quote(field.Item1) + ":" + field.Item2)) + "}");

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
