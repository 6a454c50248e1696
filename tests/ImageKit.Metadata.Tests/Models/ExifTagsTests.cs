using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Models;

/// <summary>The kinds of oddities that cameras write, beyond the recorded cases.</summary>
public sealed class ExifTagsTests
{
    [Theory]
    [InlineData("2008-05-30 15:56:01", 1)]
    [InlineData("2008/05/30 15:56:01", 1)]
    [InlineData("2008:5:30 15:56:1", 1)]
    [InlineData("2008-05-30T15:56:01Z", 1)]
    [InlineData("2008-05-30T15:56:01.000+0200", 1)]
    [InlineData("20080530T155601Z", 1)]
    [InlineData("2008:05:30 03:56:01 PM", 1)]
    [InlineData("2008:05:30 15:56", 0)]
    [InlineData("2008:05:30 15:56:01\\u00003gh", 1)]
    [InlineData("2008:05:30 15:56:01 at home", 1)]
    [InlineData("2008:05:30 15:56:01:123", 1)]
    [InlineData("2008:05:30 15:56:  ", 0)]
    [InlineData("2008-05-30 15-56-01", 1)]
    [InlineData("2008.05.30 15.56.01", 1)]
    [InlineData("2008-05-30t15:56:01z", 1)]
    [InlineData("\\uFEFF2008:05:30 15:56:01", 1)]
    public void A_date_is_read_in_the_forms_that_occur(string text, int second) =>
        Assert.Equal(new DateTime(2008, 5, 30, 15, 56, second, DateTimeKind.Unspecified), Exif($$"""{"exif":{"DateTimeOriginal":"{{text}}"} }""").DateTaken);

    [Theory]
    [InlineData("30:05:2008 15:56:01")]
    [InlineData("2008:05-30 15:56:01")]
    [InlineData("2008:02:30 15:56:01")]
    [InlineData("2008:05:30 15:56:011")]
    [InlineData("2008:05:30 15:60:01")]
    [InlineData("2008:05:30 13:56:01 PM")]
    [InlineData("0001:01:01 00:00:00")]
    [InlineData("2008:05:30")]
    [InlineData("1212155761")]
    [InlineData("\u0662\u0660\u0660\u0668:\u0660\u0665:\u0663\u0660 \u0661\u0665:\u0665\u0666:\u0660\u0661")]
    [InlineData("2008:05:30 15-56")]
    public void A_date_is_never_a_guess(string text) =>
        Assert.Null(Exif($$"""{"exif":{"DateTimeOriginal":"{{text}}"} }""").DateTaken);

    [Fact]
    public void The_tags_of_zone_and_fraction_belong_to_their_date()
    {
        ExifData exif = Exif("""{"exif":{"CreateDate":"2008:05:30 15:56:01","OffsetTimeDigitized":"-03:30","SubSecTimeDigitized":"25","OffsetTime":"+01:00","OffsetTimeOriginal":"+02:00"} }""");
        Assert.Equal(new DateTime(2008, 5, 30, 15, 56, 1, 250, DateTimeKind.Unspecified), exif.DateTaken);
        Assert.Equal(new TimeSpan(-3, -30, 0), exif.DateTakenOffset);
        Assert.Equal("CreateDate", exif.DateTakenSource);
    }

    [Fact]
    public void The_receiver_s_clock_is_the_last_source()
    {
        ExifData exif = Exif("""{"image":{"ModifyDate":"    :  :     :  :  "},"gps":{"GPSDateStamp":"2008:05:30","GPSTimeStamp":[15,56,1.5]} }""");
        Assert.Equal(new DateTime(2008, 5, 30, 15, 56, 1, 500, DateTimeKind.Unspecified), exif.DateTaken);
        Assert.Equal(("GPSDateStamp", TimeSpan.Zero), (exif.DateTakenSource, exif.DateTakenOffset));
    }

    [Theory]
    [InlineData("Z")]
    [InlineData("UTC")]
    [InlineData("GMT")]
    public void Universal_time_has_the_offset_zero(string zone)
    {
        Assert.Equal(TimeSpan.Zero, Exif($$"""{"exif":{"DateTimeOriginal":"2008:05:30 15:56:01 {{zone}}"} }""").DateTakenOffset);
        Assert.Equal(TimeSpan.Zero, Exif($$"""{"exif":{"DateTimeOriginal":"2008:05:30 15:56:01","OffsetTimeOriginal":"{{zone}}"} }""").DateTakenOffset);
    }

