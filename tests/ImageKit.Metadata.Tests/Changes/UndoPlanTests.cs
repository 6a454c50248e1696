using CsCheck;
using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Changes;

public sealed class UndoPlanTests
{
    private static readonly Gen<string[]> Tags = Gen.OneOfConst("a", "b", "c", "d").Array[0, 4].Select(tags => tags.Distinct().ToArray());

    private static readonly Gen<WantedChange> Wanted = Gen.Frequency(
        (2, Tags.Where(tags => tags.Length > 0).Select(tags => new WantedChange(FileValue.Tags, ChangeAction.AddTags, tags))),
        (2, Tags.Where(tags => tags.Length > 0).Select(tags => new WantedChange(FileValue.Tags, ChangeAction.RemoveTags, tags))),
        (1, Tags.Select(tags => new WantedChange(FileValue.Tags, ChangeAction.Set, tags))),
        (1, Gen.OneOfConst(null, "x", "y").Select(text => new WantedChange(FileValue.Description, ChangeAction.Set, text))),
        (1, Gen.OneOfConst<object?>(null, 5L, 5.5, "5").Select(value => new WantedChange(FileValue.OfField("price"), ChangeAction.Set, value))));

    private static readonly Gen<MediaFile> File = Gen.Select(Tags, Gen.OneOfConst(null, "x", "z"), (tags, description) => new MediaFile { FileId = "id", Tags = tags, Description = description });

    [Fact]
    public void Any_changes_can_be_taken_back() => Gen.Select(File, Wanted.Array[0, 6]).Holds(
        (file, wanted) =>
        {
            MediaFile current = Copy(file);
            List<JournalEntry> entries = Make(current, wanted);

            UndoPlan plan = UndoPlan.Create(entries, current);

            Assert.Empty(plan.Conflicts);
            plan.Changes.ForEach(change => Apply(current, change));
            AssertSame(file, current);
            Assert.Equal(entries.Count, plan.Restored.Count + plan.Changes.Sum(change => change.Entries.Count));
        },
        count: 500);

    [Fact]
    public void Tags_that_others_add_or_remove_meanwhile_stay_as_they_are() => Gen.Select(File, Wanted.Where(change => change.Action != ChangeAction.Set).Array[0, 4]).Holds(
        (file, wanted) =>
        {
            MediaFile current = Copy(file);
            List<JournalEntry> entries = Make(current, wanted);
            current.Tags = ["before", .. current.Tags, "after"];

            UndoPlan plan = UndoPlan.Create(entries, current);
            plan.Changes.ForEach(change => Apply(current, change));

            Assert.Equal(file.Tags.Concat(["after", "before"]).Order(), current.Tags.Order());
        },
        count: 300);

    [Fact]
    public void A_value_that_was_edited_is_a_conflict_and_the_rest_is_restored()
    {
        MediaFile current = new() { FileId = "id", Tags = ["a"], Description = "old" };
        List<JournalEntry> entries = Make(current, [new(FileValue.Description, ChangeAction.Set, "new"), new(FileValue.Tags, ChangeAction.AddTags, new[] { "b" })]);
        current.Description = "edited";

        UndoPlan plan = UndoPlan.Create(entries, current);

        Assert.Equal("edited", Assert.Single(plan.Conflicts).Before);
        MediaFileChange change = Assert.Single(plan.Changes);
        Assert.Equal((ChangeAction.RemoveTags, "b"), (change.Action, Assert.Single(change.Tags)));
    }

    [Fact]
    public void A_change_that_was_never_made_needs_no_request()
    {
        MediaFile file = new() { FileId = "id", Tags = ["a"], Description = "old" };
        List<JournalEntry> entries = Make(Copy(file), [new(FileValue.Description, ChangeAction.Set, "new"), new(FileValue.Tags, ChangeAction.AddTags, new[] { "b" })]);

        UndoPlan plan = UndoPlan.Create(entries, file);

        Assert.Empty(plan.Conflicts);
        Assert.Empty(plan.Changes);
        Assert.Equal(2, plan.Restored.Count);
    }

    private static List<JournalEntry> Make(MediaFile file, WantedChange[] wanted)
    {
        List<JournalEntry> entries = [];
        foreach (WantedChange change in wanted)
        {
            MediaFileChange made = change.ApplyTo("id", null, file);
            if (made.Status == MediaFileChangeStatus.Planned)
            {
                Apply(file, made);
                entries.Add(new JournalEntry(entries.Count + 1, made));
            }
        }

        return entries;
    }

    /// <summary>What the service does.</summary>
    private static void Apply(MediaFile file, MediaFileChange change)
    {
        switch (change.Property)
        {
            case FileValue.Tags:
                file.Tags = change.Action switch
                {
                    ChangeAction.AddTags => [.. file.Tags.Union(change.Tags)],
                    ChangeAction.RemoveTags => [.. file.Tags.Except(change.Tags)],
                    _ => FileValue.ToTags(change.After),
                };
                break;
            case FileValue.Description:
                file.Description = (string?)change.After;
                break;
            default:
                file.CustomMetadata["price"] = change.After;
                break;
        }
    }

    private static MediaFile Copy(MediaFile file) => new() { FileId = file.FileId, Tags = file.Tags, Description = file.Description };

    private static void AssertSame(MediaFile expected, MediaFile actual)
    {
        Assert.Equal(expected.Tags, actual.Tags);
        Assert.Equal(expected.Description, actual.Description);
        Assert.True(FileValue.IsEmpty(FileValue.Read(actual, FileValue.OfField("price"))));
    }
}
