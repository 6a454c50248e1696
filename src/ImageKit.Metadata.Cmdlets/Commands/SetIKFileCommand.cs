using System.Collections;
using System.Globalization;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Completion;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Sets the description, custom metadata and tags of files in the media library.</summary>
[Cmdlet(VerbsCommon.Set, "IKFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, HelpUri = OnlineHelp.Pages + "Set-IKFile.md")]
[OutputType(typeof(MediaFileChange))]
public sealed class SetIKFileCommand : FileChangeCommand
{
    private readonly List<WantedChange> _changes = [];
    private bool _takesDescriptionFromInput;
    private int _withoutDescription;

    /// <summary>The description; empty text removes it. Rows of the pipeline can have their own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Values by the name of the custom metadata field; <c>$null</c> removes a field from the files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CustomMetadataCompleter))]
    public Hashtable? CustomMetadata { get; set; }

    /// <summary>The tags that replace all tags of a file; an empty list removes them.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Tag { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Tag is not null)
        {
            _changes.Add(new WantedChange(FileValue.Tags, ChangeAction.Set, ReadTags(Tag)));
        }

        // A script block, which is evaluated for each object, counts as given.
        _takesDescriptionFromInput = !MyInvocation.BoundParameters.ContainsKey(nameof(Description));
        if (_takesDescriptionFromInput && !MyInvocation.ExpectingInput && Tag is null && CustomMetadata is null)
        {
            ThrowTerminatingError(IKErrorRecord.NothingToSet());
        }

        base.BeginProcessing();
        if (CustomMetadata is not null)
        {
            AddCustomMetadata(CustomMetadata);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_withoutDescription > 0)
        {
            WriteWarning($"{Quantity.ToDisplayText(_withoutDescription, "input object has", "input objects have", CultureInfo.CurrentCulture)} no description to set, and no other value is given. Use -Description '' to remove descriptions.");
        }
    }

    private protected override bool NeedsCurrentValues => true;

    private protected override IReadOnlyList<WantedChange> CreateChanges()
    {
        string? description = Description;
        if (_takesDescriptionFromInput && (string.IsNullOrEmpty(description) || !IsRow))
        {
            // An empty cell is not an order to remove, and an object of the module has the description of the file, not a new one.
            _withoutDescription += _changes.Count == 0 ? 1 : 0;
            return _changes;
        }

        if (description is not null && !PlainText.IsWhole(description))
        {
            WriteError(IKErrorRecord.InvalidDescription(InputObject));
            return [];
        }

        return [.. _changes, new WantedChange(FileValue.Description, ChangeAction.Set, string.IsNullOrEmpty(description) ? null : description)];
    }

    private bool IsRow => InputObject is not null && new PipelineObject(InputObject).IsRow
        && !InputObject.TypeNames[0].StartsWith("Deserialized.ImageKit.", StringComparison.Ordinal);

    private void AddCustomMetadata(Hashtable values)
    {
        Hashtable plain = [];
        foreach (DictionaryEntry entry in values)
        {
            plain.Add(entry.Key, Unwrap(entry.Value));
        }

        if (CustomMetadataCheck.TryConvert(plain, ReadFields(), out Dictionary<string, object?> converted) is string fault)
        {
            ThrowTerminatingError(IKErrorRecord.InvalidCustomMetadata(fault, values));
        }

        _changes.AddRange(converted
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => new WantedChange(FileValue.OfField(field.Key), ChangeAction.Set, field.Value)));
    }

    private static object? Unwrap(object? value) => value switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => Unwrap(wrapped.BaseObject),
        SwitchParameter flag => flag.ToBool(),
        string or IDictionary => value,
        IEnumerable list => list.Cast<object?>().Select(Unwrap).ToArray(),
        _ => value,
    };

    private IReadOnlyList<CustomMetadataField> ReadFields()
    {
        try
        {
            return WaitFor(notices => Client.GetCustomMetadataFieldsAsync(CreateOptions(notices), StopToken)).Result;
        }
        catch (ImageKitException failure)
        {
            ThrowTerminatingError(IKErrorRecord.For(failure, "the custom metadata fields"));
            throw;
        }
    }
}
