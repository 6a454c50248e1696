using System.Collections;
using CsCheck;
using ImageKit.Metadata.Duplicates;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Auditing;

public sealed class AuditorTests
{
    [Fact]
    public void Odd_metadata_never_throws()
    {
        Gen<object?> value = Gen.OneOf(
            Gen.OneOfConst<object?>([null]),
            Gen.String.Select(text => (object?)text),
            Gen.Long.Select(number => (object?)number),
            Gen.Double.Select(number => (object?)number),
            Gen.Bool.Select(flag => (object?)flag),
            Gen.Byte.Array.Select(bytes => (object?)bytes),
            Gen.Long.Array.Select(numbers => (object?)numbers.Cast<object?>().ToArray()));
        Gen<PropertyBag> tags = Gen.Select(Gen.OneOfConst("Artist", "UserComment", "ColorSpace", "GPSLatitude", "SerialNumber", "Orientation"), value)
            .Array[0, 6]
            .Select(entries =>
            {
                PropertyBag bag = new();
                foreach ((string name, object? item) in entries)
                {
                    bag[name] = item;
                }

                return bag;
            });
        Gen<long?> number = Gen.Frequency((1, Gen.OneOfConst<long?>([null])), (1, Gen.OneOfConst<long?>(0, -1, 1, long.MaxValue, long.MinValue)), (3, Gen.Long.Select(item => (long?)item)), (3, Gen.Long[0, 100_000].Select(item => (long?)item)));
        Gen<double?> real = Gen.OneOf(Gen.OneOfConst<double?>([null]), Gen.Double.Select(item => (double?)item), Gen.OneOfConst<double?>(double.NaN, double.PositiveInfinity));
        Gen<string?> text = Gen.OneOf(Gen.OneOfConst<string?>([null]), Gen.String.Select(item => (string?)item), Gen.OneOfConst<string?>("gif", "png", "jpg", "0000000000000000", "00000000000000ff"));

        Gen.Select(number.Array[8], text.Array[6], real.Array[4], tags.Array[3], Gen.Int[0, 3]).Holds((numbers, texts, reals, parts, nothing) =>
        {
            ImageMetadata image = new()
            {
                Url = texts[0],
                FileId = texts[1],
                Transformation = texts[2],
                Format = texts[3],
                PHash = texts[4],
                VideoCodec = nothing == 0 ? texts[5] : null,
                Width = numbers[0],
                Height = numbers[1],
                Size = numbers[2],
                Quality = numbers[3],
                Density = numbers[4],
                BitRate = numbers[5],
                Duration = reals[0],
                HasColorProfile = numbers[6] > 0,
                HasTransparency = numbers[7] > 0,
                Exif = new ExifData { Image = parts[0], Exif = parts[1], Gps = parts[2], Latitude = reals[1], Longitude = reals[2], Altitude = reals[3], Orientation = (int?)(numbers[3] % 10) },
            };
            if (nothing == 3)
            {
                // What a deserializer may leave behind.
                image.Exif = null!;
            }

            Auditor auditor = new(new AuditSettings { IncludeRules = ["*"] });
            foreach (AuditFinding finding in auditor.Check(image).ToArray())
            {
                Assert.False(string.IsNullOrEmpty(finding.Message));
                Assert.True(finding.SavingBytes is null or >= 0);
            }

            auditor.Check(image);
            _ = auditor.Complete().Count();
        }, count: 2_000);
    }

    [Fact]
    public void Rules_are_chosen_by_name_and_wildcard()
    {
        Assert.Equal(["OversizedDimensions", "OversizedFile"], Enabled(new AuditSettings { IncludeRules = ["Oversized*"] }));
        Assert.Equal(["OversizedFile"], Enabled(new AuditSettings { IncludeRules = ["oversized*"], ExcludeRules = ["*Dimensions"] }));
        Assert.DoesNotContain("UnusualDensity", Enabled(new AuditSettings()));
        Assert.Contains("UnusualDensity", Enabled(With("UnusualDensity", "Enable", true)));
        Assert.DoesNotContain("GpsLocation", Enabled(With("GpsLocation", "Enable", false)));
    }