    [Theory]
    [InlineData("[48,null,30]", "\"N\"", 48.008333)]
    [InlineData("[48,53.3,\"NaN\"]", "\"N\"", 48.888333)]
    [InlineData("\"48/1,533/10,0/0\"", "\"N\"", 48.888333)]
    [InlineData("\"48,53.3N\"", "\"\"", 48.888333)]
    [InlineData("\"48,53,18S\"", "\"\"", -48.888333)]
    [InlineData("\"S 48 53.3\"", "\"\"", -48.888333)]
    [InlineData("\"48:53:18\"", "\"N\"", 48.888333)]
    [InlineData("\"[48, 53, 18]\"", "\"S\"", -48.888333)]
    [InlineData("\"48 deg 53' 18\\\" S\"", "\"\"", -48.888333)]
    [InlineData("\"48,5\"", "\"N\"", null)]
    [InlineData("[48,30,0]", "83", -48.5)]
    [InlineData("[48,30,0]", "\"'S'\"", -48.5)]
    [InlineData("[48,30,0]", "{\"0\":83,\"1\":0}", -48.5)]
    [InlineData("[[48,1],[533,10],[0,0]]", "\"N\"", 48.888333)]
    [InlineData("[\"48/1\",\"533/10\",\"0/0\"]", "\"N\"", 48.888333)]
    [InlineData("[48,-53.3,0]", "\"N\"", -48.888333)]
    [InlineData("-48.5", "\"S\"", -48.5)]
    [InlineData("[48,30,0]", "[\"south\"]", -48.5)]
    [InlineData("[48,30,0]", "{\"type\":\"Buffer\",\"data\":[83,0]}", -48.5)]
    [InlineData("[48,30,0]", "[\"N\",\"\"]", 48.5)]
    [InlineData("[0,0,null]", "\"S\"", 0.0)]
    [InlineData("[null,30,0]", "\"N\"", null)]
    [InlineData("[48,\"x\",0]", "\"N\"", null)]
    public void A_latitude_is_read_from_the_parts_there_are(string latitude, string reference, double? expected)
    {
        double? actual = Exif($$"""{"gps":{"GPSLatitude":{{latitude}},"GPSLatitudeRef":{{reference}} } }""").Latitude;
        Assert.Equal(expected.HasValue, actual.HasValue);
        Assert.Equal(expected ?? 0, actual ?? 0, 1e-6);
    }

    [Theory]
    [InlineData("10", "0", 10.0)]
    [InlineData("10", "1", -10.0)]
    [InlineData("-10", "1", -10.0)]
    [InlineData("-10", "0", -10.0)]
    [InlineData("10", "2", 10.0)]
    [InlineData("10", "[3]", -10.0)]
    [InlineData("10", "{\"type\":\"Buffer\",\"data\":[1]}", -10.0)]
    [InlineData("10", "\"\\u0001\"", -10.0)]
    [InlineData("10", "\"1\"", -10.0)]
    [InlineData("[[105,10]]", "0", 10.5)]
    [InlineData("null", "1", null)]
    public void An_altitude_below_the_reference_is_negative(string altitude, string reference, double? expected) =>
        Assert.Equal(expected, Exif($$"""{"gps":{"GPSAltitude":{{altitude}},"GPSAltitudeRef":{{reference}} } }""").Altitude);

    [Theory]
    [InlineData("", false)]
    [InlineData(",\"GPSAltitude\":0,\"GPSSatellites\":\"7\"", false)]
    [InlineData(",\"GPSVersionID\":[2,2,0,0],\"GPSMapDatum\":\"WGS-84\",\"GPSStatus\":\"V\",\"GPSTimeStamp\":[0,0,0]", false)]
    [InlineData(",\"GPSStatus\":\"V\",\"GPSDateStamp\":\"2008:05:30\"", false)]
    [InlineData(",\"GPSAltitude\":12", true)]
    [InlineData(",\"GPSSatellites\":\"7\"", true)]
    public void Zero_degrees_alone_are_not_a_location(string more, bool isFix)
    {
        ExifData exif = Exif($$"""{"gps":{"GPSLatitude":[0,0,0],"GPSLongitude":[0,0,0]{{more}} } }""");
        Assert.Equal(isFix, exif.Latitude is 0 && exif.Longitude is 0);
        Assert.NotEmpty(exif.Gps);
    }

    [Theory]
    [InlineData("\"Hewlett-Packard\"", "\"HP PhotoSmart 720\"", "HP PhotoSmart 720")]
    [InlineData("\"Hewlett-Packard Company\"", "\"hp psc 2100\"", "hp psc 2100")]
    [InlineData("\"OLYMPUS OPTICAL CO.,LTD\"", "\"OLYMPUS C-5050Z\"", "OLYMPUS C-5050Z")]
    [InlineData("\"KONICA MINOLTA\"", "\"MINOLTA DiMAGE\"", "MINOLTA DiMAGE")]
    [InlineData("\"HP\"", "\"HPhoto\"", "HP HPhoto")]
    [InlineData("\"Samsung Techwin\"", "\"<Digimax i5, Samsung #1>\"", "<Digimax i5, Samsung #1>")]
    [InlineData("\"Apple\"", "\"apple\"", "apple")]
    [InlineData("[\"Canon\"]", "[\"Canon EOS\",\"x\"]", "Canon EOS, x")]
    [InlineData("\"Digital Camera Co.\"", "\"Digital X\"", "Digital Camera Co. Digital X")]
    [InlineData("\"WWL\\u0000x\"", "\"WWL ION230\\u00000F\"", "WWL ION230")]
    public void The_maker_is_named_once(string make, string model, string expected) =>
        Assert.Equal(expected, Exif($$"""{"image":{"Make":{{make}},"Model":{{model}} } }""").Camera);

