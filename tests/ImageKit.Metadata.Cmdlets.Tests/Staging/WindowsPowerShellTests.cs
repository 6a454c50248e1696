using System.Management.Automation.Language;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using System.Text;
using System.Xml.Linq;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Staging;

/// <summary>What can be known about Windows PowerShell 5.1 without running it.</summary>
public sealed class WindowsPowerShellTests
{
    private static readonly string Folder = Path.Combine(Repository.ModuleDirectory, "bin", "netstandard2.0");

    private static readonly string[] OwnAssemblies = ["ImageKit.Metadata", "ImageKit.Metadata.Cmdlets"];

    /// <summary>The assemblies of the folder by name, with their versions.</summary>
    private static readonly Dictionary<string, Version> Assemblies = Directory.GetFiles(Folder, "*.dll")
        .Select(AssemblyName.GetAssemblyName)
        .ToDictionary(assembly => assembly.Name!, assembly => assembly.Version!);

    /// <summary>The module's scripts, and those that test it there.</summary>
    private static readonly string[] ScriptFiles =
    [
        .. new[] { Repository.ModuleDirectory, Repository.PesterDirectory }
            .SelectMany(folder => Directory.GetFiles(folder, "*.ps*1*", SearchOption.AllDirectories))
            .Concat([Path.Combine(Repository.Root, "build.ps1"), Path.Combine(Repository.Root, "docs", "Build-Help.ps1")])
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> AssemblyNames => [.. Assemblies.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Scripts => [.. ScriptFiles];

    /// <summary>.NET Framework 4.7.2 brings netstandard 2.0, and the engine itself is there as version 3.</summary>
    [Theory]
    [MemberData(nameof(AssemblyNames))]
    public void Whatever_an_assembly_needs_is_in_the_folder_or_on_the_machine(string assembly)
    {
        foreach ((string name, Version version) in ReferencesOf(assembly))
        {
            switch (name)
            {
                case "netstandard":
                    Assert.Equal(new Version(2, 0, 0, 0), version);
                    break;
                case "System.Management.Automation":
                    Assert.Equal(new Version(3, 0, 0, 0), version);
                    break;
                default:
                    Assert.True(Assemblies.TryGetValue(name, out Version? found), $"{name} is missing.");
                    Assert.True(found >= version, $"{name} {found} is older than {version}.");
                    break;
            }
        }
    }

    [Fact]
    public void Nothing_is_in_the_folder_that_nothing_needs() => Assert.Equal(
        Assemblies.Keys.Except(["ImageKit.Metadata.Cmdlets"]).Order(StringComparer.Ordinal),
        Assemblies.Keys.SelectMany(ReferencesOf).Select(reference => reference.Name).Distinct().Where(Assemblies.ContainsKey).Order(StringComparer.Ordinal));

    /// <summary>The resolver is in place only once the types have been read; until then the versions have to fit by themselves.</summary>
    [Theory]
    [InlineData("ImageKit.Metadata.Cmdlets")]
    [InlineData("ImageKit.Metadata")]
    public void The_module_s_assemblies_require_the_exact_versions_in_the_folder(string assembly) => Assert.All(
        ReferencesOf(assembly).Where(reference => Assemblies.ContainsKey(reference.Name)),
        reference => Assert.Equal(Assemblies[reference.Name], reference.Version));

    [Fact]
    public void The_resolver_resolves_the_dependencies_in_the_folder_and_nothing_else()
    {
        AssemblyLoadContext context = new(nameof(WindowsPowerShellTests), isCollectible: true);
        try
        {
            Type resolver = context.LoadFromAssemblyPath(Path.Combine(Folder, "ImageKit.Metadata.Cmdlets.dll")).GetType("ImageKit.Metadata.Commands.DesktopDependencies", throwOnError: true)!;
            object names = resolver.GetField("Names", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
            MethodInfo resolve = resolver.GetMethod("Resolve", BindingFlags.NonPublic | BindingFlags.Static)!;

            Assert.Equal(Assemblies.Keys.Except(OwnAssemblies).Order(StringComparer.Ordinal), ((IEnumerable<string>)names).Order(StringComparer.Ordinal));
            Assert.All(
                ["ImageKit.Metadata", "Newtonsoft.Json, Version=13.0.0.0", "System.Text.Json, Version=99.0.0.0"],
                name => Assert.Null(resolve.Invoke(null, [null, new ResolveEventArgs(name)])));
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>It reads a file without a byte order mark in the code page of the machine, unless it is XML.</summary>
    [Fact]
    public void Text_that_names_no_encoding_is_ASCII()
    {
        string[] files = [.. ScriptFiles.Select(file => Path.Combine(Repository.Root, file)), .. Directory.GetFiles(Repository.ModuleDirectory, "*.txt", SearchOption.AllDirectories)];

        Assert.All(files.Where(file => !file.EndsWith("xml", StringComparison.Ordinal)), file =>
        {
            byte[] bytes = File.ReadAllBytes(file);
            Assert.True(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) || Ascii.IsValid(bytes), $"{file} has characters outside ASCII and no byte order mark.");
        });
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_has_no_syntax_that_came_later(string script)
    {
        string path = Path.Combine(Repository.Root, script);
        string[] sources = script.EndsWith("xml", StringComparison.Ordinal)
            ? [.. XDocument.Load(path).Descendants().Where(element => element.Name.LocalName is "ScriptBlock" or "Script" or "GetScriptBlock").Select(element => element.Value)]
            : [File.ReadAllText(path)];

        Assert.All(sources, source =>
        {
            ScriptBlockAst parsed = Parser.ParseInput(source, out Token[] tokens, out ParseError[] errors);
            Assert.Empty(errors);
            Assert.Empty(parsed.FindAll(IsLaterSyntax, searchNestedScriptBlocks: true).Select(node => node.Extent.Text));

            // `e and `u{…} are the letters there.
            Assert.Empty(tokens.OfType<StringExpandableToken>().Where(token => token.Text.Contains("`e", StringComparison.Ordinal) || token.Text.Contains("`u{", StringComparison.Ordinal)).Select(token => token.Text));
        });
    }

    private static bool IsLaterSyntax(Ast node) => node switch
    {
        TernaryExpressionAst or PipelineChainAst => true,
        PipelineAst pipeline => pipeline.Background,
        BinaryExpressionAst binary => binary.Operator == TokenKind.QuestionQuestion,
        AssignmentStatementAst assignment => assignment.Operator == TokenKind.QuestionQuestionEquals,
        MemberExpressionAst member => member.NullConditional,
        IndexExpressionAst index => index.NullConditional,
        ScriptBlockAst block => block.CleanBlock is not null,
        _ => false,
    };

    private static List<(string Name, Version Version)> ReferencesOf(string assembly)
    {
        using PEReader reader = new(File.OpenRead(Path.Combine(Folder, assembly + ".dll")));
        System.Reflection.Metadata.MetadataReader metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(reference => (metadata.GetString(reference.Name), reference.Version))];
    }
}
