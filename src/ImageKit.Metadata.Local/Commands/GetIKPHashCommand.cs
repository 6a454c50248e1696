using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using ImageKit.Metadata.Base;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Decoding;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>Computes ImageKit's perceptual hash of local image files.</summary>
[Cmdlet(VerbsCommon.Get, "IKPHash", DefaultParameterSetName = PathSet, HelpUri = OnlineHelp.Pages + "Get-IKPHash.md")]
[OutputType(typeof(LocalImage))]
public sealed class GetIKPHashCommand : StoppableCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>How many files per thread may be ahead of the one whose turn it is: enough for a large image among small ones.</summary>
    private const int WindowPerThread = 16;

    private readonly Stopwatch _elapsed = new();
    private Pump<HashedFile> _pump = null!;
    private HashProgress _progress = null!;

    /// <summary>The files; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>How many files are hashed at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    [PSDefaultValue(Help = "The number of processors")]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>Emits each image as soon as it is hashed, and not in the order of the input.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            NativeLibraries.Load();
        }
        catch (PlatformNotSupportedException exception)
        {
            ThrowTerminatingError(LocalImageErrorRecord.For(exception));
        }

        if (MyInvocation.ExpectingInput && PipelineVariable.FindBefore(MyInvocation) is string variable)
        {
            WriteWarning($"{MyInvocation.MyCommand.Name} reads ahead: when it emits an image, the variable '{variable}' of -PipelineVariable already contains a later item. Use the properties Path and Name of the output.");
        }

        _pump = new Pump<HashedFile>(
            new PumpOptions<HashedFile> { Unordered = Unordered, MaximumRunning = ThrottleLimit, MaximumHeld = ThrottleLimit * WindowPerThread },
            StopToken);
        _progress = new HashProgress(MyInvocation.MyCommand.Name, _elapsed);
        _elapsed.Start();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[] files = [.. ParameterSetName == PathSet ? Path.SelectMany(ResolveWildcards) : LiteralPath.SelectMany(ResolveLiteral)];
        _progress.Total = MyInvocation.ExpectingInput ? null : files.Length;
        foreach (string file in files)
        {
            if (!Add(_pump, () => _pump.TryAdd(cancellation => Task.FromResult(HashedFile.Hash(file, cancellation)), file), Write, _progress))
            {
                Finish();
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Finish();
        WriteVerbose(_progress.ToSummary());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _pump?.Dispose();
        base.Dispose(disposing);
    }

    private string[] ResolveWildcards(string path)
    {
        try
        {
            Collection<string> files = GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            if (provider.Name != "FileSystem")
            {
                WriteError(IKErrorRecord.NotAFile(path));
                return [];
            }

            // Brackets in a name are a wildcard that may match nothing.
            return files.Count == 0 ? ResolveLiteral(path)
                : WildcardPattern.ContainsWildcardCharacters(path) ? [.. files.Where(file => !Directory.Exists(file))]
                : [.. files];
        }
        catch (ItemNotFoundException)
        {
            return ResolveLiteral(path);
        }
        catch (SessionStateException exception)
        {
            WriteError(IKErrorRecord.NotAFile(path, exception));
            return [];
        }
    }

    private string[] ResolveLiteral(string path)
    {
        if (TryResolveLiteralFile(path, out string? file, out ErrorRecord? fault))
        {
            return [file];
        }

        WriteError(fault);
        return [];
    }

    private void Write(HashedFile file)
    {
        _progress.Count(file);
        if (file.Failure is not null)
        {
            WriteError(LocalImageErrorRecord.For(file.Failure, file.Path));
        }
        else
        {
            WriteObject(file.Image);
        }
    }

    /// <summary>Writes what is left.</summary>
    private void Finish()
    {
        DrainAll(_pump, Write, _progress);
        if (_pump.Failure is Exception failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
