using System.Globalization;
using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>Makes the library: first everything that is planted, then ordinary files up to the size asked for.</summary>
internal sealed class LibrarySeeder
{
    private const long HeavyBytes = 5_000_000;
    private const int OversizedSide = 6_000;
    private const int LargePngPixels = 1_000_000;

    private static readonly DateTimeOffset Opening = new(2021, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly string[] FolderPaths =
    [
        "/products", "/products/shoes", "/products/bags", "/products/lamps", "/banners", "/team", "/events",
        "/events/2023", "/events/2024", "/blog", "/icons", "/videos",
    ];

    private static readonly string[] HostileNames =
    [
        "=SUM(A1)", "<b>bold<b>", "naïve café 日本", "100% sure & more #1", "a+b", "quote\"d 'name'", "invoice\u202Egpj", "semi;colon,comma?",
    ];

    private readonly SeededRandom _random;
    private readonly HashPool _hashes;
    private readonly List<AssetDraft> _drafts = [];
    private readonly List<List<AssetDraft>> _groups = [];

    private LibrarySeeder(int seed)
    {
        _random = new SeededRandom(StableHash.Mix((ulong)seed));
        _hashes = new HashPool(_random);
    }

    /// <summary>Makes a library.</summary>
    /// <param name="size">Files in it.</param>
    /// <param name="seed">The same seed gives the same library.</param>
    public static SampleLibrary Create(int size, int seed)
    {
        LibrarySeeder seeder = new(seed);
        seeder.PlantDuplicates();
        seeder.PlantCamera();
        seeder.PlantFiles();
        while (seeder._drafts.Count < size)
        {
            seeder.Ordinary();
        }

        return seeder.Finish(size);
    }

    private SampleLibrary Finish(int size)
    {
        List<AssetDraft> kept = _drafts[..Math.Min(size, _drafts.Count)];
        Dictionary<AssetDraft, SampleAsset> assets = kept.ToDictionary(draft => draft, Finish);
        List<IReadOnlyList<string>> groups = [];
        foreach (List<AssetDraft> group in _groups)
        {
            List<string> names = [.. group.Where(assets.ContainsKey).Select(draft => assets[draft].Name)];
            if (names.Count > 1)
            {
                groups.Add(names);
            }
        }

        IReadOnlyList<SampleFolder> folders = [.. FolderPaths.Select(Folder)];
        return new SampleLibrary([.. assets.Values.OrderBy(asset => asset.CreatedAt)], folders, groups);
    }

    private void PlantDuplicates()
    {
        string[] folders = ["/products/shoes", "/events/2024", "/banners", "/team", "/products/bags", "/events/2023", "/blog", "/products/lamps", "/products/shoes", "/events/2024", "/banners"];
        int[] identical = [1, 0, 2, 1, 0, 3, 1, 0, 1, 2, 0];
        int[] near = [1, 2, 1, 0, 1, 1, 2, 3, 0, 2, 4];
        for (int g = 0; g < folders.Length; g++)
        {
            AssetDraft original = Photo(folders[g]);
            original.Format = "jpg";
            original.PHash = _hashes.Original();
            List<AssetDraft> group = [original];
            for (int i = 1; i <= identical[g]; i++)
            {
                AssetDraft copy = Copy(original, i == 1 ? $"{original.Stem} (copy)" : $"{original.Stem} (copy {i})");
                copy.Traits |= AssetTraits.Duplicate;
                group.Add(copy);
            }

            for (int i = 1; i <= near[g]; i++)
            {
                group.Add(NearCopy(original, i));
            }

            _groups.Add(group);
        }
    }

    private AssetDraft NearCopy(AssetDraft original, int number)
    {
        string[] suffixes = ["-web", "-small", "-edited", "-final"];
        AssetDraft copy = Copy(original, original.Stem + suffixes[number - 1]);
        double scale = number == 1 ? 0.5 : number == 2 ? 0.25 : 1;
        copy.Width = (int)(original.Width * scale);
        copy.Height = (int)(original.Height * scale);
        copy.Format = number == 1 ? "webp" : "jpg";
        copy.Camera = number > 2 ? original.Camera : null;
        copy.Drawing = original.Drawing with { Variation = number };
        copy.PHash = _hashes.Copy(original.PHash!.Value, ((number - 1) % 4) + 1);
        copy.Traits |= AssetTraits.NearDuplicate;
        return copy;
    }

    private AssetDraft Copy(AssetDraft original, string stem) => Add(new AssetDraft
    {
        Folder = original.Folder,
        Stem = stem,
        Format = original.Format,
        Width = original.Width,
        Height = original.Height,
        Drawing = original.Drawing,
        Seed = original.Seed,
        Camera = original.Camera,
        PHash = original.PHash,
        SizeFactor = original.SizeFactor,
        Tags = original.Tags,
        Traits = original.Traits,
    });

    private void PlantCamera()
    {
        Repeat(12, _ => CameraPhoto().Traits |= AssetTraits.HasLocation);
        Repeat(6, _ => CameraPhoto(Camera.All[0]).Traits |= AssetTraits.GpsVersionOnly);
        Repeat(10, _ => CameraPhoto().Traits |= AssetTraits.PersonalData);
        Repeat(9, i => CameraPhoto().Orientation = 2 + (i % 7));
        Repeat(6, _ => CameraPhoto().Traits |= AssetTraits.MalformedDate);
        Repeat(10, i =>
        {
            AssetDraft draft = CameraPhoto();
            draft.Oddity = (ExifOddity)(1 + (i % 6));
            draft.Traits |= AssetTraits.OddShape | (i % 2 == 0 ? AssetTraits.HasLocation : 0);
        });
        Repeat(8, i =>
        {
            AssetDraft draft = CameraPhoto();
            draft.Stem = HostileNames[i];
            draft.Traits |= AssetTraits.HostileText;
        });
    }

    private void PlantFiles()
    {
        Repeat(5, i =>
        {
            AssetDraft draft = Photo("/banners");
            draft.Stem = $"backdrop-{i + 1}";
            draft.Format = i % 2 == 0 ? "png" : "jpg";
            draft.Traits = AssetTraits.Flat;
            draft.Camera = null;
            draft.Drawing = new Drawing(Scene.Flat, draft.Seed, 0);
            draft.PHash = 0;
            draft.SizeFactor = 0.02;
        });
        Repeat(6, _ =>
        {
            AssetDraft draft = CameraPhoto();
            draft.SizeFactor = _random.NextDouble(3, 5);
        });
        Repeat(4, i =>
        {
            AssetDraft draft = Photo("/banners");
            (draft.Width, draft.Height, draft.Format) = (7_200 + (i * 400), 2_400, "jpg");
        });
        Repeat(6, _ =>
        {
            AssetDraft draft = Photo("/blog");
            (draft.Width, draft.Height, draft.Format, draft.Camera) = (1_600, 1_200, "png", null);
        });
        Repeat(5, _ =>
        {
            AssetDraft draft = Photo("/blog");
            (draft.Width, draft.Height, draft.Format, draft.Camera) = (640, 480, "gif", null);
        });
        Repeat(6, i =>
        {
            AssetDraft draft = Photo("/icons");
            draft.Format = i < 4 ? "svg" : "png";
            draft.HasTransparency = true;
            (draft.Width, draft.Height, draft.Camera) = (256, 256, null);
        });
        Repeat(6, i =>
        {
            AssetDraft draft = CameraPhoto();
            draft.Breakage = i % 2 == 0 ? Breakage.Missing : Breakage.Corrupt;
            draft.Stem = (i % 2 == 0 ? "lost-" : "truncated-") + draft.Stem;
        });
        Repeat(6, i =>
        {
            AssetDraft draft = Photo("/videos");
            draft.Format = "mp4";
            draft.Camera = null;
            (draft.Width, draft.Height) = i % 3 == 2 ? (1080, 1920) : (1920, 1080);
        });
    }

    private static void Repeat(int times, Action<int> action)
    {
        for (int i = 0; i < times; i++)
        {
            action(i);
        }
    }

    private void Ordinary()
    {
        string folder = _random.Pick(["/", "/products/shoes", "/products/bags", "/products/lamps", "/banners", "/team", "/events/2023", "/events/2024", "/blog"]);
        AssetDraft draft = Photo(folder);
        if (draft.Camera is { IsPhone: true } && _random.Chance(0.3))
        {
            draft.Traits |= AssetTraits.HasLocation;
        }
    }

    private AssetDraft CameraPhoto(Camera? camera = null)
    {
        AssetDraft draft = Photo(_random.Chance(0.5) ? "/events/2023" : "/events/2024");
        draft.Format = "jpg";
        draft.Camera = camera ?? _random.Pick(Camera.All);
        (draft.Width, draft.Height) = (draft.Camera.Width, draft.Camera.Height);
        return draft;
    }

    private AssetDraft Photo(string folder)
    {
        int number = _drafts.Count + 1;
        ulong seed = _random.NextBits();
        (Scene scene, string word, int width, int height) = folder switch
        {
            "/products/shoes" => (Scene.Shoe, "shoe", 2000, 2000),
            "/products/bags" => (Scene.Bag, "bag", 1600, 2000),
            "/products/lamps" => (Scene.Lamp, "lamp", 1800, 2400),
            "/banners" => (_random.Pick([Scene.Hills, Scene.Sea, Scene.Abstract]), "banner", 2400, 1000),
            "/team" => (Scene.Portrait, "portrait", 1500, 1875),
            "/events/2023" or "/events/2024" => (_random.Pick([Scene.Hills, Scene.Sea, Scene.Town]), "dsc", 4000, 3000),
            "/icons" => (Scene.Abstract, "icon", 256, 256),
            "/videos" => (_random.Pick([Scene.Sea, Scene.Hills]), "clip", 1920, 1080),
            _ => (_random.Pick([Scene.Abstract, Scene.Hills, Scene.Sea, Scene.Town]), "post", 1920, 1280),
        };

        AssetDraft draft = new()
        {
            Folder = folder,
            Stem = string.Create(CultureInfo.InvariantCulture, $"{word}-{number:0000}"),
            Format = _random.Pick(["jpg", "jpg", "jpg", "jpg", "jpg", "webp", "png", "avif"]),
            Width = width,
            Height = height,
            Drawing = new Drawing(scene, seed, 0),
            Seed = seed,
            SizeFactor = _random.NextDouble(0.5, 1.1),
            Tags = Tags(scene),
        };
        if (folder.StartsWith("/events/", StringComparison.Ordinal))
        {
            draft.Format = "jpg";
            draft.Camera = _random.Pick(Camera.All);
            (draft.Width, draft.Height) = (draft.Camera.Width, draft.Camera.Height);
        }
        else if (folder == "/icons")
        {
            draft.HasTransparency = true;
        }

        return Add(draft);
    }

    private string[] Tags(Scene scene)
    {
        string[] all = scene switch
        {
            Scene.Shoe or Scene.Bag or Scene.Lamp => ["product", "studio", "sale", "summer-2024"],
            Scene.Portrait => ["people", "team", "studio"],
            Scene.Town => ["city", "event", "street"],
            Scene.Abstract => ["abstract", "blog"],
            _ => ["outdoor", "event", "nature", "hero"],
        };
        return [.. all.Where(_ => _random.Chance(0.6))];
    }

    private AssetDraft Add(AssetDraft draft)
    {
        _drafts.Add(draft);
        return draft;
    }

    private SampleAsset Finish(AssetDraft draft)
    {
        SeededRandom random = new(StableHash.Of(draft.Folder + "/" + draft.Stem) ^ draft.Seed);
        DateTimeOffset created = Opening.AddMilliseconds(random.NextDouble() * TimeSpan.FromDays(1290).TotalMilliseconds);
        created = DateTimeOffset.FromUnixTimeMilliseconds(created.ToUnixTimeMilliseconds());
        PictureFacts facts = draft.Format == "mp4" ? VideoFacts(draft, random) : Facts(draft, random);
        AssetTraits traits = draft.Traits | Observed(draft, facts);
        Func<JsonObject>? exif = traits.HasFlag(AssetTraits.HasExif)
            ? new ExifBlock(draft.Camera!, draft.Seed, traits, draft.Width, draft.Height, draft.Orientation, draft.Oddity).Build
            : null;
        return new SampleAsset(facts, exif)
        {
            FileId = string.Create(CultureInfo.InvariantCulture, $"{created.ToUnixTimeSeconds():x8}{random.NextBits():x16}"),
            Name = $"{draft.Stem}.{draft.Format}",
            Folder = draft.Folder,
            Traits = traits,
            Breakage = draft.Breakage,
            Tags = draft.Tags,
            AiTags = random.Chance(0.2) ? [draft.Drawing.Scene.ToString()] : [],
            CustomMetadata = CustomMetadata(draft, random),
            Description = random.Chance(0.15) ? $"{draft.Drawing.Scene}, picture {draft.Stem}" : null,
            IsPrivate = random.Chance(0.03),
            IsPublished = !random.Chance(0.02),
            CreatedBy = random.Pick(["studio@example.com", "anna@example.com", "import-job"]),
            Versions = random.Chance(0.04) ? 2 : 1,
            CreatedAt = created,
            UpdatedAt = random.Chance(0.3) ? created.AddMilliseconds(random.Next(1, int.MaxValue)) : created,
            Drawing = draft.Drawing,
        };
    }

    private PictureFacts Facts(AssetDraft draft, SeededRandom random) => new()
    {
        Width = draft.Width,
        Height = draft.Height,
        Size = Math.Max(180, (long)(FileSizeModel.Estimate(draft.Width, draft.Height, draft.Format, 90) * draft.SizeFactor)),
        Format = draft.Format,
        HasColorProfile = draft.Camera is not null && random.Chance(0.5),
        Quality = random.Chance(0.03) ? 90 : 0,
        Density = draft.Camera is { IsPhone: false } ? 300 : 72,
        HasTransparency = draft.HasTransparency,
        PHash = draft.PHash ?? _hashes.Single(),
    };

    private static PictureFacts VideoFacts(AssetDraft draft, SeededRandom random)
    {
        int duration = random.Next(4, 90);
        int bitRate = random.Next(900_000, 6_000_000);
        return new PictureFacts
        {
            Width = draft.Width,
            Height = draft.Height,
            Size = (long)bitRate * duration / 8,
            Format = draft.Format,
            IsVideo = true,
            BitRate = bitRate,
            Duration = duration,
            AudioCodec = draft.Drawing.Seed % 3 == 0 ? null : "aac",
            VideoCodec = "h264",
        };
    }

    /// <summary>The traits that follow from what the file is.</summary>
    private static AssetTraits Observed(AssetDraft draft, PictureFacts facts)
    {
        bool hasExif = draft.Camera is not null && draft.Format == "jpg";
        AssetTraits traits = 0;
        void Add(bool condition, AssetTraits trait) => traits |= condition ? trait : 0;
        Add(hasExif, AssetTraits.HasExif);
        Add(hasExif && draft.Orientation != 1, AssetTraits.Rotated);
        Add(facts.Size >= HeavyBytes && !facts.IsVideo, AssetTraits.Heavy);
        Add(Math.Max(facts.Width, facts.Height) >= OversizedSide, AssetTraits.Oversized);
        Add(
            draft.Format == "png" && !draft.HasTransparency && !draft.Has(AssetTraits.Flat) &&
            facts.Width * facts.Height >= LargePngPixels,
            AssetTraits.OpaquePng);
        Add(draft.Format == "gif", AssetTraits.LegacyGif);
        Add(draft.Format == "svg", AssetTraits.Vector);
        Add(facts.IsVideo, AssetTraits.Video);
        Add(draft.Breakage != Breakage.None, AssetTraits.Broken);
        return traits;
    }

    private static Dictionary<string, object> CustomMetadata(AssetDraft draft, SeededRandom random) =>
        draft.Drawing.Scene is not (Scene.Shoe or Scene.Bag or Scene.Lamp) ? [] : new Dictionary<string, object>
        {
            ["brand"] = random.Pick(["Noord", "Kite", "Lumen"]),
            ["price"] = (double)random.Next(19, 299),
            ["inStock"] = random.Chance(0.8),
        };

    private static SampleFolder Folder(string path)
    {
        ulong hash = StableHash.Of(path);
        return new SampleFolder(
            string.Create(CultureInfo.InvariantCulture, $"{Opening.ToUnixTimeSeconds():x8}{hash:x16}"),
            path[(path.LastIndexOf('/') + 1)..],
            path,
            Opening.AddSeconds(hash % 86_400));
    }
}
