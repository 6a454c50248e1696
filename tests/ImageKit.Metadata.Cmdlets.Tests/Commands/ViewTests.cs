using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>What a person sees.</summary>
public sealed class ViewTests : ConnectedShellTests
{
    [Fact]
    public void Many_images_are_a_table()
    {
        string[] lines = Lines("\"$u/samples/canon40d.jpg\", \"$u/samples/video.mp4\", \"$u/samples/no-exif.jpg\", \"$u/samples/canon40d.jpg?tr=w-50\" | Get-IKMetadata");

        Assert.Equal(6, lines.Length);
        Assert.Equal(["Format", "Width", "Height", "Size", "DateTaken", "PHash", "Image"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^jpg +100 +68 +7\.6 KB 2008-05-30 15:56 +f06830ca9f1e3e90 /demo/samples/canon40d\.jpg$", lines[2]);
        Assert.Matches(@"^h264 +1280 +720 +\S+ [KM]B +/demo/samples/video\.mp4$", lines[3]);
        Assert.Matches(@"^jpg +1000 +1000 +144 KB +e0d52b612ad538f6 /demo/samples/no-exif\.jpg$", lines[4]);
        Assert.Matches(@"^jpg +50 +34 +.* /demo/samples/canon40d\.jpg\?tr=w-50$", lines[5]);
    }

    [Fact]
    public void One_image_is_a_list_with_its_EXIF()
    {
        string[] lines = Lines("Get-IKMetadata \"$u/samples/canon40d.jpg\" | Format-List");

        AssertLine(lines, "Url", Url("samples/canon40d.jpg"));
        AssertLine(lines, "Dimensions", "100 x 68");
        AssertLine(lines, "Size", "7.6 KB (7,749 bytes)");
        AssertLine(lines, "Density", "72 dpi");
        AssertLine(lines, "PHash", "f06830ca9f1e3e90");
        AssertLine(lines, "Camera", "Canon EOS 40D");
        AssertLine(lines, "Exposure", "1/160 s, f/7.1, ISO 100, 135 mm");
        Assert.Contains(lines, line => line.Contains("DateTaken", StringComparison.Ordinal) && line.Contains("5/30/2008", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("Duration", StringComparison.Ordinal) || line.Contains("BitRate", StringComparison.Ordinal) || line.Contains("Transformation", StringComparison.Ordinal));
    }

    [Fact]
    public void The_EXIF_is_a_list_of_every_tag()
    {
        string[] lines = Lines("(Get-IKMetadata \"$u/samples/canon40d.jpg\").Exif | Format-List");

        AssertLine(lines, "Camera", "Canon EOS 40D");
        Assert.Contains(lines, line => line.EndsWith("GPSVersionID: 2, 2, 0, 0", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("Software: GIMP 2.4.5", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("FocalPlaneXResolution: 4438.356164383562", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("MakerNote", StringComparison.Ordinal));
    }

    [Fact]
    public void A_video_is_a_list_without_what_videos_lack()
    {
        string[] lines = Lines("Get-IKMetadata \"$u/samples/video.mp4\" | Format-List");

        Assert.Contains(lines, line => line.Contains("h264", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("547 kbit/s", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("PHash", StringComparison.Ordinal) || line.Contains("Camera", StringComparison.Ordinal) || line.Contains("Orientation", StringComparison.Ordinal));
    }

    [Fact]
    public void A_location_is_shown()
    {
        Assert.Contains(Lines("Get-IKMetadata \"$u/samples/iphone-gps.jpg\" | Format-List"), line => line.Contains("37.8850° N, 122.6225° W, 122 m", StringComparison.Ordinal));
    }

    [Fact]
    public void A_transformed_image_names_its_transformation()
    {
        string[] lines = Lines("Get-IKMetadata \"$u/samples/canon40d.jpg\" -Transformation w-50 | Format-List");

        AssertLine(lines, "Transformation", "w-50");
        AssertLine(lines, "Dimensions", "50 x 34");
    }

    [Fact]
    public void A_connection_is_a_table_without_its_key()
    {
        string[] lines = Lines("Get-IKConnection");

        Assert.Equal(["Name", "ApiBaseUri", "KeySource", "Verified", "Connected", "(local)"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("tests", lines[2], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void Settings_of_a_rule_are_a_table()
    {
        string[] lines = Lines("(Get-IKAuditRule OversizedFile, HeavyForItsSize).Settings");

        Assert.Equal(["Name", "Value", "Default", "Description"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches("^MaximumBytes +5000000 +5000000 +The largest size", lines[2]);
        Assert.Contains(lines, line => line.StartsWith("MaximumBytesPerPixel", StringComparison.Ordinal) && line.Contains(": 0.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("99.94", "99.9 %")]
    [InlineData("99.99", "99.9 %")]
    [InlineData("100", "100.0 %")]
    [InlineData("0", "0.0 %")]
    [InlineData("-12.34", "-12.3 %")]
    [InlineData("-120.5", "-120.5 %")]
    [InlineData("-12345.6", "-12346 %")]
    public void A_saving_is_all_only_if_it_is(string percent, string expected) =>
        Assert.Equal(expected, Shell.Run($"[ImageKit.Metadata.DisplayText]::Percent({percent})").One<string>());

    [Fact]
    public void What_a_image_was_before_may_be_unknown()
    {
        Shell["comparison"] = new TransformationComparison { Format = "webp", Width = 50, Height = 34 };
        string[] lines = Lines("$comparison | Format-List");

        AssertLine(lines, "Format", "webp");
        AssertLine(lines, "Dimensions", "50 x 34");
    }

    [Fact]
    public void Text_from_a_image_cannot_move_the_cursor()
    {
        Shell["bad"] = new ImageMetadata
        {
            Url = "https://ik.imagekit.io/x/\u001b[31ma.jpg",
            Format = "j\u001b[2Jpg",
            Exif = new ExifData { Camera = "Evil\u001b]0;title\u0007", Image = new PropertyBag { ["Artist\n\u001b[1A"] = "\r\nhidden\u202E" } },
        };
        using Shell raw = new();

        foreach (string script in new[] { "$bad", "$bad | Format-List" })
        {
            // The host takes whole escape sequences out; the marks in their place show that none came through.
            string text = Shell.Print(script);
            Assert.Contains("\uFFFD[", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', text);
            Assert.DoesNotContain('\u0007', text);
            Assert.DoesNotContain('\u202E', text);
        }
    }

    private static void AssertLine(string[] lines, string label, string value) =>
        Assert.Contains(lines, line => line.StartsWith(label + " ", StringComparison.Ordinal) && line.EndsWith(": " + value, StringComparison.Ordinal));

    private string[] Lines(string script) => [.. Shell.Print(script).Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
}
