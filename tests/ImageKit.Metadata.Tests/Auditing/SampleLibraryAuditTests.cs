using System.Text.Json;
using System.Text.Json.Nodes;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Tests.Auditing;

/// <summary>The sample library gives exactly the findings planted in it: what is expected comes from the traits and the fields of its files.</summary>
public sealed class SampleLibraryAuditTests : IAsyncLifetime
{
    private ImageKitEmulator _emulator = null!;

    public async Task InitializeAsync() => _emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 400 });

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    [Fact]
    public void Exactly_what_was_planted_is_found()
    {
        Dictionary<string, SortedSet<string>> expected = [];
        void Expect(string rule, IEnumerable<SampleAsset> assets)
        {
            SortedSet<string> names = [.. assets.Select(asset => asset.Name)];
            if (names.Count > 0)
            {
                expected.Add(rule, names);
            }
        }

        SampleAsset[] readable = [.. _emulator.Library.Assets.Where(asset => asset.Breakage == Breakage.None)];
        IEnumerable<SampleAsset> With(AssetTraits trait) => readable.Where(asset => (asset.Traits & trait) != 0);
        IEnumerable<SampleAsset> WithExif(AssetTraits trait) => With(trait).Where(asset => asset.Traits.HasFlag(AssetTraits.HasExif));
        Expect("Unreachable", _emulator.Library.Assets.Where(asset => asset.Traits.HasFlag(AssetTraits.Broken)));
        Expect("GpsLocation", WithExif(AssetTraits.HasLocation));
        Expect("PersonalData", WithExif(AssetTraits.PersonalData | AssetTraits.HostileText | AssetTraits.OddShape).Where(asset =>
            asset.Traits.HasFlag(AssetTraits.PersonalData) || Tag(asset, "UserComment") is JsonObject || (Tag(asset, "UserComment")?.GetValue<string>().Any(char.IsLetterOrDigit) ?? false)));
        Expect("OversizedDimensions", With(AssetTraits.Oversized));
        Expect("OversizedFile", With(AssetTraits.Heavy));
        Expect("OpaquePng", With(AssetTraits.OpaquePng));
        Expect("LegacyFormat", With(AssetTraits.LegacyGif));
        Expect("RotatedByTag", WithExif(AssetTraits.Rotated));
        Expect("FlatPicture", With(AssetTraits.Flat));
        Expect("MissingColorProfile", readable.Where(asset => !asset.Content.HasColorProfile && Tag(asset, "ColorSpace")?.GetValue<int>() == 65535));
        Expect("HeavyForItsSize", readable.Where(asset => !asset.IsVideo && Limit(asset.Format) is double limit && asset.Size >= ((long)asset.Width * asset.Height * limit) + 4096));
        Expect("ExcessiveQuality", readable.Where(asset => asset.Content.Quality > 90));
        Expect("VideoBitRate", With(AssetTraits.Video).Where(asset => asset.Content.BitRate > 8_000_000));

        Auditor auditor = new();
        List<AuditFinding> findings = [];
        foreach (SampleAsset asset in _emulator.Library.Assets)
        {
            if (asset.Breakage != Breakage.None)
            {
                findings.AddRange(auditor.Check(new FailedImage { Url = asset.Name, Kind = ImageKitErrorKind.NotFound }));
                continue;
            }

            ImageMetadata image = ImageMetadataParser.Read(asset.Content.ToJson());
            image.Url = asset.Name;
            findings.AddRange(auditor.Check(image));
        }

        AuditFinding[] copies = [.. auditor.Complete()];
        Dictionary<string, SortedSet<string>> found = findings
            .GroupBy(finding => finding.RuleName)
            .ToDictionary(group => group.Key, group => new SortedSet<string>(group.Select(finding => finding.Url!)));
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        Assert.All(expected, rule => Assert.Empty(rule.Value.Except(found[rule.Key]).Select(name => "missing " + name)));
        Assert.All(expected, rule => Assert.Empty(found[rule.Key].Except(rule.Value).Select(name => "unexpected " + name)));
        Assert.Equal(findings.Count, expected.Sum(rule => rule.Value.Count));

        // Each planted group once: all of its members are the kept one and the copies.
        string[] planted = [.. _emulator.Library.DuplicateGroups.Select(group => string.Join('|', group.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];
        string[] reported =
        [
            .. copies.GroupBy(copy => (string)copy.Evidence["Original"]!)
                .Select(group => string.Join('|', group.Select(copy => copy.Url!).Append(group.Key).Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(planted, reported);
    }

    private static double? Limit(string format) => format switch
    {
        "avif" => 2 / 12.0,
        "webp" => 3 / 12.0,
        "jpg" => 4 / 12.0,
        _ => null,
    };

    private static JsonNode? Tag(SampleAsset asset, string tag) => asset.Content.Exif?["exif"]?[tag];
}
