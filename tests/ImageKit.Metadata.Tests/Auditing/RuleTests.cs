using System.Collections;
namespace ImageKit.Metadata.Tests.Auditing;

/// <summary>Each rule: what fires, what is just inside the limit, and what lacks the field.</summary>
public sealed class RuleTests
{
    private const string Url = "https://ik.imagekit.io/demo/a.jpg";

    [Fact]
    public void A_location_needs_latitude_and_longitude()
    {
        AuditFinding finding = Fires("GpsLocation", Located(52.370216, -4.895168));
        Assert.Equal(AuditSeverity.Warning, finding.Severity);
        Assert.Equal(52.370216, finding.Evidence["Latitude"]);
        Assert.Equal(-4.895168, finding.Evidence["Longitude"]);
        Assert.Contains("52.3702° N, 4.8952° W", finding.Message, StringComparison.Ordinal);

        IsSilent("GpsLocation", Located(52, null));
        IsSilent("GpsLocation", Located(null, 4));
        IsSilent("GpsLocation", new ImageMetadata { Exif = { Gps = { ["GPSVersionID"] = new object?[] { 2L, 2L, 0L, 0L } }, Image = { ["GPSInfo"] = 1234L } } });
        IsSilent("GpsLocation", new ImageMetadata());
        IsSilent("GpsLocation", new ImageMetadata { Exif = { Gps = { ["GPSLatitude"] = new object?[] { 48L, 53L, 20L } } } });
        IsSilent("GpsLocation", new ImageMetadata { Exif = { Gps = { ["GPSLatitude"] = "0/0,0/0,0/1", ["GPSLongitude"] = "NaN" } } });
    }

    [Fact]
    public void A_location_in_a_transformed_image_is_an_error()
    {
        ImageMetadata served = Located(1, 2);
        served.Transformation = "w-100";
        Assert.Equal(AuditSeverity.Error, Fires("GpsLocation", served).Severity);
        Assert.Equal(AuditSeverity.Error, Fires("GpsLocation", Located(1, 2), ("PreservedOnDelivery", true)).Severity);
    }

    [Theory]
    [InlineData("Artist")]
    [InlineData("CameraOwnerName")]
    [InlineData("BodySerialNumber")]
    [InlineData("LensSerialNumber")]
    [InlineData("UserComment")]
    public void Personal_data_is_found_in_every_part(string tag)
    {
        Assert.Equal("Anna", Fires("PersonalData", new ImageMetadata { Exif = { Image = { [tag] = "Anna" } } }).Evidence[tag]);
        Assert.Equal("Anna", Fires("PersonalData", new ImageMetadata { Exif = { Exif = { [tag] = "Anna \0" } } }).Evidence[tag]);
        Assert.Equal("Anna", Fires("PersonalData", new ImageMetadata { Exif = { MakerNote = { [tag] = "Anna" } } }).Evidence[tag]);
        IsSilent("PersonalData", new ImageMetadata { Exif = { Image = { [tag] = "    \0" } } });
        IsSilent("PersonalData", new ImageMetadata { Exif = { Image = { [tag] = null } } });
    }

    [Fact]
    public void A_comment_is_read_without_its_character_set()
    {
        byte[] comment = [.. "ASCII\0\0\0hi"u8];
        Assert.Equal("hi", Fires("PersonalData", new ImageMetadata { Exif = { Exif = { ["UserComment"] = comment } } }).Evidence["UserComment"]);
        IsSilent("PersonalData", new ImageMetadata { Exif = { Exif = { ["UserComment"] = "ASCII\0\0\0   \0\0" } } });
        IsSilent("PersonalData", new ImageMetadata { Exif = { Exif = { ["UserComment"] = "ASCII\0\0\0" } } });
        IsSilent("PersonalData", new ImageMetadata { Exif = { Image = { ["Copyright"] = "(c) Anna" } } });
        Fires("PersonalData", new ImageMetadata { Exif = { Image = { ["Copyright"] = "(c) Anna" } } }, ("Tags", new[] { "Copyright" }));

        // A tag that is listed twice keeps its first place and spelling, so that the message, and with it the finding, stays the same.
        ImageMetadata both = new() { Exif = { Image = { ["Artist"] = "Anna" }, Exif = { ["UserComment"] = "hi" } } };
        Assert.Equal(["Artist", "UserComment"], Fires("PersonalData", both, ("Tags", new[] { "Artist", "UserComment", "artist" })).Evidence.Keys);
    }

