using System.Text.Json;

namespace ImageKit.Metadata.Tests.Browser;

/// <summary>What must hold of the page at every width and on A4 paper.</summary>
internal static class PageLayout
{
    /// <summary>Nothing is wider than the window, no cell is under 60 px, and the height is in proportion to the width.</summary>
    public static void FitsEveryWidth(JsonElement seen)
    {
        JsonProperty[] layouts = [.. seen.GetProperty("layouts").EnumerateObject()];
        Assert.Equal(15, layouts.Length);
        foreach (JsonProperty layout in layouts)
        {
            Assert.True(layout.Value.GetProperty("overflow").GetDouble() <= 0, $"{layout.Name}: wider than the window: {layout.Value}");
            Assert.True(layout.Value.GetProperty("outside").GetArrayLength() == 0, $"{layout.Name}: {layout.Value.GetProperty("outside")}");
            Assert.True(layout.Value.GetProperty("narrow").GetArrayLength() == 0, $"{layout.Name}: {layout.Value.GetProperty("narrow")}");
        }

        // From one width to the next the page must not grow as if a column had collapsed.
        double[] heights = [.. layouts.Take(13).Select(layout => layout.Value.GetProperty("height").GetDouble())];
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 0.4, 1.5));
    }
}