    [Theory]
    [InlineData("GpsLocaton", "'GpsLocation'")]
    [InlineData("gps", "'GpsLocation'")]
    [InlineData("Duplicate", "'NearDuplicate'")]
    [InlineData("Ovrsized", "'OversizedFile'")]
    [InlineData("xyzzyplugh", "There are: GpsLocation")]
    public void A_wrong_rule_name_gets_the_nearest(string name, string expected)
    {
        Assert.Contains(expected, Assert.Throws<AuditSettingsException>(() => new Auditor(new AuditSettings { IncludeRules = [name] })).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<AuditSettingsException>(() => new Auditor(With(name, "Enable", true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_setting_or_value_is_named()
    {
        Assert.Contains("'MaximumBytes'", Fault("OversizedFile", "MaxBytes", 5), StringComparison.Ordinal);
        Assert.Contains("must be a number", Fault("OversizedFile", "MaximumBytes", "many"), StringComparison.Ordinal);
        Assert.Contains("from 0 to 16", Fault("NearDuplicate", "MaximumDistance", 17), StringComparison.Ordinal);
        Assert.Contains("Information, Warning or Error", Fault("OversizedFile", "Severity", "7"), StringComparison.Ordinal);
        Assert.Contains("table", Fault("HeavyForItsSize", "MaximumBytesPerPixel", 3), StringComparison.Ordinal);
        Assert.Contains("from 0 to", Fault("HeavyForItsSize", "MaximumBytesPerPixel", new Hashtable { ["jpg"] = -0.1 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("JPEG")]
    [InlineData(".jpeg")]
    public void A_format_in_the_settings_goes_by_any_of_its_names(string name)
    {
        ImageMetadata image = new() { Format = "jpg", Width = 100, Height = 100, Size = 20_000 };
        Assert.Contains(new Auditor(With("HeavyForItsSize", "MaximumBytesPerPixel", new Hashtable { [name] = 0.1 })).Check(image), finding => finding.RuleName == "HeavyForItsSize");
        Assert.Contains(new Auditor(With("LegacyFormat", "Formats", name)).Check(image), finding => finding.RuleName == "LegacyFormat");
    }

    [Fact]
    public void Findings_of_an_earlier_audit_fit_the_rules_and_severities_that_are_named()
    {
        AuditFinding own = new() { RuleName = "SomebodysOwn", Severity = AuditSeverity.Warning };
        Assert.True(new Auditor().TryAdopt(own));
        Assert.True(new Auditor().TryAdopt(new AuditFinding { RuleName = "UnusualDensity" }));
        Assert.True(new Auditor(new AuditSettings { Severity = [AuditSeverity.Warning] }).TryAdopt(own));
        Assert.False(new Auditor(new AuditSettings { Severity = [AuditSeverity.Error] }).TryAdopt(own));
        Assert.False(new Auditor(new AuditSettings { IncludeRules = ["Gps*"] }).TryAdopt(own));
        Assert.False(new Auditor(new AuditSettings { ExcludeRules = ["*"] }).TryAdopt(own));
        Assert.False(new Auditor(With("LowQuality", "Enable", false)).TryAdopt(new AuditFinding { RuleName = "lowquality" }));
    }

    [Fact]
    public void Severity_is_filtered_and_overridden()
    {
        ImageMetadata image = new() { Quality = 99, Size = 9_000_000 };
        Assert.Equal(["ExcessiveQuality"], new Auditor(new AuditSettings { Severity = [AuditSeverity.Information] }).Check(image).Select(finding => finding.RuleName));
        Assert.All(new Auditor(With("ExcessiveQuality", "Severity", "error")).Check(image), finding =>
            Assert.Equal(finding.RuleName == "ExcessiveQuality" ? AuditSeverity.Error : AuditSeverity.Warning, finding.Severity));
    }

    [Fact]
    public void A_custom_rule_that_throws_does_not_end_the_audit()
    {
        List<string> failures = [];
        AuditSettings settings = new() { IncludeRules = ["Mine", "ExcessiveQuality"] };
        settings.CustomRules.Add(new CustomAuditRule("Mine", image => image.Quality == 99 ? throw new InvalidOperationException("boom") : ["one", "two"]));
        Auditor auditor = new(settings) { RuleFailed = (rule, _, exception) => failures.Add(rule + " " + exception.Message) };

        Assert.Equal(["ExcessiveQuality"], auditor.Check(new ImageMetadata { Quality = 99 }).Select(finding => finding.RuleName));
        Assert.Equal(["Mine boom"], failures);
        Assert.Equal(["one", "two"], auditor.Check(new ImageMetadata()).Select(finding => finding.Message));
        Assert.Throws<AuditSettingsException>(() =>
        {
            AuditSettings twice = new();
            twice.CustomRules.Add(new CustomAuditRule("gpslocation", _ => []));
            return new Auditor(twice);
        });
        Assert.Throws<AuditSettingsException>(() =>
        {
            AuditSettings nameless = new();
            nameless.CustomRules.Add(new CustomAuditRule(" ", _ => []));
            return new Auditor(nameless);
        });
    }

    [Fact]
    public void The_store_returns_what_was_added()
    {
        Gen.Select(Gen.String.Null(), Gen.String.Null(), Gen.Int[0, 9]).Array[0, 100].Holds(images =>
        {
            ImageStore store = new();
            string?[] urls = [.. images.Select((image, i) => image.Item3 < 8 ? $"https://ik.imagekit.io/demo/folder/{i % 7}/{i}.jpg" : image.Item1)];
            for (int i = 0; i < urls.Length; i++)
            {
                store.Add(new DuplicateMember { Url = urls[i], FileId = images[i].Item2, Size = i, Width = i, Height = 2, Format = "jpg" });
            }

            for (int i = 0; i < urls.Length; i++)
            {
                DuplicateMember image = store.Read(i);
                Assert.Equal((Kept(urls[i]), Kept(images[i].Item2)), (image.Url, image.FileId));
                Assert.Equal((i, i, 2L, "jpg"), (image.Size, image.Width, image.Height, image.Format));
                Assert.Equal((i, i * 2.0), (store.MeasuresOf(i).Size, store.MeasuresOf(i).Pixels));
            }
        });

        // Lone surrogates have no UTF-8, and NUL separates: neither is in a URL.
        static string? Kept(string? text) =>
            System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text?.Replace("\0", "", StringComparison.Ordinal) ?? "")) is { Length: > 0 } kept ? kept : null;
    }

    private static List<string> Enabled(AuditSettings settings) => [.. new Auditor(settings).Rules.Where(rule => rule.IsEnabled).Select(rule => rule.Name)];

    private static AuditSettings With(string rule, string setting, object value)
    {
        AuditSettings settings = new();
        settings.Rules[rule] = new PropertyBag { [setting] = value };
        return settings;
    }

    private static string Fault(string rule, string setting, object value) =>
        Assert.Throws<AuditSettingsException>(() => new Auditor(With(rule, setting, value))).Message;
}