    [Theory]
    [InlineData("UserComment", "\"UNICODE\\u0000\\u0000R\\u0000o\\u0000o\\u0000m\"", "Room")]
    [InlineData("UserComment", "\"unicode\\u0000R\\u0000\"", "R")]
    [InlineData("UserComment", "\"UNICODE\\u0000Room 12\"", "Room 12")]
    [InlineData("UserComment", "\"ASCII\\u0000\\u0000\\u0000Room\\u0000\\u0000junk\"", "Room")]
    [InlineData("UserComment", "\"JIS\\u0000\\u0000\\u0000\\u0000\\u0000Room\"", "Room")]
    [InlineData("UserComment", "\"\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000Room\"", "Room")]
    [InlineData("UserComment", "{\"type\":\"Buffer\",\"data\":[74,195,188,114,103]}", "Jürg")]
    [InlineData("UserComment", "[65,83,67,73,73,0,0,0,72,105]", "Hi")]
    [InlineData("UserComment", "\"charset=Ascii Hello\"", "Hello")]
    [InlineData("XPAuthor", "{\"type\":\"Buffer\",\"data\":[74,0,252,0,0,0,65,0]}", "Jü")]
    [InlineData("XPAuthor", "[26085,26412]", "日本")]
    [InlineData("XPComment", "\"h\\u0000i\\u0000\\u0000\\u0000\"", "hi")]
    [InlineData("Artist", "[\"Jane\",\"John\"]", "Jane, John")]
    [InlineData("Artist", "[74,97,110,101,0]", "Jane")]
    [InlineData("SerialNumber", "[1,2,3]", "1 2 3")]
    [InlineData("SerialNumber", "1234567", "1234567")]
    [InlineData("UserComment", "{\"0\":65,\"1\":83,\"2\":67,\"3\":73,\"4\":73,\"5\":0,\"6\":0,\"7\":0,\"8\":72,\"9\":105}", "Hi")]
    [InlineData("UserComment", "{\"0\":72,\"x\":105}", null)]
    [InlineData("UserComment", "\"charset=\\\"Unicode\\\"\"", null)]
    [InlineData("UserComment", "{\"type\":\"Buffer\",\"data\":[255,255,255,255]}", null)]
    [InlineData("Artist", "[\"Jane\",\"Jane\"]", "Jane")]
    [InlineData("Artist", "\"J\\u00C3\\u00BCrgen\"", "Jürgen")]
    [InlineData("Artist", "\"Jos\\u00E9\"", "José")]
    [InlineData("UserComment", "\"null\"", null)]
    [InlineData("UserComment", "\"charset=Ascii\"", null)]
    [InlineData("UserComment", "\"ASCII\\u0000\\u0000\\u0000User comments\"", null)]
    [InlineData("UserComment", "[0,0,0,0,0,0,0,0,0,0]", null)]
    [InlineData("SerialNumber", "\"00000000\"", null)]
    [InlineData("UserComment", "\"UNICODE\\u0000\\u0000\\u0000\\u0000\\u0000\"", null)]
    [InlineData("Artist", "true", null)]
    public void Personal_text_is_decoded(string tag, string json, string? expected)
    {
        AuditFinding? finding = new Auditor()
            .Check(Sample.ToMetadata($$$"""{"exif":{"exif":{"{{{tag}}}":{{{json}}} } } }"""))
            .FirstOrDefault(found => found.RuleName == "PersonalData");
        Assert.Equal(expected, finding?.Evidence[tag]);
    }

    [Theory]
    [InlineData("[1,160]")]
    [InlineData("[[1,160]]")]
    [InlineData("\"1/160\"")]
    [InlineData("[0.00625,0.00625]")]
    public void A_pair_of_whole_numbers_is_a_rational(string json) => Assert.Equal(0.00625, Exif($$"""{"exif":{"ExposureTime":{{json}} } }""").ExposureTime);

    [Fact]
    public void The_conveniences_are_decoded_too()
    {
        ExifData exif = Exif("""{"image":{"XPAuthor":[74,0,97,0,110,0,101,0]},"exif":{"UserComment":"ASCII\u0000\u0000\u0000Room"} }""");
        Assert.Equal(("Jane", "Room"), (exif.Artist, exif.Comment));
    }

    [Fact]
    public void What_a_row_shows_is_a_property()
    {
        ImageMetadata image = Sample.ToMetadata("""{"width":4000,"height":3000,"exif":{"image":{"Make":"SONY","Model":"DSC"},"gps":{"GPSLatitude":[48,30,0],"GPSLongitude":[2,15,0],"GPSLongitudeRef":"W","GPSAltitude":35} } }""");
        Assert.Equal(("4000 x 3000", "SONY DSC", "48.5000° N, 2.2500° W, 35 m"), (image.Dimensions, image.Camera, image.Location));

        image.Latitude = -1;
        Assert.Equal(-1, image.Exif.Latitude);
    }

    private static ExifData Exif(string parts) => Sample.ToMetadata($$"""{"exif":{{parts}} }""").Exif;
}
