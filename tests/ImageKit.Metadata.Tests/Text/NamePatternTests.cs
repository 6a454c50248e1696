using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Tests.Text;

/// <summary>Patterns for the names of rules and for URLs.</summary>
public sealed class NamePatternTests
{
    [Theory]
    [InlineData("[GN]*", "GpsLocation", true)]
    [InlineData("[gn]*", "NearDuplicate", true)]
    [InlineData("[GN]*", "LowQuality", false)]
    [InlineData("[a-f]*y", "ExcessiveQuality", true)]
    [InlineData("*[ey]", "LowQuality", true)]
    [InlineData("https://ik.imagekit.io/a[1].jpg*", "https://ik.imagekit.io/a[1].jpg?x=1", true)]
    [InlineData("https://ik.imagekit.io/a[1].jpg*", "https://ik.imagekit.io/a1.jpg", true)]
    [InlineData("a[", "a[", true)]
    [InlineData("a[]b", "a[]b", true)]
    public void Brackets_are_a_set_or_themselves(string pattern, string text, bool matches) => Assert.Equal(matches, NamePattern.Matches(pattern, text));
}
