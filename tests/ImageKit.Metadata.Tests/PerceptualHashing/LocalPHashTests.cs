using System.Reflection;
using System.Text.Json;
using ImageKit.Metadata.PerceptualHashing;

namespace ImageKit.Metadata.Tests;

public class LocalPHashTests
{
    public static TheoryData<string, string, string> Vectors()
    {
        using JsonDocument document = JsonDocument.Parse(Resource("vectors.json"));
        var vectors = new TheoryData<string, string, string>();
        foreach (JsonElement vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            vectors.Add(Text("file"), Text("pHash"), Text("box"));

            string Text(string name) => vector.GetProperty(name).GetString()!;
        }

        return vectors;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Known_images_have_their_hash(string file, string expected, string box)
    {
        PngImage image = PngImage.Read(Resource(file));
        var gray = new byte[image.Width * image.Height];
        GrayConversion.Convert(image.Pixels, gray);

        PHash hash = GridReduction.Reduce(gray, image.Width, image.Height).ToPHash();

        Assert.Equal(expected, hash.ToString());
        Assert.True(expected == box || hash.ToString() != box);
    }

    [Fact]
    public void There_are_ten_known_images() => Assert.Equal(10, Vectors().Count);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_image_is_reduced_as_the_slow_version_does_it(int kind)
    {
        var random = new Random(kind);
        for (int i = 0; i < 25; i++)
        {
            int width = random.Next(32, i % 2 == 0 ? 200 : 700), height = random.Next(32, i % 3 == 0 ? 700 : 200);
            byte[] pixels = MakeImage(width, height, kind, random.Next());

            GrayGrid grid = GridReduction.Reduce(pixels, width, height);

            int[,] expected = LiteralPHash.Reduce(pixels, width, height);
            Assert.Equal(expected.Cast<int>(), grid.Cells.ToArray().Select(cell => (int)cell));
            Assert.Equal(LiteralPHash.Hash(expected), grid.ToPHash());
        }
    }

    [Fact]
    public void Gray_values_are_those_of_the_slow_version()
    {
        var pixels = new byte[4 * 50_021];
        new Random(7).NextBytes(pixels);
        var gray = new byte[pixels.Length / 4];

        GrayConversion.Convert(pixels, gray);

        Assert.Equal(Enumerable.Range(0, gray.Length).Select(i => LiteralPHash.ToGray(pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2])), gray);
    }

