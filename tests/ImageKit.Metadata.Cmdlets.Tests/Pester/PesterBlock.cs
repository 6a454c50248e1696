using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>A Describe or Context as discovery found it; the file itself is the root block.</summary>
internal sealed class PesterBlock(PesterBlock? parent, string name, PesterData? data, string? skip)
{
    /// <summary>The enclosing block; null for the file.</summary>
    public PesterBlock? Parent { get; } = parent;

    /// <summary>The name, its templates expanded.</summary>
    public string Name { get; } = name;

    /// <summary>Its case of -ForEach, or null.</summary>
    public PesterData? Data { get; } = data;

    /// <summary>Why nothing in it runs here, or null.</summary>
    public string? Skip { get; } = skip ?? parent?.Skip;

    /// <summary>Its tests and blocks, in the order of the file.</summary>
    public List<object> Children { get; } = [];

    /// <summary>Its BeforeAll, AfterAll, BeforeEach and AfterEach.</summary>
    public Dictionary<string, ScriptBlock> Hooks { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The block's own name and those around it, without the file.</summary>
    public string FullName => Parent is null ? "" : Parent.Parent is null ? Name : $"{Parent.FullName}.{Name}";

    /// <summary>The tests in it and in the blocks within.</summary>
    public IEnumerable<PesterTest> Tests =>
        Children.SelectMany(child => child is PesterBlock block ? block.Tests : [(PesterTest)child]);

    /// <summary>This block and those around it, the innermost first.</summary>
    public IEnumerable<PesterBlock> Lineage
    {
        get
        {
            for (PesterBlock? block = this; block is not null; block = block.Parent)
            {
                yield return block;
            }
        }
    }
}
