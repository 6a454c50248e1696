namespace ImageKit.Metadata;

/// <summary>What became of a change to a file.</summary>
public enum MediaFileChangeStatus
{
    /// <summary>The change was not sent: <c>-WhatIf</c>, or the user declined it.</summary>
    Planned,

    /// <summary>The service made the change.</summary>
    Changed,

    /// <summary>The file already had the value; nothing was sent.</summary>
    Unchanged,

    /// <summary>The journal shows that an earlier run made the change; nothing was sent.</summary>
    ChangedEarlier,

    /// <summary>The value from before the change was restored.</summary>
    Restored,

    /// <summary>The value was changed by someone else after the journal was written, and was left as it is.</summary>
    ChangedSince,
}
