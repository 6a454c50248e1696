namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>A test that needs pwsh with Pester 5 or later, and is reported as skipped where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealPesterFactAttribute : FactAttribute
{
    public override string Skip
    {
        get => RealPester.WhatIsMissing!;
        set => base.Skip = value;
    }
}
