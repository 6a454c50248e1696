namespace ImageKit.Metadata.Library.Changes;

/// <summary>A change that the user requested, whatever the value is now: the tags to add or remove, or a new value.</summary>
internal sealed record WantedChange(string Property, ChangeAction Action, object? Value)
{
    /// <summary>The change to a file whose value is known.</summary>
    public MediaFileChange ApplyTo(string fileId, string? url, MediaFile current)
    {
        object? before = FileValue.Read(current, Property);
        object? after = Action switch
        {
            ChangeAction.AddTags => FileValue.ToTags(before).Union(FileValue.ToTags(Value)).ToArray(),
            ChangeAction.RemoveTags => FileValue.ToTags(before).Except(FileValue.ToTags(Value)).ToArray(),
            _ => Value,
        };
        MediaFileChange change = ApplyTo(fileId, url);
        change.Before = before;
        change.After = after;
        change.Status = FileValue.AreEqual(before, after) ? MediaFileChangeStatus.Unchanged : MediaFileChangeStatus.Planned;
        return change;
    }

    /// <summary>The change to a file whose value is not known.</summary>
    public MediaFileChange ApplyTo(string fileId, string? url) => new()
    {
        FileId = fileId,
        Url = url,
        Property = Property,
        Action = Action,
        Tags = Action == ChangeAction.Set ? [] : FileValue.ToTags(Value),
    };

    /// <summary>Whether a change of the journal is about the same: of two such changes the later one decides.</summary>
    public bool Overlaps(MediaFileChange change) => change.Property == Property
        && (Action == ChangeAction.Set || change.Action == ChangeAction.Set || FileValue.ToTags(Value).Intersect(change.Tags).Any());

    /// <summary>Whether a change of the journal has the same result.</summary>
    public bool IsSame(MediaFileChange change) => change.Action == Action
        && (Action == ChangeAction.Set ? FileValue.AreEqual(change.After, Value) : FileValue.ToTags(Value).All(change.Tags.Contains));
}
