using System.Collections.ObjectModel;
using System.Management.Automation;
using ImageKit.Metadata.Decoding;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>Computes ImageKit's perceptual hash of local image files.</summary>
[Cmdlet(VerbsCommon.Get, "IKPHash", DefaultParameterSetName = PathSet)]
[OutputType(typeof(LocalImage))]
public sealed class GetIKPHashCommand : IKCommand, IDisposable
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly CancellationTokenSource _stop = new();

    /// <summary>The files; wildcards are expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, by their exact path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

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
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in ParameterSetName == PathSet ? Path : LiteralPath)
        {
            try
            {
                foreach (string file in FindFiles(path))
                {
                    WriteHash(file);
                }
            }
            catch (ItemNotFoundException exception)
            {
                WriteError(new ErrorRecord(exception.ErrorRecord, exception));
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    private Collection<string> FindFiles(string path) => ParameterSetName == PathSet
        ? GetResolvedProviderPathFromPSPath(path, out _)
        : [GetUnresolvedProviderPathFromPSPath(path)];

    private void WriteHash(string file)
    {
        try
        {
            WriteObject(ImageHasher.Hash(file, _stop.Token));
        }
        catch (LocalImageException exception)
        {
            WriteError(LocalImageErrorRecord.For(exception, file));
        }
    }
}
