using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>A change to one property of a file in the media library.</summary>
/// <remarks>Every property can be set, so that an object that went through CLIXML, a remote session or JSON can be bound again.</remarks>
public sealed class MediaFileChange
{
    /// <summary>The file's ID.</summary>
    public string? FileId { get; set; }

    /// <summary>The file's URL; null if it is not known.</summary>
    public string? Url { get; set; }

    /// <summary><c>Tags</c>, <c>Description</c>, or <c>CustomMetadata.</c> and the name of a field.</summary>
    public string? Property { get; set; }

    /// <summary>The value before the change: text, a number, a Boolean or a list; null if there was none, or it was not read.</summary>
    public object? Before { get; set; }

    /// <summary>The value after the change; null if there is none, or the one before was not read.</summary>
    public object? After { get; set; }

    /// <summary>What became of the change.</summary>
    public MediaFileChangeStatus Status { get; set; }

    internal ChangeAction Action { get; set; }

    /// <summary>The tags to add or remove.</summary>
    internal string[] Tags { get; set; } = [];

    /// <summary>The journal's entries for this change; several if it is undone, none without a journal.</summary>
    internal IReadOnlyList<JournalEntry> Entries { get; set; } = [];

    /// <summary>The file, the property and its values on one line.</summary>
    public override string ToString() => $"{PlainText.Clean(Url ?? FileId ?? string.Empty)}: {ToText()}";

    /// <summary>The property and its values on one line.</summary>
    internal string ToText() => $"{PlainText.Clean(Property ?? string.Empty)} from {Quote(Before)} to {Quote(After)}";

    private static string Quote(object? value) => FileValue.IsEmpty(value) ? "nothing" : $"'{ValueText.ToText(value, maximumLength: 100)}'";
}