    [Theory]
    [InlineData(ImageKitErrorKind.NotFound, "Unreachable")]
    [InlineData(ImageKitErrorKind.InvalidUrl, "Unreachable")]
    [InlineData(ImageKitErrorKind.BadRequest, "Unreadable")]
    [InlineData(ImageKitErrorKind.ServerError, null)]
    [InlineData(ImageKitErrorKind.RequestTimeout, null)]
    [InlineData(ImageKitErrorKind.ConnectionFailed, null)]
    [InlineData(ImageKitErrorKind.RateLimitExceeded, null)]
    [InlineData(ImageKitErrorKind.AuthenticationFailed, null)]
    [InlineData(ImageKitErrorKind.NotConnected, null)]
    [InlineData(ImageKitErrorKind.UnexpectedResponse, null)]
    public void Unreachable_and_unreadable_are_findings_and_not_checked_is_none(ImageKitErrorKind kind, string? rule)
    {
        Auditor auditor = new(new AuditSettings { IncludeRules = ["Unrea*"] });
        IReadOnlyList<AuditFinding> findings = auditor.Check(new FailedImage { Url = Url, Kind = kind, Message = "gone\u001b[31m" });
        if (rule is null)
        {
            Assert.Empty(findings);
            Assert.Equal((1, false), (auditor.Result.NotCheckedCount, auditor.Result.IsComplete));
        }
        else
        {
            AuditFinding finding = Assert.Single(findings);
            Assert.Equal((AuditSeverity.Error, Url, rule), (finding.Severity, finding.Url, finding.RuleName));
            Assert.DoesNotContain('\u001b', finding.Message);
            Assert.Equal((0, true), (auditor.Result.NotCheckedCount, auditor.Result.IsComplete));
            Assert.Equal(1, auditor.Result.UnreachableCount + auditor.Result.UnreadableCount);
        }

        Assert.Equal(1L, auditor.Result.FailedByError[kind.ToString()]);
        Assert.Empty(auditor.Check(new ImageMetadata { Url = Url }));
        Assert.Empty(new Auditor(Only("LowQuality")).Check(new FailedImage { Url = Url, Kind = kind }));
    }

    [Fact]
    public void Dimensions_over_the_limit_are_found()
    {
        Assert.Equal(AuditSeverity.Warning, Fires("OversizedDimensions", Sized(6001, 10)).Severity);
        Fires("OversizedDimensions", Sized(10, 6001));
        IsSilent("OversizedDimensions", Sized(6000, 6000));
        IsSilent("OversizedDimensions", new ImageMetadata { Width = 9000 });
        IsSilent("OversizedDimensions", new ImageMetadata { Width = 9000, Height = 9000, Format = "svg" });
        IsSilent("OversizedDimensions", new ImageMetadata());
        Assert.Equal(AuditSeverity.Error, Fires("OversizedDimensions", Sized(10_001, 10_000)).Severity);
        Assert.Equal(AuditSeverity.Warning, Fires("OversizedDimensions", Sized(10_000, 10_000)).Severity);
        ImageMetadata served = Sized(3841, 10);
        served.Transformation = "w-3841";
        Fires("OversizedDimensions", served);
        served.Width = 3840;
        IsSilent("OversizedDimensions", served);
        IsSilent("OversizedDimensions", Sized(9000, 9000), ("MaximumSide", 9000));
    }

