namespace ImageKit.Metadata.Tests.Fakes;

/// <summary>Waits for something that must come true; fails when it does not within a minute.</summary>
internal static class Eventually
{
    public static async Task IsTrue(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
