using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>A 64-bit hash that is the same in every process, so that whatever is derived from a name never changes.</summary>
internal static class StableHash
{
    public static ulong Of(ReadOnlySpan<char> text) => Of(MemoryMarshal.AsBytes(text));

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037 ^ (ulong)bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 0x9E3779B97F4A7C15;
        }

        return Mix(hash);
    }

    /// <summary>Spreads a number over all 64 bits.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>
/// The library as <c>Samples/library.json</c> contains it: the planted files first, ordinary ones after
/// them. Larger libraries repeat the ordinary ones with other names, times and hashes.
/// </summary>
internal static class SampleData
{
    private const int FirstOrdinaryFile = 150;

    private static readonly string[] FolderPaths = ["/products", "/products/shoes", "/products/bags", "/products/lamps", "/banners", "/team", "/events", "/events/2023", "/events/2024", "/blog", "/icons", "/videos"];
    private static readonly DateTimeOffset Opening = new(2021, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<(SampleAsset Asset, int Group)[]> Files = new(() => [.. JsonNode.Parse(Resource("library.json"))!.AsArray().Select(row => (Parse(row!.AsObject()), (int?)row["group"] ?? 0))]);

    public static SampleLibrary Create(int size, TimeProvider time)
    {
        (SampleAsset Asset, int Group)[] files = Files.Value;
        IEnumerable<SampleAsset> generated = Enumerable.Range(files.Length, Math.Max(0, size - files.Length))
            .Select(i => Vary(files[FirstOrdinaryFile + (i % (files.Length - FirstOrdinaryFile))].Asset, i));
        IReadOnlyList<string>[] groups = [.. files.Take(size).Where(file => file.Group > 0).GroupBy(file => file.Group, file => file.Asset.Name).Where(group => group.Count() > 1).Select(group => group.ToArray())];
        return new SampleLibrary(files.Take(size).Select(file => file.Asset).Concat(generated), [.. FolderPaths.Select(Folder)], groups, time);
    }

    public static byte[] Resource(string name)
    {
        using BinaryReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadBytes((int)reader.BaseStream.Length);
    }

    private static SampleAsset Parse(JsonObject row) => new()
    {
        FileId = (string)row["fileId"]!,
        Name = (string)row["name"]!,
        Folder = (string)row["folder"]!,
        Content = FileContent.FromJson(row["metadata"]!.AsObject()),
        Traits = Enum.Parse<AssetTraits>((string?)row["traits"] ?? nameof(AssetTraits.None)),
        Breakage = Enum.Parse<Breakage>((string?)row["breakage"] ?? nameof(Breakage.None)),
        Tags = FileChanges.Texts(row["tags"]) ?? [],
        AiTags = FileChanges.Texts(row["aiTags"]) ?? [],
        CustomMetadata = row["customMetadata"]?.AsObject().ToDictionary(field => field.Key, field => FileChanges.ToValue(field.Value!)) ?? [],
        Description = (string?)row["description"],
        IsPrivate = (bool?)row["isPrivate"] ?? false,
        IsPublished = (bool?)row["isPublished"] ?? true,
        CreatedBy = (string)row["createdBy"]!,
        Versions = (int?)row["versions"] ?? 1,
        FirstVersion = (int?)row["versions"] ?? 1,
        CreatedAt = (DateTimeOffset)row["createdAt"]!,
        UpdatedAt = (DateTimeOffset)(row["updatedAt"] ?? row["createdAt"])!,
    };

    private static SampleAsset Vary(SampleAsset ordinary, int number)
    {
        ulong hash = StableHash.Mix((ulong)number);
        DateTimeOffset created = Opening.AddMilliseconds(hash % (ulong)TimeSpan.FromDays(1290).TotalMilliseconds);
        return ordinary with
        {
            FileId = $"{created.ToUnixTimeSeconds():x8}{hash:x16}",
            Name = string.Create(CultureInfo.InvariantCulture, $"{ordinary.Name.Split('-')[0]}-{number + 1:0000}.{ordinary.Format}"),
            Content = ordinary.Content with { PHash = ordinary.IsVideo ? 0 : StableHash.Mix(hash) },
            CreatedAt = created,
            UpdatedAt = created,
        };
    }

    private static SampleFolder Folder(string path)
    {
        ulong hash = StableHash.Of(path);
        return new SampleFolder($"{Opening.ToUnixTimeSeconds():x8}{hash:x16}", path[(path.LastIndexOf('/') + 1)..], path, Opening.AddSeconds(hash % 86_400));
    }
}