    [Fact]
    public void Files_over_the_limit_are_found()
    {
        AuditFinding finding = Fires("OversizedFile", new ImageMetadata { Size = 5_000_001 });
        Assert.Equal((AuditSeverity.Warning, 1L), (finding.Severity, finding.SavingBytes));
        IsSilent("OversizedFile", new ImageMetadata { Size = 5_000_000 });
        IsSilent("OversizedFile", new ImageMetadata());
        Assert.Equal(AuditSeverity.Error, Fires("OversizedFile", new ImageMetadata { Size = (40 << 20) + 1 }).Severity);
        Assert.Equal(AuditSeverity.Warning, Fires("OversizedFile", new ImageMetadata { Size = 40 << 20 }).Severity);
        Fires("OversizedFile", new ImageMetadata { Size = (500 << 10) + 1, Transformation = "w-100" });
        IsSilent("OversizedFile", new ImageMetadata { Size = 500 << 10, Transformation = "w-100" });
        IsSilent("OversizedFile", new ImageMetadata { Size = 300 << 20, VideoCodec = "h264" });
        Assert.Equal(AuditSeverity.Error, Fires("OversizedFile", new ImageMetadata { Size = (300 << 20) + 1, VideoCodec = "h264" }).Severity);
        Fires("OversizedFile", new ImageMetadata { Size = (2 << 20) + 1 }, ("MaximumBytes", 2 << 20));
    }

    [Theory]
    [InlineData("avif", 166_667)]
    [InlineData("webp", 250_000)]
    [InlineData("jpg", 333_334)]
    [InlineData("JPEG", 333_334)]
    public void Bytes_a_pixel_are_measured_by_format(string format, long limit)
    {
        ImageMetadata image = Sized(1000, 1000);
        image.Format = format;
        image.Size = limit + 4096;
        Assert.InRange(Fires("HeavyForItsSize", image).SavingBytes!.Value, 4096, 4097);
        image.Size = limit + 4094;
        IsSilent("HeavyForItsSize", image);
        Fires("HeavyForItsSize", image, ("MinimumSavingBytes", 4000));
        image.Size = null;
        IsSilent("HeavyForItsSize", image);
        image.Size = long.MaxValue;
        image.Height = null;
        IsSilent("HeavyForItsSize", image);
    }

    [Fact]
    public void Png_is_left_to_its_own_rule()
    {
        ImageMetadata png = Sized(1000, 1000);
        (png.Format, png.Size, png.HasTransparency) = ("png", 900_000, false);
        IsSilent("HeavyForItsSize", png);
        Fires("HeavyForItsSize", png, ("MaximumBytesPerPixel", new PropertyBag { ["png"] = 0.5 }));
        Assert.Equal(900_000 - 333_333, Fires("OpaquePng", png).SavingBytes!.Value, 1d);

        png.HasTransparency = true;
        IsSilent("OpaquePng", png);
        png.HasTransparency = null;
        IsSilent("OpaquePng", png);
        png.HasTransparency = false;
        png.Size = 333_333 + 4095;
        IsSilent("OpaquePng", png);
        png.Size = 333_334 + 4096;
        Fires("OpaquePng", png);
        png.Format = "jpg";
        IsSilent("OpaquePng", png);
    }

    [Theory]
    [InlineData("ExcessiveQuality", 91, true)]
    [InlineData("ExcessiveQuality", 90, false)]
    [InlineData("ExcessiveQuality", 0, false)]
    [InlineData("ExcessiveQuality", null, false)]
    [InlineData("LowQuality", 49, true)]
    [InlineData("LowQuality", 1, true)]
    [InlineData("LowQuality", 50, false)]
    [InlineData("LowQuality", 0, false)]
    [InlineData("LowQuality", null, false)]
    public void Quality_has_two_limits_and_0_is_unknown(string rule, int? quality, bool fires) =>
        Assert.Equal(fires ? 1 : 0, Run(rule, new ImageMetadata { Quality = quality }).Count);

    [Fact]
    public void Old_formats_are_found()
    {
        Assert.Equal(AuditSeverity.Information, Fires("LegacyFormat", new ImageMetadata { Format = "gif", Size = 102_400 }).Severity);
        Assert.Null(Fires("LegacyFormat", new ImageMetadata { Format = "TIF" }).SavingBytes);
        AuditFinding heavy = Fires("LegacyFormat", new ImageMetadata { Format = "gif", Size = 1_000_000 });
        Assert.Equal((AuditSeverity.Warning, 739_000L), (heavy.Severity, heavy.SavingBytes));
        Assert.Equal(AuditSeverity.Warning, Fires("LegacyFormat", new ImageMetadata { Format = "gif", Size = 102_401 }).Severity);
        IsSilent("LegacyFormat", new ImageMetadata { Format = "jpg" });
        IsSilent("LegacyFormat", new ImageMetadata { Size = 1_000_000 });
    }

