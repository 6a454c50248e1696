using System.Numerics;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

public sealed class SampleLibraryTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private SampleLibrary Library => fixture.Emulator.Library;

    [Fact]
    public void Names_paths_and_ids_are_unique()
    {
        Assert.Equal(300, Library.Assets.Count);
        Assert.Equal(300, Library.Assets.Select(asset => asset.Name).Distinct().Count());
        Assert.Equal(300, Library.Assets.Select(asset => asset.FileId).Distinct().Count());
    }

    [Fact]
    public void Every_trait_is_planted()
    {
        foreach (AssetTraits trait in Enum.GetValues<AssetTraits>().Where(trait => trait != AssetTraits.None))
        {
            Assert.Contains(Library.Assets, asset => asset.Traits.HasFlag(trait));
        }
    }

    [Fact]
    public void Only_planted_groups_look_alike()
    {
        Dictionary<string, int> groups = [];
        for (int g = 0; g < Library.DuplicateGroups.Count; g++)
        {
            foreach (string name in Library.DuplicateGroups[g])
            {
                groups.Add(name, g);
            }
        }

        Assert.True(groups.Count > 20);
        SampleAsset[] pictures = [.. Library.Assets.Where(asset => !asset.IsVideo && !asset.Traits.HasFlag(AssetTraits.Flat))];
        foreach (SampleAsset one in pictures)
        {
            Assert.NotEqual(0UL, one.PHashBits);
            foreach (SampleAsset other in pictures.Where(other => other != one))
            {
                int distance = BitOperations.PopCount(one.PHashBits ^ other.PHashBits);
                bool together = groups.TryGetValue(one.Name, out int first) && groups.TryGetValue(other.Name, out int second) && first == second;
                Assert.True(together ? distance <= 8 : distance > 16, $"{one} and {other} are {distance} bits apart");
            }
        }
    }

    [Fact]
    public void Copies_are_as_far_from_their_original_as_planted()
    {
        Dictionary<string, SampleAsset> byName = Library.Assets.ToDictionary(asset => asset.Name);
        foreach (IReadOnlyList<string> group in Library.DuplicateGroups)
        {
            SampleAsset original = byName[group[0]];
            foreach (SampleAsset copy in group.Skip(1).Select(name => byName[name]))
            {
                int distance = BitOperations.PopCount(original.PHashBits ^ copy.PHashBits);
                bool isNear = copy.Traits.HasFlag(AssetTraits.NearDuplicate);
                Assert.InRange(distance, isNear ? 1 : 0, isNear ? 4 : 0);
            }
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_library_and_a_larger_one_holds_more()
    {
        await using ImageKitEmulator same = await ImageKitEmulator.StartAsync();
        await using ImageKitEmulator other = await ImageKitEmulator.StartAsync(new EmulatorOptions { Seed = 1 });
        await using ImageKitEmulator large = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 5_000 });
        await using ImageKitEmulator small = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 7 });

        Assert.Equal(Library.Assets.Select(asset => asset.PHash), same.Library.Assets.Select(asset => asset.PHash));
        Assert.NotEqual(Library.Assets.Select(asset => asset.PHash), other.Library.Assets.Select(asset => asset.PHash));
        Assert.Equal(5_000, large.Library.Assets.Select(asset => asset.FilePath).Distinct().Count());
        Assert.Equal(7, small.Library.Assets.Count);
    }
}
