using System.Globalization;

namespace ImageKit.Metadata.Tests.Models;

/// <summary>The text of a bag, which a CSV file has in its place.</summary>
public sealed class PropertyBagTests
{
    [Fact]
    public void Names_and_values_are_on_one_line()
    {
        PropertyBag bag = new() { ["Size"] = 15867524L, ["Limit"] = 5000000L };
        Assert.Equal("Size: 15867524; Limit: 5000000", bag.ToString());
        Assert.Empty(new PropertyBag().ToString());
    }

    [Fact]
    public void Values_of_every_kind_are_the_same_in_every_culture()
    {
        PropertyBag bag = new()
        {
            ["Share"] = 0.5,
            ["On"] = true,
            ["Nothing"] = null,
            ["Version"] = new object?[] { 2L, 2.5, "x" },
            ["Note"] = new byte[3],
            ["Rights"] = new PropertyBag { ["Owner"] = "Anna", ["Year"] = 2024L },
        };
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal("Share: 0.5; On: True; Nothing: ; Version: 2, 2.5, x; Note: 3 bytes; Rights: {Owner: Anna; Year: 2024}", bag.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Hostile_text_is_harmless()
    {
        string text = new PropertyBag { ["Artist\n"] = "\u001b[2J\r\n\u202Ex" }.ToString();
        Assert.Equal("Artist\uFFFD: \uFFFD[2J\uFFFD\uFFFD\uFFFDx", text);
    }

    [Fact]
    public void A_long_text_is_cut()
    {
        PropertyBag bag = new();
        for (int i = 0; i < 100_000; i++)
        {
            bag["Tag" + i.ToString(CultureInfo.InvariantCulture)] = i;
        }

        Assert.InRange(bag.ToString().Length, 400, 501);
        Assert.InRange(new PropertyBag { ["Comment"] = new string('x', 100_000) }.ToString().Length, 400, 501);
        Assert.InRange(new PropertyBag { ["List"] = Enumerable.Repeat<object?>("word", 100_000).ToArray() }.ToString().Length, 400, 501);
    }

    [Fact]
    public void A_bag_within_itself_comes_to_an_end()
    {
        PropertyBag bag = new();
        bag["Self"] = bag;
        Assert.InRange(bag.ToString().Length, 400, 501);
    }
}