    [Fact]
    public void A_missing_profile_matters_where_the_colours_are_others()
    {
        ImageMetadata Colored(bool? profile, object? space) => new() { HasColorProfile = profile, Exif = { Exif = { ["ColorSpace"] = space } } };
        Assert.Equal(AuditSeverity.Warning, Fires("MissingColorProfile", Colored(false, 65535L)).Severity);
        IsSilent("MissingColorProfile", Colored(false, 1L));
        IsSilent("MissingColorProfile", Colored(true, 65535L));
        IsSilent("MissingColorProfile", Colored(null, 65535L));
        IsSilent("MissingColorProfile", new ImageMetadata { HasColorProfile = false });
        Assert.Equal(AuditSeverity.Information, Fires("MissingColorProfile", new ImageMetadata { HasColorProfile = false }, ("ReportUntagged", true)).Severity);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(null, false)]
    public void An_orientation_other_than_1_is_found(int? orientation, bool fires) =>
        Assert.Equal(fires ? 1 : 0, Run("RotatedByTag", new ImageMetadata { Exif = { Orientation = orientation } }).Count);

    [Theory]
    [InlineData(203, true)]
    [InlineData(72, false)]
    [InlineData(300, false)]
    [InlineData(0, false)]
    [InlineData(null, false)]
    public void An_unusual_density_is_found_if_the_rule_is_included(int? density, bool fires)
    {
        Assert.Equal(fires ? 1 : 0, Run("UnusualDensity", new ImageMetadata { Density = density }).Count);
        Assert.Empty(new Auditor().Check(new ImageMetadata { Density = density }));
    }

    [Theory]
    [InlineData("0000000000000000", true)]
    [InlineData("0000000000000001", false)]
    [InlineData("nonsense", false)]
    [InlineData(null, false)]
    public void A_hash_without_a_bit_is_a_flat_image(string? hash, bool fires) =>
        Assert.Equal(fires ? 1 : 0, Run("FlatPicture", new ImageMetadata { PHash = hash }).Count);

    [Theory]
    [InlineData(1920, 1080, 8_000_001, true)]
    [InlineData(1920, 1080, 8_000_000, false)]
    [InlineData(1080, 1920, 8_000_001, true)]
    [InlineData(1280, 720, 5_000_001, true)]
    [InlineData(1280, 721, 5_000_001, false)]
    [InlineData(7680, 4320, 35_000_001, true)]
    [InlineData(7680, 4320, 35_000_000, false)]
    [InlineData(100, 100, 1_000_001, true)]
    [InlineData(null, 1080, 99_000_000, false)]
    [InlineData(1920, 1080, null, false)]
    public void A_bit_rate_is_judged_by_the_shorter_side(int? width, int? height, int? rate, bool fires) =>
        Assert.Equal(fires ? 1 : 0, Run("VideoBitRate", new ImageMetadata { Width = width, Height = height, BitRate = rate }).Count);

    [Theory]
    [InlineData("1080")]
    [InlineData("1080p")]
    public void A_side_is_named_as_people_name_it(string side)
    {
        Hashtable limits = new() { [side] = 1e6 };
        Fires("VideoBitRate", new ImageMetadata { Width = 1920, Height = 1080, BitRate = 1_000_001 }, ("MaximumBitRate", limits));
        IsSilent("VideoBitRate", new ImageMetadata { Width = 1920, Height = 1080, BitRate = 1_000_000 }, ("MaximumBitRate", limits));
    }

    [Fact]
    public void A_bit_rate_too_high_costs_bytes_for_its_duration() =>
        Assert.Equal(1_000_000, Fires("VideoBitRate", new ImageMetadata { Width = 1920, Height = 1080, BitRate = 9_000_000, Duration = 8 }).SavingBytes);

