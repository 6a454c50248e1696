using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Models;

/// <summary>What cameras, PHP and Node.js make of fields, one by one.</summary>
public sealed class ToleranceTests
{
    [Theory]
    [InlineData("100", 100L)]
    [InlineData("\"100\"", 100L)]
    [InlineData("\" 100 \"", 100L)]
    [InlineData("100.0", 100L)]
    [InlineData("\"1e2\"", 100L)]
    [InlineData("[100]", 100L)]
    [InlineData("null", null)]
    public void A_number_is_understood_however_it_is_written(string json, long? expected)
    {
        ImageMetadata metadata = Sample.ToMetadata($$"""{"width":{{json}}}""");

        Assert.Equal(expected, metadata.Width);
        Assert.Empty(metadata.AdditionalData);
    }

    [Theory]
    [InlineData("\"wide\"")]
    [InlineData("\"1,000\"")]
    [InlineData("\"NaN\"")]
    [InlineData("true")]
    [InlineData("{\"px\":1}")]
    [InlineData("\"\"")]
    [InlineData("1e30")]
    public void A_value_that_is_not_a_number_is_kept_and_the_rest_is_read(string json)
    {
        ImageMetadata metadata = Sample.ToMetadata($$"""{"width":{{json}},"height":68}""");

        Assert.Null(metadata.Width);
        Assert.Equal(68, metadata.Height);
        Assert.True(metadata.AdditionalData.ContainsKey("width"));
    }

    [Theory]
    [InlineData("100.5")]
    [InlineData("[100,200]")]
    public void What_is_only_understood_in_part_is_kept_as_well(string json)
    {
        ImageMetadata metadata = Sample.ToMetadata($$"""{"width":{{json}}}""");

        Assert.Equal(100, metadata.Width);
        Assert.True(metadata.AdditionalData.ContainsKey("width"));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"false\"", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("null", null)]
    [InlineData("\"perhaps\"", null)]
    public void A_flag_is_understood_however_it_is_written(string json, bool? expected) =>
        Assert.Equal(expected, Sample.ToMetadata($$"""{"hasColorProfile":{{json}}}""").HasColorProfile);

    [Fact]
    public void A_duration_may_have_fractions() => Assert.Equal(7.58, Sample.ToMetadata("""{"duration":7.58}""").Duration);

    [Fact]
    public void Names_may_have_blanks_behind_them() =>
        Assert.Equal(1453966, Sample.ToMetadata("""{"bitRate ":1453966,"audioCodec ":"aac"}""").BitRate);

