using System.Text.Json;
using CsCheck;
using ImageKit.Metadata.PerceptualHashing;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests;

public class PHashTests
{
    // Distances that the service's own SDK tests and documentation record.
    [Theory]
    [InlineData("f06830ca9f1e3e90", "f06830ca9f1e3e90", 0, 1.0)]
    [InlineData("33699c96619cc69e", "33699c96619cc69e", 0, 1.0)]
    [InlineData("2d5ad3936d2e015b", "2d6ed293db36a4fb", 17, 0.734375)]
    [InlineData("63433b3ccf8e1ebe", "f5d2226cd9d32b16", 27, 0.578125)]
    public void Distance_equals_the_recorded_one_both_ways(string first, string second, int distance, double similarity)
    {
        PHashDistance there = PHashDistance.Between(PHash.Parse(first), PHash.Parse(second), "a", "b");
        PHashDistance back = PHashDistance.Between(PHash.Parse(second), PHash.Parse(first));

        Assert.Equal((first, second, "a", "b"), (there.ReferenceHash, there.DifferenceHash, there.ReferenceUrl, there.DifferenceUrl));
        Assert.Equal((distance, similarity), (there.Distance, there.Similarity));
        Assert.Equal((second, first, null, null), (back.ReferenceHash, back.DifferenceHash, back.ReferenceUrl, back.DifferenceUrl));
        Assert.Equal((distance, similarity), (back.Distance, back.Similarity));
    }

    [Fact]
    public void Distance_survives_serialisation()
    {
        PHashDistance distance = PHashDistance.Between(new PHash(1), new PHash(2), "https://example.com/a.jpg");
        string json = JsonSerializer.Serialize(distance);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<PHashDistance>(json)));
        Assert.Contains("\"Distance\":2", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Distance_is_a_metric() => Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong).Holds((a, b, c) =>
    {
        var x = new PHash(a);
        var y = new PHash(b);
        var z = new PHash(c);
        Assert.Equal(y.DistanceTo(x), x.DistanceTo(y));
        Assert.Equal(0, x.DistanceTo(x));
        Assert.Equal(x == y, x.DistanceTo(y) == 0);
        Assert.InRange(x.DistanceTo(z), 0, x.DistanceTo(y) + y.DistanceTo(z));
        Assert.Equal(64, x.DistanceTo(new PHash(~a)));
        Assert.Equal(Convert.ToString((long)(a ^ b), 2).Count(bit => bit == '1'), x.DistanceTo(y));
    });

    [Fact]
    public void Population_count_in_software_equals_the_processors() =>
        Gen.ULong.Holds(bits => Assert.Equal(System.Numerics.BitOperations.PopCount(bits), PopulationCount.InSoftware(bits)));

    [Fact]
    public void Text_form_reads_back_in_either_case() => Gen.ULong.Holds(value =>
    {
        var hash = new PHash(value);
        string text = hash.ToString();
        Assert.Equal(16, text.Length);
        Assert.DoesNotContain(text, char.IsUpper);
        Assert.Equal(hash, PHash.Parse(text));
        Assert.Equal(value, PHash.Parse(text.ToUpperInvariant()).Value);
    });

    [Fact]
    public void Only_sixteen_hexadecimal_digits_are_a_hash() =>
        Gen.Char["0123456789abcdefABCDEFgG xX+-_\u0661\uFF11\n\0"].Array[14, 18].Select(characters => new string(characters))
            .Holds(text =>
            {
                Assert.Equal(IsHash(text), PHash.TryParse(text, out PHash hash));
                Assert.True(IsHash(text) || hash == default);
            });

    [Fact]
    public void Every_character_but_the_digits_is_refused()
    {
        for (int character = 0; character <= char.MaxValue; character++)
        {
            string text = "012345678" + (char)character + "abcdef";
            Assert.Equal(IsHash(text), PHash.TryParse(text, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("f06830ca9f1e3e9")]
    [InlineData("f06830ca9f1e3e900")]
    [InlineData("0xf06830ca9f1e3e")]
    [InlineData(" f06830ca9f1e3e90")]
    [InlineData("f06830ca9f1e3e90\n")]
    [InlineData("f06830ca 9f1e3e90")]
    [InlineData("-06830ca9f1e3e90")]
    [InlineData("g06830ca9f1e3e90")]
    public void Parse_refuses_text_that_is_not_a_hash(string text)
    {
        Assert.Throws<FormatException>(() => PHash.Parse(text));
        Assert.False(PHash.TryParse(text, out _));
        Assert.False(PHash.TryParse(text.AsSpan(), out _));
    }

    [Fact]
    public void Null_is_not_a_hash()
    {
        Assert.Throws<ArgumentNullException>(() => PHash.Parse(null!));
        Assert.False(PHash.TryParse(null, out PHash hash));
        Assert.Equal(default, hash);
    }

    [Fact]
    public void The_first_digit_is_the_most_significant()
    {
        Assert.Equal(0x8000000000000001, PHash.Parse("8000000000000001").Value);
        Assert.Equal("00000000000000ff", new PHash(255).ToString());
    }

    [Fact]
    public void Only_zero_is_flat()
    {
        Assert.True(default(PHash).IsFlat);
        Assert.True(PHash.Parse("0000000000000000").IsFlat);
        Assert.False(new PHash(1UL << 63).IsFlat);
    }

    [Fact]
    public void Equal_hashes_are_equal_in_every_way()
    {
        PHash hash = PHash.Parse("F06830CA9F1E3E90");
        PHash same = PHash.Parse("f06830ca9f1e3e90");
        Assert.True(hash == same && !(hash != same) && hash.Equals(same) && hash.Equals((object)same));
        Assert.Equal(hash.GetHashCode(), same.GetHashCode());
        Assert.False(hash.Equals("f06830ca9f1e3e90") || hash == default);
    }

    [Fact]
    public void Reading_and_comparing_allocate_nothing()
    {
        const string Text = "f06830ca9f1e3e90";
        int sum = Measure(Text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += Measure(Text);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, sum);

        static int Measure(string text)
        {
            bool isHash = PHash.TryParse(text, out PHash hash);
            return hash.DistanceTo(PHash.Parse(text)) + (isHash && hash.Equals(PHash.Parse(text)) ? 0 : 1);
        }
    }

    private static bool IsHash(string text) =>
        text.Length == 16 && text.All(character => "0123456789abcdefABCDEF".Contains(character, StringComparison.Ordinal));
}