    [Fact]
    public void Copies_are_reported_at_the_end_and_the_best_is_kept()
    {
        Auditor auditor = new(Only("NearDuplicate"));
        Add(auditor, "small", "00000000000000ff", 100, 10_000);
        Add(auditor, "best", "00000000000000fe", 200, 50_000);
        Add(auditor, "other", "ffffffff00000000", 200, 50_000);
        Add(auditor, "flat", "0000000000000000", 200, 50_000);
        Add(auditor, "flat2", "0000000000000000", 200, 50_000);
        Add(auditor, "served", "00000000000000ff", 100, 10_000, "w-100");
        Add(auditor, "best?updatedAt=5", "00000000000000fe", 200, 50_000);
        Add(auditor, "unknown", null, 100, 10_000);

        AuditFinding copy = Assert.Single(auditor.Complete());
        Assert.Equal(("small", 10_000L), (copy.Url, copy.SavingBytes));
        Assert.Equal("best?updatedAt=5", copy.Evidence["Original"]);
        Assert.Equal(1L, copy.Evidence["Distance"]);
    }

    [Theory]
    [InlineData("00000000000000ff", true)]
    [InlineData("00000000000001ff", false)]
    public void Copies_are_as_far_apart_as_the_setting_says(string hash, bool fires)
    {
        AuditSettings settings = Only("NearDuplicate");
        settings.Rules["NearDuplicate"] = new PropertyBag { ["MaximumDistance"] = 8 };
        Auditor auditor = new(settings);
        Add(auditor, "a", "8000000000000000", 100, 10);
        Add(auditor, "b", "80000000" + hash[8..], 100, 10);
        Assert.Equal(fires ? 1 : 0, auditor.Complete().Count());
    }

    [Fact]
    public void Every_rule_has_a_description_and_a_reason()
    {
        Assert.All(new Auditor().Rules, rule =>
        {
            Assert.NotEmpty(rule.Description);
            Assert.NotEmpty(rule.Reason!);
            Assert.NotEqual(AuditData.None, rule.Needs);
            Assert.NotEmpty(rule.Recommendation!);
            Assert.All(rule.Settings, setting => Assert.NotEmpty(setting.Description));
            Assert.Equal(rule.Name is not ("UnusualDensity" or "MissingDescription" or "MissingCustomMetadata" or "Untagged" or "Unpublished" or "ExpiredDate"), rule.IsEnabled);
        });
        Assert.Equal(22, new Auditor().Rules.Count);
    }

    [Theory]
    [InlineData("48,5", "21,3")]
    [InlineData("91", "21")]
    [InlineData("none", null)]
    public void Coordinates_that_cannot_be_read_are_found(string latitude, string? longitude)
    {
        object value = longitude is null ? new PropertyBag { ["0"] = 48L, ["1"] = 53L } : latitude;
        AuditFinding finding = Fires("GpsLocation", new ImageMetadata { Exif = { Gps = { ["GPSLatitude"] = value, ["GPSLongitude"] = longitude ?? value } } });

        Assert.Contains("cannot be read", finding.Message, StringComparison.Ordinal);
        Assert.Equal(["GPSLatitude", "GPSLongitude"], finding.Evidence.Keys);
    }

    private static void Add(Auditor auditor, string url, string? hash, int side, long size, string? transformation = null) =>
        Assert.Empty(auditor.Check(new ImageMetadata { Url = url, PHash = hash, Width = side, Height = side, Size = size, Transformation = transformation }));

    private static ImageMetadata Located(double? latitude, double? longitude) =>
        new() { Url = Url, Exif = { Latitude = latitude, Longitude = longitude } };

    private static ImageMetadata Sized(int width, int height) => new() { Url = Url, Width = width, Height = height };

    private static AuditSettings Only(string rule) => new() { IncludeRules = [rule] };

    private static List<AuditFinding> Run(string rule, ImageMetadata image, params (string Name, object Value)[] values)
    {
        AuditSettings settings = Only(rule);
        foreach ((string name, object value) in values)
        {
            settings.Rules[rule] = new PropertyBag { [name] = value };
        }

        return [.. new Auditor(settings).Check(image)];
    }

    private static AuditFinding Fires(string rule, ImageMetadata image, params (string Name, object Value)[] values)
    {
        AuditFinding finding = Assert.Single(Run(rule, image, values));
        Assert.Equal((rule, image.Url), (finding.RuleName, finding.Url));
        Assert.NotEmpty(finding.Message);
        Assert.NotNull(finding.Recommendation);
        return finding;
    }

    private static void IsSilent(string rule, ImageMetadata image, params (string Name, object Value)[] values) =>
        Assert.Empty(Run(rule, image, values));
}