    [Fact]
    public void A_short_hash_gets_its_leading_zeros() => Assert.Equal("00f06830ca9f1e3e", Sample.ToMetadata("""{"pHash":"f06830ca9f1e3e"}""").PHash);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"image":[],"thumbnail":[],"exif":[],"gps":[],"interoperability":[],"makernote":[]}""")]
    [InlineData("""{"image":null,"exif":{}}""")]
    public void Empty_parts_are_empty_never_null(string exif)
    {
        ImageMetadata metadata = Sample.ToMetadata($$"""{"exif":{{exif}}}""");

        Assert.All(
            new[] { metadata.Exif.Image, metadata.Exif.Thumbnail, metadata.Exif.Exif, metadata.Exif.Gps, metadata.Exif.Interoperability, metadata.Exif.MakerNote, metadata.Exif.AdditionalData },
            Assert.Empty);
        Assert.Empty(metadata.AdditionalData);
    }

    [Fact]
    public void A_part_that_is_not_an_object_is_kept()
    {
        ExifData exif = Sample.ToMetadata("""{"exif":{"image":"unreadable","exif":{"ISO":100},"icc":{"Profile":"sRGB"}}}""").Exif;

        Assert.Equal("unreadable", exif.AdditionalData["image"]);
        Assert.Equal("sRGB", Assert.IsType<PropertyBag>(exif.AdditionalData["icc"])["profile"]);
        Assert.Equal(100, exif.Iso);
    }

    [Fact]
    public void Binary_data_is_bytes()
    {
        ExifData exif = Sample.ToMetadata("""{"exif":{"exif":{"ExifVersion":{"type":"Buffer","data":[48,50,50,49]},"MakerNote":{"type":"Buffer","data":[]},"Odd":{"type":"Buffer","data":[256]}}}}""").Exif;

        Assert.Equal("0221"u8.ToArray(), exif.Exif["ExifVersion"]);
        Assert.Equal(Array.Empty<byte>(), exif.Exif["MakerNote"]);
        Assert.IsType<PropertyBag>(exif.Exif["Odd"]);
    }

    [Fact]
    public void A_maker_note_that_could_not_be_read_has_a_message() => Assert.Equal(
        "unsupported", Sample.ToMetadata("""{"exif":{"makernote":{"error":"unsupported"}}}""").Exif.MakerNote["error"]);

    [Theory]
    [InlineData("2008:05:30 15:56:01", true)]
    [InlineData("2008:05:30 15:56:01\\u0000", true)]
    [InlineData("  2008:05:30 15:56:01  ", true)]
    [InlineData("", false)]
    [InlineData("    :  :     :  :  ", false)]
    [InlineData("0000:00:00 00:00:00", false)]
    [InlineData("2008:13:30 15:56:01", false)]
    [InlineData("2008-05-30T15:56:01Z", true)]
    [InlineData("2008:05:30 24:00:00", false)]
    [InlineData("yesterday", false)]
    public void A_date_is_read_or_left_alone(string text, bool isDate)
    {
        ExifData exif = Sample.ToMetadata($$$"""{"exif":{"exif":{"DateTimeOriginal":"{{{text}}}"} } }""").Exif;

        Assert.Equal(isDate ? new DateTime(2008, 5, 30, 15, 56, 1, DateTimeKind.Unspecified) : null, exif.DateTaken);
        Assert.Equal(text.Replace("\\u0000", "\0", StringComparison.Ordinal), exif.Exif["DateTimeOriginal"]);
    }

    [Fact]
    public void A_blank_date_falls_back_to_the_other() => Assert.Equal(
        new DateTime(2010, 1, 2, 3, 4, 5, DateTimeKind.Unspecified),
        Sample.ToMetadata("""{"exif":{"exif":{"DateTimeOriginal":"0000:00:00 00:00:00","CreateDate":"2010:01:02 03:04:05"}}}""").Exif.DateTaken);

    [Theory]
    [InlineData("\"Canon\"", "\"Canon EOS 40D\"", "Canon EOS 40D")]
    [InlineData("\"NIKON CORPORATION\"", "\"NIKON D70\"", "NIKON D70")]
    [InlineData("\"SONY  \"", "\"DSC-RX100\\u0000\\u0000\"", "SONY DSC-RX100")]
    [InlineData("null", "\"X100\"", "X100")]
    [InlineData("\"FUJIFILM\"", "\"   \"", "FUJIFILM")]
    [InlineData("\"\\u0000\"", "null", null)]
    public void The_camera_is_named_once(string make, string model, string? expected) =>
        Assert.Equal(expected, Sample.ToMetadata($$$"""{"exif":{"image":{"Make":{{{make}}},"Model":{{{model}}} } } }""").Exif.Camera);

    [Theory]
    [InlineData("[37,53.1,0]", "\"N\"", 37.885)]
    [InlineData("[37,53.1,0]", "\"S\"", -37.885)]
    [InlineData("[37,53.1,0]", "\"s\\u0000\"", -37.885)]
    [InlineData("[37,53.1]", "null", 37.885)]
    [InlineData("37.885", "\"N\"", 37.885)]
    [InlineData("[\"37\",\"53.1\",\"0\"]", "\"N\"", 37.885)]
    [InlineData("[null,53.1,0]", "\"N\"", null)]
    [InlineData("[137,0,0]", "\"N\"", null)]
    [InlineData("[]", "\"N\"", null)]
    [InlineData("[1,2,3,4]", "\"N\"", null)]
    [InlineData("\"here\"", "\"N\"", null)]
    public void A_latitude_is_degrees(string latitude, string reference, double? expected)
    {
        double? actual = Sample.ToMetadata($$$"""{"exif":{"gps":{"GPSLatitude":{{{latitude}}},"GPSLatitudeRef":{{{reference}}} } } }""").Exif.Latitude;

        Assert.Equal(expected.HasValue, actual.HasValue);
        Assert.Equal(expected ?? 0, actual ?? 0, 9);
    }

    [Theory]
    [InlineData("0", 12.5)]
    [InlineData("1", -12.5)]
    [InlineData("null", 12.5)]
    public void An_altitude_below_the_sea_is_negative(string reference, double expected) => Assert.Equal(
        expected, Sample.ToMetadata($$$"""{"exif":{"gps":{"GPSAltitude":12.5,"GPSAltitudeRef":{{{reference}}} } } }""").Exif.Altitude);

    [Theory]
    [InlineData("8", 8)]
    [InlineData("[6,1]", 6)]
    [InlineData("0", null)]
    [InlineData("9", null)]
    [InlineData("1e18", null)]
    public void An_orientation_is_one_to_eight(string json, int? expected) =>
        Assert.Equal(expected, Sample.ToMetadata($$$"""{"exif":{"image":{"Orientation":{{{json}}} } } }""").Exif.Orientation);

    [Fact]
    public void Tags_are_found_whatever_their_case() =>
        Assert.Equal(100L, Sample.ToMetadata("""{"exif":{"exif":{"ISO":100}}}""").Exif.Exif["iso"]);

    [Fact]
    public void Whoever_looks_at_the_exif_first_all_see_the_same()
    {
        ImageMetadata metadata = Sample.ToMetadata("""{"exif":{"exif":{"ISO":100}}}""");
        ExifData[] seen = new ExifData[8];

        Parallel.For(0, seen.Length, i => seen[i] = metadata.Exif);
        metadata.Exif.Exif["ISO"] = 200L;

        Assert.All(seen, exif => Assert.Same(metadata.Exif, exif));
        Assert.Equal(200L, metadata.Exif.Exif["ISO"]);
    }

    [Fact]
    public void A_fault_within_the_exif_is_found_when_the_response_arrives() =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Sample.ToMetadata("""{"width":5,"exif":{"exif":{"ISO":1OO}}}"""));

    [Fact]
    public void Sixty_levels_are_read_and_twenty_thousand_are_refused()
    {
        string sixty = """{"exif":{"makernote":{"a":""" + new string('[', 60) + new string(']', 60) + "}}}";
        string many = """{"exif":{"makernote":{"a":""" + new string('[', 20_000) + new string(']', 20_000) + "}}}";

        Assert.NotNull(Sample.ToMetadata(sixty).Exif.MakerNote["a"]);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Sample.ToMetadata(many));
    }

    [Fact]
    public void An_unpaired_surrogate_does_not_cost_the_response()
    {
        // What Node.js writes for text that was cut within a surrogate pair.
        ImageMetadata metadata = Sample.ToMetadata("""{"width":5,"exif":{"image":{"ImageDescription":"cut \ud83d","Artist":"a\"b\u00e9\n"}}}""");

        Assert.Equal(5, metadata.Width);
        Assert.Equal("cut \uFFFD", metadata.Exif.Image["ImageDescription"]);
        Assert.Equal("a\"bé\n", metadata.Exif.Image["Artist"]);
    }
}
