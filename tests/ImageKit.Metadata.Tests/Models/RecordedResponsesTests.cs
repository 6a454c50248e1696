using System.Globalization;
using System.Text.Json;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Models;

/// <summary>Every value of every recorded answer is in the model, under its own name.</summary>
public sealed class RecordedResponsesTests
{
    [Theory]
    [InlineData("metadata-image-canon40d.spec")]
    [InlineData("metadata-photoshop-300dpi.java-test")]
    [InlineData("metadata-no-exif.java-test")]
    [InlineData("metadata-no-exif.go-test")]
    [InlineData("metadata-video.spec")]
    public void Every_value_is_there(string sample)
    {
        byte[] json = Sample.Read(sample);

        ModelOracle.AssertHoldsAll(Sample.Parse(json), Sample.ToMetadata(json));
        ModelOracle.AssertHoldsAll(Sample.Parse(json), UnderCulture("de-DE", () => Sample.ToMetadata(json)));
        ModelOracle.AssertHoldsAll(Sample.Parse(json), UnderCulture("tr-TR", () => Sample.ToMetadata(json)));
    }

    [Theory]
    [InlineData("exif-shape-iphone-gps.as-imagekit-would-show.synthetic")]
    [InlineData("exif-shape-test1.node-exif-raw")]
    [InlineData("exif-shape-test2.node-exif-raw")]
    public void Every_tag_of_a_raw_exif_is_there(string sample)
    {
        JsonElement exif = Sample.Parse(Sample.Read(sample));
        string json = exif.TryGetProperty("exif", out JsonElement inner) && inner.TryGetProperty("exif", out _)
            ? exif.GetRawText()
            : $$"""{"exif":{{exif.GetRawText()}}}""";

        ModelOracle.AssertHoldsAll(JsonSerializer.Deserialize<JsonElement>(json), Sample.ToMetadata(json));
    }

    [Fact]
    public void The_canon_has_the_common_properties()
    {
        ImageMetadata metadata = Sample.ToMetadata(Sample.Read("metadata-image-canon40d.spec"));

        Assert.Equal((100, 68, 7749, "jpg"), (metadata.Width, metadata.Height, metadata.Size, metadata.Format));
        Assert.Equal((true, 0L, 72L, false), (metadata.HasColorProfile, metadata.Quality, metadata.Density, metadata.HasTransparency));
        Assert.Equal("f06830ca9f1e3e90", metadata.PHash);
        Assert.Equal("Canon EOS 40D", metadata.Exif.Camera);
        Assert.Equal(new DateTime(2008, 5, 30, 15, 56, 1, DateTimeKind.Unspecified), metadata.Exif.DateTaken);
        Assert.Equal((0.00625, 7.1, 100L, 135.0, 1), (metadata.Exif.ExposureTime, metadata.Exif.FNumber, metadata.Exif.Iso, metadata.Exif.FocalLength, metadata.Exif.Orientation));
        Assert.Null(metadata.Exif.Latitude);
        Assert.Null(metadata.Duration);
        Assert.Equal("1/160 s, f/7.1, ISO 100, 135 mm", metadata.Exif.ToExposureText());
        Assert.Empty(metadata.AdditionalData);
    }

    [Fact]
    public void A_video_has_what_videos_have()
    {
        ImageMetadata metadata = Sample.ToMetadata(Sample.Read("metadata-video.spec"));

        Assert.NotNull(metadata.BitRate);
        Assert.NotNull(metadata.Duration);
        Assert.Equal(("aac", "h264"), (metadata.AudioCodec, metadata.VideoCodec));
        Assert.Null(metadata.Format);
        Assert.Null(metadata.PHash);
        Assert.Empty(metadata.Exif.Image);
        Assert.Equal("", metadata.Exif.ToString());
    }

    [Fact]
    public void The_phone_knows_where_it_was()
    {
        byte[] json = Sample.Read("exif-shape-iphone-gps.as-imagekit-would-show.synthetic");
        JsonElement exif = Sample.Parse(json);
        ImageMetadata metadata = Sample.ToMetadata(exif.TryGetProperty("gps", out _) ? $$"""{"exif":{{exif.GetRawText()}}}""" : exif.GetRawText());

        Assert.Equal(37 + (53.1 / 60), metadata.Exif.Latitude!.Value, 9);
        Assert.Equal(-(122 + (37.35 / 60)), metadata.Exif.Longitude!.Value, 9);
        Assert.Equal(122, metadata.Exif.Altitude);
        Assert.Equal("Apple iPhone 4S", metadata.Exif.Camera);
    }

    private static T UnderCulture<T>(string culture, Func<T> action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
