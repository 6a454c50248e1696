using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Tests.Architecture;

/// <summary>The rooms of the core: folders, each of which uses only those that stand before it.</summary>
public sealed partial class RoomTests
{
    /// <summary>A room uses what stands to its left, and nothing else.</summary>
    private static readonly string[] Rooms =
        ["Text", "Json", "Models", "Images", "Http", "Bulk", "Library", "PerceptualHashing", "Duplicates", "Auditing", "Comparing", "Reporting"];

    // What the compiler needs on .NET Standard belongs to no room.
    private const string Polyfills = "NetStandard";

    // Folders within a room that are namespaces of their own.
    private static readonly string[] NamedFolders = ["Library.Changes"];

    // The property of the metadata has the name of the type.
    private static readonly string[] NamesOfProperties = ["PHash"];

    private static readonly string Core = Path.Combine(FindRepository(), "src", "ImageKit.Metadata");

    [Fact]
    public void A_room_uses_only_the_rooms_before_it()
    {
        Dictionary<string, string> rooms = Sources().ToDictionary(file => Path.GetFileNameWithoutExtension(file), RoomOf, StringComparer.Ordinal);
        List<string> wrong = [];
        foreach (string file in Sources())
        {
            string room = RoomOf(file);
            foreach (Match name in Identifier().Matches(WithoutTexts(File.ReadAllText(file))))
            {
                if (rooms.TryGetValue(name.Value, out string? used) && Array.IndexOf(Rooms, used) > Array.IndexOf(Rooms, room) && !NamesOfProperties.Contains(name.Value))
                {
                    wrong.Add($"{room}/{Path.GetFileName(file)} uses {name.Value}, which is in {used}");
                }
            }
        }

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Every_folder_is_a_room()
    {
        string[] folders = [.. Directory.GetDirectories(Core).Where(ContainsSources).Select(folder => Path.GetFileName(folder)!).Except([Polyfills, "bin", "obj"])];

        Assert.Equal(Rooms.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Internal_types_have_the_namespace_of_their_room_and_public_types_that_of_the_module()
    {
        Assert.All(Sources(), file =>
        {
            string text = File.ReadAllText(file);
            bool isPublic = PublicType().IsMatch(text);

            Assert.Contains(isPublic ? "namespace ImageKit.Metadata;" : $"namespace ImageKit.Metadata.{NamespaceOf(file)};", text, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> Sources() => Rooms.SelectMany(room => Directory.GetFiles(Path.Combine(Core, room), "*.cs", SearchOption.AllDirectories));

    // A checkout that was updated in place may keep an empty folder.
    private static bool ContainsSources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any();

    private static string RoomOf(string file) => Path.GetRelativePath(Core, file).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)[0];

    /// <summary>A folder within a room may be a namespace of its own, as long as all of its files have it.</summary>
    private static string NamespaceOf(string file)
    {
        string folder = Path.GetRelativePath(Core, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
        return NamedFolders.Contains(folder) ? folder : RoomOf(file);
    }

    private static string WithoutTexts(string source) => CommentOrText().Replace(source, string.Empty);

    /// <summary>The folder of the repository, found upwards from the test assembly.</summary>
    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ImageKit.Metadata.slnx")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex(@"//[^\n]*|""(\\.|[^""\\])*""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^public ", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
