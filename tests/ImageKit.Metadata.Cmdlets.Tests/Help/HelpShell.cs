using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>A shell that is wide enough for the help to break no line.</summary>
public sealed class HelpShell : IDisposable
{
    public HelpShell() => Shell.Run($"Import-Module '{Repository.CompanionManifest}' -ErrorAction Stop").Succeeded();

    public Shell Shell { get; } = new(width: 1000);

    public void Dispose() => Shell.Dispose();
}
