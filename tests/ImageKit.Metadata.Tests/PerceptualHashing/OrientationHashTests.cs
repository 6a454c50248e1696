using CsCheck;
using ImageKit.Metadata.PerceptualHashing;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests;

/// <summary>The hashes of rotated and mirrored copies, computed from one grid, against the hashes of copies whose pixels are moved.</summary>
public class OrientationHashTests
{
    /// <summary>Such an image is its own grid, which nothing rounds.</summary>
    [Fact]
    public void They_are_exact_for_an_image_of_the_size_of_the_grid() => Gen.Int.Holds(seed =>
    {
        byte[] image = MakeImage(GrayGrid.Size, GrayGrid.Size, seed);

        Assert.Equal(HashesOfCopies(image, GrayGrid.Size, GrayGrid.Size), GridReduction.Reduce(image, GrayGrid.Size, GrayGrid.Size).ToOrientationHashes());
    });

    /// <summary>The reduction is not symmetric: 5 bits at most in 700 copies.</summary>
    [Fact]
    public void They_are_few_bits_off_for_any_other_image() => Gen.Select(Gen.Int, Gen.Int[64, 400], Gen.Int[64, 400]).Holds((seed, width, height) =>
    {
        byte[] image = MakeImage(width, height, seed);

        PHash[] hashes = GridReduction.Reduce(image, width, height).ToOrientationHashes();

        Assert.All(HashesOfCopies(image, width, height).Zip(hashes), pair => Assert.InRange(pair.First.DistanceTo(pair.Second), 0, 8));
    });

    [Fact]
    public void The_first_is_the_hash_of_the_image()
    {
        GrayGrid grid = new(MakeImage(GrayGrid.Size, GrayGrid.Size, 1));

        Assert.Equal(grid.ToPHash(), grid.ToOrientationHashes()[0]);
        Assert.Equal(8, grid.ToOrientationHashes().Distinct().Count());
    }

    /// <summary>In the order of the EXIF orientations, as mirrorings of the image and of the image with rows and columns exchanged.</summary>
    private static IEnumerable<PHash> HashesOfCopies(byte[] image, int width, int height)
    {
        byte[] exchanged = [.. Enumerable.Range(0, image.Length).Select(i => image[(i % height * width) + (i / height)])];
        return
        [
            Hash(image), Hash(MirrorAcross(image, width)), Hash([.. Enumerable.Reverse(image)]), Hash(MirrorAcross([.. Enumerable.Reverse(image)], width)),
            HashExchanged(exchanged), HashExchanged(MirrorAcross(exchanged, height)), HashExchanged([.. Enumerable.Reverse(exchanged)]), HashExchanged(MirrorAcross([.. Enumerable.Reverse(exchanged)], height)),
        ];

        PHash Hash(byte[] copy) => GridReduction.Reduce(copy, width, height).ToPHash();

        PHash HashExchanged(byte[] copy) => GridReduction.Reduce(copy, height, width).ToPHash();
    }

    private static byte[] MirrorAcross(byte[] image, int width) => [.. image.Chunk(width).SelectMany(row => Enumerable.Reverse(row))];

    /// <summary>Three waves and noise.</summary>
    private static byte[] MakeImage(int width, int height, int seed)
    {
        Random random = new(seed);
        (double Across, double Down, double Start)[] waves = [.. Enumerable.Range(0, 3).Select(_ => (random.NextDouble() * 20, random.NextDouble() * 20, random.NextDouble() * 6))];
        return
        [
            .. Enumerable.Range(0, width * height).Select(i => (byte)(120
                + waves.Sum(wave => 35 * Math.Sin(wave.Start + (wave.Across * (i % width) / width) + (wave.Down * (i / width) / height)))
                + random.Next(20))),
        ];
    }
}
