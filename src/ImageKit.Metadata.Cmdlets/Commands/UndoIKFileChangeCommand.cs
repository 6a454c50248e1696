using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Restores the values that files had before the changes of a journal.</summary>
[Cmdlet(VerbsCommon.Undo, "IKFileChange", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, HelpUri = OnlineHelp.Pages + "Undo-IKFileChange.md")]
[OutputType(typeof(MediaFileChange))]
public sealed class UndoIKFileChangeCommand : ChangeCommand
{
    /// <summary>The journal that <c>-Journal</c> of another command wrote.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        OpenJournal(Path, mustExist: true);
        IGrouping<string, JournalEntry>[] files =
            [.. OpenedJournal!.Entries.Where(entry => entry.IsInEffect).OrderBy(entry => entry.Id).GroupBy(entry => entry.Change.FileId!)];
        List<MediaFileChange> changes = [];
        ReadFiles(files, file => file.Key, (entries, file) => changes.AddRange(Plan(entries, file)));
        Send(changes, new UndoRecorder(OpenedJournal), MediaFileChangeStatus.Restored);
    }

    private IReadOnlyList<MediaFileChange> Plan(IEnumerable<JournalEntry> entries, MediaFile file)
    {
        UndoPlan plan = UndoPlan.Create(entries, file);
        string path = file.FilePath ?? file.FileId!;
        foreach (MediaFileChange conflict in plan.Conflicts)
        {
            WriteError(IKErrorRecord.ChangedSinceJournal(conflict, path));
            WriteChange(conflict, MediaFileChangeStatus.ChangedSince);
        }

        string description = $"{PlainText.Clean(path)}: restore {string.Join(", ", plan.Changes.Select(change => change.ToText()))}.";
        if (!IsWhatIf)
        {
            OpenedJournal!.RecordUndone(plan.Restored);
        }

        return Confirm(plan.Changes, description);
    }
}