    [Fact]
    public void Every_gray_is_converted_as_in_the_slow_version()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).SelectMany(i => Enumerable.Repeat((byte)i, 4))];
        var gray = new byte[256];

        GrayConversion.Convert(pixels, gray);

        Assert.Equal(Enumerable.Range(0, 256).Select(i => LiteralPHash.ToGray((byte)i, (byte)i, (byte)i)), gray);
        Assert.Equal(0, gray[0]);
        Assert.Equal(255, gray[255]);
    }

    [Fact]
    public void An_opaque_image_has_the_same_hash_with_an_alpha_channel()
    {
        PngImage image = PngImage.Read(Resource("s03-257x129.png"));
        var gray = new byte[image.Width * image.Height];
        var alpha = new byte[gray.Length];
        GrayConversion.ConvertPremultiplied(image.Pixels, gray, alpha);

        GrayGrid grid = GridReduction.Reduce(gray, image.Width, image.Height)
            .Unpremultiply(GridReduction.Reduce(alpha, image.Width, image.Height));

        Assert.Equal("913a623ac37a3478", grid.ToPHash().ToString());
    }

    [Fact]
    public void Color_under_full_transparency_does_not_count()
    {
        byte[] pixels = MakeImage(4 * 64, 64, 0, 1);
        for (int i = 3; i < pixels.Length; i += 4)
        {
            pixels[i] = 0;
        }

        var gray = new byte[64 * 64];
        var alpha = new byte[gray.Length];
        GrayConversion.ConvertPremultiplied(pixels, gray, alpha);

        Assert.True(GridReduction.Reduce(gray, 64, 64).Unpremultiply(GridReduction.Reduce(alpha, 64, 64)).ToPHash().IsFlat);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(255)]
    public void A_single_color_has_the_hash_0(byte value)
    {
        byte[] pixels = [.. Enumerable.Repeat(value, 301 * 97)];

        GrayGrid grid = GridReduction.Reduce(pixels, 301, 97);

        Assert.All(grid.Cells.ToArray(), cell => Assert.Equal(value, cell));
        Assert.True(grid.ToPHash().IsFlat);
    }

    [Fact]
    public void A_straight_gradient_has_the_hash_0()
    {
        byte[] cells = [.. Enumerable.Range(0, 32 * 32).Select(i => (byte)((i % 32 * 5) + (i / 32 * 3)))];

        Assert.True(new GrayGrid(cells).ToPHash().IsFlat);
    }

    /// <summary>Where the EXIF standard puts row 0 and column 0 of what is stored.</summary>
    [Theory]
    [InlineData(1, "top", "left")]
    [InlineData(2, "top", "right")]
    [InlineData(3, "bottom", "right")]
    [InlineData(4, "bottom", "left")]
    [InlineData(5, "left", "top")]
    [InlineData(6, "right", "top")]
    [InlineData(7, "right", "bottom")]
    [InlineData(8, "left", "bottom")]
    public void The_grid_is_turned_upright(int orientation, string row0, string column0)
    {
        byte[] stored = MakeImage(32, 32, 0, 3);

        ReadOnlySpan<byte> upright = new GrayGrid(stored).Orient(orientation).Cells;

        for (int row = 0; row < 32; row++)
        {
            for (int column = 0; column < 32; column++)
            {
                int x = 0, y = 0;
                Place(row0, row);
                Place(column0, column);
                Assert.Equal(stored[(row * 32) + column], upright[(y * 32) + x]);

                void Place(string side, int distance)
                {
                    switch (side)
                    {
                        case "top": y = distance; break;
                        case "bottom": y = 31 - distance; break;
                        case "left": x = distance; break;
                        default: x = 31 - distance; break;
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 500)]
    [InlineData(500, 1)]
    [InlineData(31, 31)]
    [InlineData(32, 32)]
    [InlineData(33, 31)]
    [InlineData(64, 20)]
    [InlineData(100_003, 3)]
    [InlineData(3, 100_003)]
    public void An_image_of_any_size_has_a_grid(int width, int height)
    {
        GrayGrid grid = GridReduction.Reduce(MakeImage(width, height, 1, 5), width, height);

        Assert.Equal(32 * 32, grid.Cells.Length);
        Assert.Equal(grid.ToPHash(), GridReduction.Reduce(MakeImage(width, height, 1, 5), width, height).ToPHash());
    }

    [Fact]
    public void An_enlarged_single_color_stays_that_color()
    {
        GrayGrid grid = GridReduction.Reduce([.. Enumerable.Repeat((byte)200, 7 * 5)], 7, 5);

        Assert.All(grid.Cells.ToArray(), cell => Assert.Equal(200, cell));
    }

    [Fact]
    public void Rows_must_be_as_many_and_as_long_as_announced()
    {
        var reduction = new GridReduction(40, 2);
        Assert.Throws<ArgumentException>(() => reduction.AddRow(new byte[39]));
        reduction.AddRow(new byte[40]);
        Assert.Throws<InvalidOperationException>(() => reduction.ToGrid());
        reduction.AddRow(new byte[40]);
        Assert.Throws<InvalidOperationException>(() => reduction.AddRow(new byte[40]));
        Assert.NotNull(reduction.ToGrid());
    }

    /// <summary>Noise (0), a wave with noise (1), or black and white blocks (2).</summary>
    private static byte[] MakeImage(int width, int height, int kind, int seed)
    {
        var random = new Random(seed);
        double across = random.NextDouble() / 10, down = random.NextDouble() / 10;
        int block = random.Next(1, 20);
        var pixels = new byte[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % width, y = i / width;
            pixels[i] = (byte)(kind switch
            {
                0 => random.Next(256),
                1 => 128 + (100 * Math.Sin((x * across) + (y * down))) + random.Next(20),
                _ => ((x / block) + (y / block)) % 3 == 0 ? 255 : 0,
            });
        }

        return pixels;
    }

    private static byte[] Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("PHash." + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
