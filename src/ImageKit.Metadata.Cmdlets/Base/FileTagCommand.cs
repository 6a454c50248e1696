using System.ComponentModel;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Library.Changes;

namespace ImageKit.Metadata.Commands;

/// <summary>A cmdlet that adds or removes tags.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class FileTagCommand : FileChangeCommand
{
    private WantedChange[] _changes = [];

    /// <summary>The tags; case-sensitive.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    public string[] Tag { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _changes = [new WantedChange(FileValue.Tags, Action, ReadTags(Tag))];
        base.BeginProcessing();
    }

    private protected abstract ChangeAction Action { get; }

    private protected override bool NeedsCurrentValues => false;

    private protected override IReadOnlyList<WantedChange> CreateChanges() => _changes;
}
