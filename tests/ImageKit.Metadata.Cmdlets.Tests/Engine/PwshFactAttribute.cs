namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>A test that needs pwsh, and is reported as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PwshFactAttribute : FactAttribute
{
    public override string Skip
    {
        get => Pwsh.IsInstalled ? null! : "There is no pwsh on the path.";
        set => base.Skip = value;
    }
}
