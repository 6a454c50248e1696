using System.Text.Json;
using ImageKit.Metadata.Duplicates;

namespace ImageKit.Metadata.Tests.Duplicates;

public sealed class DuplicateFinderTests
{
    private static readonly DateTime Day = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static TheoryData<DuplicateMember[]> OneFile => new()
    {
        // Before and after a re-upload.
        new[] { Image("a.jpg?updatedAt=1", "id-1"), Image("a.jpg?updatedAt=2", "id-1", size: 7) },
        new[] { Image("a.jpg", "id-1", updatedAt: Day), Image("a.jpg", "id-1", updatedAt: Day.AddDays(1), size: 7) },

        // The original and its transformations.
        new[] { Image("a.jpg", "id-1"), Image("a.jpg?tr=w-10", "id-1"), Image("tr:w-20/a.jpg", null) },

        // A row of a listing and a row of a CSV file.
        new[] { Image("a.jpg?updatedAt=1", "id-1"), Image("a.jpg", null) },

        // Two signatures, and a file that was moved.
        new[] { Image("a.jpg?ik-t=1&ik-s=2", null), Image("a.jpg?ik-t=3&ik-s=4", null) },
        new[] { Image("a.jpg", "id-1"), Image("moved.jpg", "id-1") },
        new[] { new DuplicateMember { Path = "/home/me/a.jpg" }, new DuplicateMember { Path = "/home/me/a.jpg" } },
    };

    [Theory]
    [MemberData(nameof(OneFile))]
    public void A_file_is_never_its_own_duplicate(DuplicateMember[] records)
    {
        DuplicateFinder finder = new();
        Array.ForEach(records, record => finder.Add(new PHash(5), record));

        Assert.Empty(Groups(finder));
        Assert.Empty(finder.FindPairs(8, null, default));
        Assert.Empty(finder.FindReferencePairs(8, null, default));
    }

    [Fact]
    public void Two_files_are_duplicates_whatever_their_addresses_share()
    {
        DuplicateFinder finder = new();
        finder.Add(new PHash(5), Image("a.jpg", "id-1"));
        finder.Add(new PHash(5), Image("a.jpg", "id-2"));
        finder.Add(new PHash(5), new DuplicateMember { Path = "/home/me/a#1.jpg" });
        finder.Add(new PHash(5), new DuplicateMember { Path = "/home/me/a#2.jpg" });

        Assert.Equal(4, Assert.Single(Groups(finder)).Count);
    }

    [Fact]
    public void The_content_that_was_replaced_is_nobody_s_duplicate()
    {
        DuplicateFinder finder = new();
        finder.Add(new PHash(0xFFFF), Image("a.jpg?updatedAt=2", "id-1"));
        finder.Add(new PHash(5), Image("a.jpg?updatedAt=1", "id-1", size: 9));
        finder.Add(new PHash(5), Image("b.jpg", "id-2"));

        Assert.Empty(Groups(finder));
    }

    [Fact]
    public void Twenty_shuffles_give_one_result()
    {
        // Ties in everything but name and URL, chains, and several records of one file.
        List<(PHash Hash, DuplicateMember Image)> images = [];
        for (int i = 0; i < 40; i++)
        {
            ulong hash = (1UL << (i % 10)) - 1;
            images.Add((new PHash(hash + 0xF000), Image($"x{i % 3}{(i % 2 == 0 ? " (copy 2)" : "")}-{i}.jpg", i % 4 == 0 ? null : $"id-{i}")));
            images.Add((new PHash(hash + 0xF000), Image($"x{i % 3}{(i % 2 == 0 ? " (copy 2)" : "")}-{i}.jpg?updatedAt={i % 5}", i % 3 == 0 ? null : $"id-{i}")));
        }

        HashSet<string> results = [];
        HashSet<string> findings = [];
        HashSet<string> fingerprints = [];
        Random random = new(7);
        foreach (PHashLinkage linkage in new[] { PHashLinkage.Connected, PHashLinkage.Complete })
        {
            for (int shuffle = 0; shuffle < 20; shuffle++)
            {
                (PHash Hash, DuplicateMember Image)[] order = [.. images.OrderBy(_ => random.Next())];
                DuplicateFinder finder = new();
                Array.ForEach(order, image => finder.Add(image.Hash, image.Image));
                results.Add(linkage + "\n" + string.Join("\n", finder.FindGroups(2, linkage, null, null, default)
                    .Select(group => $"{group.Representative.Url}: {string.Join(", ", group.Members.Select(member => $"{member.Url} {member.FileId} {member.Distance}"))} {group.WidestDistance} {group.ReclaimableBytes}")));

                Auditor auditor = new(new AuditSettings { IncludeRules = ["NearDuplicate"] });
                Array.ForEach(order, image => auditor.Check(new ImageMetadata { Url = image.Image.Url, FileId = image.Image.FileId, PHash = image.Hash.ToString(), Width = 10, Height = 10, Size = 5 }));
                AuditFinding[] found = [.. auditor.Complete()];
                findings.Add(string.Join("\n", found.Select(finding => $"{finding.Url} {finding.FileId} {finding.Message} {finding.Evidence}")));
                fingerprints.Add(string.Join("\n", Fingerprints(found, auditor.Result)));
            }
        }

        Assert.Equal(2, results.Count);
        Assert.Single(findings);
        Assert.NotEmpty(Assert.Single(fingerprints));
    }

