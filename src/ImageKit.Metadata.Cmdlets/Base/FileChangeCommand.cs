using System.ComponentModel;
using System.Globalization;
using ImageKit.Metadata.Base;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>
/// A cmdlet that changes the files of the pipeline. All input is read before the first write, so that a mistyped filter can be
/// stopped by the number of its files.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class FileChangeCommand : ChangeCommand
{
    private readonly Dictionary<string, FileTarget> _targets = [];

    /// <summary>The IDs of the files. The pipeline supplies them, or they are given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[] FileId { get; set; } = [];

    /// <summary>The object that has the file ID. A file from <c>Get-IKFile</c> also has the values before the change; others are read.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The file that keeps each change with the values before and after.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>The most files that may be changed. With more, no file is changed.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumCount { get; set; } = 1000;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey(nameof(FileId)))
        {
            ThrowTerminatingError(IKErrorRecord.NoFileId());
        }

        base.BeginProcessing();
        if (Journal is not null && (!IsWhatIf || File.Exists(ResolveFile(Journal))))
        {
            OpenJournal(Journal, mustExist: false);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (FileId.Length == 0 && InputObject is not null)
        {
            PipelineObject input = new(InputObject);

            // Not Mandatory: the engine's error would come for each row, and would not name the columns.
            if (input.IsRow)
            {
                WriteMissingPropertyError(input, nameof(FileId));
            }
            else
            {
                AddTarget(null);
            }
        }

        foreach (string? fileId in FileId)
        {
            AddTarget(fileId);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (OpenedJournal is not null)
        {
            foreach (FileTarget target in _targets.Values)
            {
                target.ApplyJournal(OpenedJournal);
            }
        }

        if (NeedsCurrentValues || Journal is not null || PassThru || IsWhatIf || IsConfirmed)
        {
            ReadFiles([.. _targets.Values.Where(target => target.NeedsRead)], target => target.FileId, (target, file) => target.Current = file);
        }
        else
        {
            foreach (FileTarget target in _targets.Values.Where(target => target.NeedsRead))
            {
                target.AddUnread();
            }
        }

        List<MediaFileChange> changes = [];
        foreach (FileTarget target in _targets.Values)
        {
            target.AddRead(IsWhatIf ? null : OpenedJournal);
            changes.AddRange(Confirm(target));
        }

        Send(changes, OpenedJournal, MediaFileChangeStatus.Changed);
        WriteCounts();
    }

    /// <summary>Whether the current value must be known, whatever the parameters.</summary>
    private protected abstract bool NeedsCurrentValues { get; }

    /// <summary>What to change in the file of the current pipeline input; empty for nothing.</summary>
    private protected abstract IReadOnlyList<WantedChange> CreateChanges();

    /// <summary>The tags, each once. Tags that the service refuses end the pipeline, before any request.</summary>
    private protected string[] ReadTags(string[] given)
    {
        string[] tags = [.. given.Distinct()];
        if (TagList.Validate(tags) is string fault)
        {
            ThrowTerminatingError(IKErrorRecord.InvalidTag(fault, given));
        }

        return tags;
    }

    private bool IsConfirmed => MyInvocation.BoundParameters.TryGetValue("Confirm", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("ConfirmPreference") is ConfirmImpact.Low or ConfirmImpact.Medium;

    private void AddTarget(string? fileId)
    {
        MediaFile? known = InputObject?.BaseObject as MediaFile;
        string? url = known?.Url ?? new PipelineObject(InputObject).Url;
        string id;
        try
        {
            id = MetadataRequest.ForFile(fileId).FileId!;
        }
        catch (ImageKitException failure)
        {
            WriteError(IKErrorRecord.For(failure, string.IsNullOrEmpty(fileId) ? url : fileId, "Pipe objects that have a file ID, such as the output of Get-IKFile."));
            return;
        }

        IReadOnlyList<WantedChange> wanted = CreateChanges();
        if (wanted.Count == 0)
        {
            return;
        }

        if (_targets.TryGetValue(id, out FileTarget? earlier))
        {
            if (!earlier.Wants(wanted))
            {
                WriteError(IKErrorRecord.ConflictingChange(id));
            }

            return;
        }

        if (_targets.Count == MaximumCount)
        {
            ThrowTerminatingError(IKErrorRecord.TooManyFiles(MaximumCount));
        }

        // An earlier version has the ID of the file, but values of its own.
        _targets.Add(id, new FileTarget(id, url, wanted) { Current = known?.FileId == id && known.Type is null or "file" ? known : null });
    }

    /// <summary>The changes of a file that are to be sent. What needs no request is written.</summary>
    private IReadOnlyList<MediaFileChange> Confirm(FileTarget target)
    {
        foreach (MediaFileChange change in target.Changes.Where(change => change.Status != MediaFileChangeStatus.Planned))
        {
            WriteChange(change, change.Status);
        }

        MediaFileChange[] planned = [.. target.Changes.Where(change => change.Status == MediaFileChangeStatus.Planned)];
        return planned.Length == 0 ? [] : Confirm(planned, target.ToDescription(planned));
    }

    private void WriteCounts()
    {
        int earlier = _targets.Values.Count(target => target.Changes.Exists(change => change.Status == MediaFileChangeStatus.ChangedEarlier));
        if (earlier > 0)
        {
            WriteVerbose($"{Quantity.ToDisplayText(earlier, "file was", "files were", CultureInfo.CurrentCulture)} changed by an earlier run with this journal.");
        }
    }
}
