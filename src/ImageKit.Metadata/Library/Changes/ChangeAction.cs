namespace ImageKit.Metadata.Library.Changes;

/// <summary>How a property is changed.</summary>
internal enum ChangeAction
{
    /// <summary>The value is replaced.</summary>
    Set,

    /// <summary>Tags are added to those that there are.</summary>
    AddTags,

    /// <summary>Tags are removed from those that there are.</summary>
    RemoveTags,
}