    [Fact]
    public void A_copy_with_the_longer_name_is_not_kept()
    {
        DuplicateFinder finder = new();
        finder.Add(new PHash(5), Image("x (copy 2).jpg", null));
        finder.Add(new PHash(5), Image("x.jpg", null));

        Assert.EndsWith("/x.jpg", Assert.Single(Groups(finder)).Representative.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Largest", "big.jpg")]
    [InlineData("Smallest", "small.jpg")]
    [InlineData("Oldest", "old.jpg")]
    [InlineData("Newest", "big.jpg")]
    [InlineData("ShortestName", "n.jpg")]
    public void The_representative_can_be_chosen(string keep, string expected)
    {
        DuplicateMember[] images =
        [
            Image("big.jpg", null, size: 9, width: 100, updatedAt: Day.AddDays(9)),
            Image("small.jpg", null, size: 1, width: 1, updatedAt: Day.AddDays(8)),
            Image("old.jpg", null, size: 5, width: 50, updatedAt: Day),
            Image("n.jpg", null, size: 5, width: 50, updatedAt: null),
        ];
        DuplicateFinder finder = new();
        Array.ForEach(images, image => finder.Add(new PHash(5), image));

        DuplicateGroup group = Assert.Single(finder.FindGroups(8, PHashLinkage.Connected, KeepOrder.ByName[keep], null, default));
        Assert.EndsWith(expected, group.Representative.Url, StringComparison.Ordinal);
        Assert.Same(group.Members[0], group.Representative);
    }

    [Fact]
    public void Against_a_reference_only_pairs_between_the_two_count()
    {
        DuplicateFinder finder = new() { HasReference = true };
        finder.AddReference(new PHash(0), Image("r0.jpg", null));
        finder.AddReference(new PHash(1), Image("r1.jpg", null));
        finder.AddReference(new PHash(0xFF00), Image("r2.jpg", null));
        finder.Add(new PHash(1), new DuplicateMember { Path = "/new/a.jpg" });
        finder.Add(new PHash(0xFFFF0000), new DuplicateMember { Path = "/new/b.jpg" });
        finder.Add(new PHash(0xFFFF0000), new DuplicateMember { Path = "/new/c.jpg" });
        finder.Add(new PHash(0xFF01), new DuplicateMember { Path = "/new/d.jpg" });

        DuplicateGroup[] groups = [.. finder.FindReferenceGroups(1, null, null, default)];
        Assert.Equal(2, groups.Length);
        Assert.Equal((3, 1), (groups[0].Count, groups[0].NewCount));
        Assert.Equal(["/new/a.jpg"], groups[0].Members.Where(member => !member.IsReference).Select(member => member.Path));
        Assert.Equal((2, 1), (groups[1].Count, groups[1].NewCount));
        Assert.Equal([1, 2], finder.FindUnmatched(1, null, default));
        Assert.Equal([0, 1, 1], finder.FindReferencePairs(1, null, default).Select(pair => pair.Distance).Order());
    }

    [Fact]
    public void Any_orientation_of_an_image_matches_the_reference_at_its_smallest_distance()
    {
        DuplicateFinder finder = new() { HasReference = true };
        finder.AddReference(new PHash(0xFF), Image("a.jpg", "id-a", width: 5));
        finder.AddReference(new PHash(0xF0F0_0000), Image("b.jpg", "id-b", width: 5));
        finder.Add(new PHash(0xFFFF_0000_0000_0000), new DuplicateMember { Path = "/new/rotated.jpg", Width = 90, Height = 90 }, Hashes(0xFFFF_0000_0000_0000, 0xFB, 0xF3));
        finder.Add(new PHash(0xFFFF_0000_0000_0000), new DuplicateMember { Path = "/new/other.jpg" }, Hashes(0xFFFF_0000_0000_0000, 0xFFFF_FFFF));
        finder.Add(new PHash(0xFF), new DuplicateMember { Path = "/new/symmetric.jpg" }, Hashes(0xFF, 0xFF));
        finder.Add(new PHash(0xFFFF_0000_0000_0000), new DuplicateMember { Path = "/new/plain.jpg" });

        Assert.Equal((3 + 2 + 1 + 1) * 2, finder.PairCount);
        PHashDistance[] pairs = [.. finder.FindReferencePairs(4, null, default).OrderBy(pair => pair.DifferenceUrl, StringComparer.Ordinal)];
        Assert.Equal([("/new/rotated.jpg", 1, "00000000000000fb"), ("/new/symmetric.jpg", 0, "00000000000000ff")], pairs.Select(pair => (pair.DifferenceUrl, pair.Distance, pair.DifferenceHash)));
        Assert.Equal([1, 3], finder.FindUnmatched(4, null, default));

        DuplicateGroup group = Assert.Single(finder.FindReferenceGroups(4, null, null, default));
        Assert.Equal(("/new/rotated.jpg", 3, 2, 1), (group.Representative.Path, group.Count, group.NewCount, group.WidestDistance));
        Assert.Equal([0, 1, 1], group.Members.Select(member => member.Distance));
        Assert.Equal("ffff000000000000", group.Representative.PHash);

        static PHash[] Hashes(params ulong[] values) => [.. values.Select(value => new PHash(value))];
    }

    [Fact]
    public void A_search_against_a_reference_is_exact()
    {
        Random random = new(3);
        ulong[] references = [.. Enumerable.Range(0, 20_000).Select(_ => (ulong)random.NextInt64())];
        ulong[] inputs = [.. Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? references[random.Next(references.Length)] ^ (1UL << random.Next(64)) ^ (1UL << random.Next(64)) : (ulong)random.NextInt64())];
        DuplicateFinder finder = new() { HasReference = true };
        Array.ForEach(references, hash => finder.AddReference(new PHash(hash), new DuplicateMember()));
        Array.ForEach(inputs, hash => finder.Add(new PHash(hash), new DuplicateMember()));

        for (int distance = 0; distance <= 16; distance += 4)
        {
            int[] expected = [.. Enumerable.Range(0, inputs.Length).Where(i => references.All(reference => new PHash(reference).DistanceTo(new PHash(inputs[i])) > distance))];
            Assert.Equal(expected, finder.FindUnmatched(distance, null, default));
        }
    }

    private static string[] Fingerprints(AuditFinding[] findings, AuditResult? result)
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".sarif");
        try
        {
            using (AuditReport report = new(path, AuditReportFormat.Sarif, new AuditReportOptions()))
            {
                Array.ForEach(findings, report.Add);
                report.Complete(result);
            }

            using JsonDocument sarif = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                .Select(row => row.GetProperty("partialFingerprints").GetProperty("ruleImage/v1").GetString()!)];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static DuplicateGroup[] Groups(DuplicateFinder finder) => [.. finder.FindGroups(8, PHashLinkage.Connected, null, null, default)];

    private static DuplicateMember Image(string path, string? fileId, long size = 5, long width = 10, DateTime? updatedAt = null) =>
        new() { Url = "https://ik.imagekit.io/demo/" + path, FileId = fileId, Width = width, Height = 10, Size = size, UpdatedAt = updatedAt };
}
