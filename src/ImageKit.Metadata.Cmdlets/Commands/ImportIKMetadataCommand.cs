using System.Collections.ObjectModel;
using System.Globalization;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Reads checkpoint files back as metadata, one object at a time, without requests.</summary>
[Cmdlet(VerbsData.Import, "IKMetadata", DefaultParameterSetName = PathSet, HelpUri = OnlineHelp.Pages + "Import-IKMetadata.md")]
[OutputType(typeof(ImageMetadata))]
public sealed class ImportIKMetadataCommand : StoppableCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string Advice = "Give the path of a file that Get-IKMetadata -Checkpoint has written. If a run is using it, wait until that is done, or read a copy made with cp.";

    /// <summary>The files; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Reports the items that failed and did not succeed later as errors.</summary>
    [Parameter]
    public SwitchParameter IncludeFailure { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string file in ParameterSetName == PathSet ? Path.SelectMany(ResolveWildcards) : LiteralPath.SelectMany(ResolveLiteral))
        {
            try
            {
                ReadFile(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                WriteError(IKErrorRecord.For(new CheckpointException($"The checkpoint file '{file}' cannot be read. {exception.Message}", innerException: exception), file, Advice));
            }
            catch (CheckpointException failure)
            {
                WriteError(IKErrorRecord.For(failure, file, Advice));
            }
        }
    }

    private IEnumerable<string> ResolveWildcards(string path)
    {
        try
        {
            Collection<string> files = GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            if (provider.Name != "FileSystem")
            {
                WriteError(IKErrorRecord.NotAFile(path));
                return [];
            }

            if (files.Count > 0)
            {
                return files;
            }

            // Brackets in a name are a wildcard that may match nothing.
            if (TryResolveLiteralFile(path, out string? literal, out _) && File.Exists(literal))
            {
                return [literal];
            }

            WriteError(IKErrorRecord.For(new CheckpointException($"No file matches the path '{path}'."), path, Advice));
        }
        catch (ItemNotFoundException exception)
        {
            WriteError(IKErrorRecord.For(new CheckpointException(exception.Message, innerException: exception), path, Advice));
        }
        catch (SessionStateException exception)
        {
            WriteError(IKErrorRecord.NotAFile(path, exception));
        }

        return [];
    }

    private IEnumerable<string> ResolveLiteral(string path)
    {
        if (TryResolveLiteralFile(path, out string? file, out ErrorRecord? fault))
        {
            return [file];
        }

        WriteError(fault);
        return [];
    }

    private void ReadFile(string file)
    {
        using CheckpointReader reader = new(file);
        int unreadable = 0;
        foreach (CheckpointRecord record in UntilStopped(reader.ReadLatest(StopToken)))
        {
            if (record.TryRead() is MetadataResponse response)
            {
                WriteObject(response.Metadata);
            }
            else if (record.Error is null)
            {
                unreadable++;
            }
            else if (IncludeFailure)
            {
                WriteError(IKErrorRecord.For(record.Error, record.Url ?? record.FileId));
            }
        }

        unreadable += reader.DamagedLines;
        if (unreadable > 0)
        {
            WriteWarning($"Skipped {Quantity.ToDisplayText(unreadable, "line", "lines", CultureInfo.CurrentCulture)} of '{file}' that cannot be read.");
        }
    }
}
