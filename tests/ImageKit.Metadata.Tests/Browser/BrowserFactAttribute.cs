namespace ImageKit.Metadata.Tests.Browser;

/// <summary>A test that needs Chromium, Node.js and playwright-core; reported as skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Finds out what is there.</summary>
    public BrowserFactAttribute() => Skip = BrowserRun.WhatIsMissing;
}
