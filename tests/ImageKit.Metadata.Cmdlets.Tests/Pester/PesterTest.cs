using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>An It, or one case of it, as discovery found it.</summary>
internal sealed class PesterTest(PesterBlock block, string name, ScriptBlock? body, PesterData? data, string? skip)
{
    /// <summary>The block it stands in.</summary>
    public PesterBlock Block { get; } = block;

    /// <summary>Its name, its templates expanded.</summary>
    public string Name { get; } = name;

    /// <summary>What it runs; null for the stand-in test of a file that could not be read.</summary>
    public ScriptBlock? Body { get; } = body;

    /// <summary>Its case of -ForEach, or null.</summary>
    public PesterData? Data { get; } = data;

    /// <summary>Why it does not run here, or null.</summary>
    public string? Skip { get; } = skip ?? block.Skip;

    /// <summary>The names of its blocks and its own, joined by dots, as Pester's ExpandedPath.</summary>
    public string FullName { get; } = block.Parent is null ? name : $"{block.FullName}.{name}";

    /// <summary>How it ended; null before the run.</summary>
    public PesterResult? Result { get; set; }
}
