namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>Waits for something that must come true; fails when it does not within a minute.</summary>
internal static class Eventually
{
    public static void IsTrue(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(1)), $"It never came to this: {what}.");
}
