using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>
/// The base class of every cmdlet. Only classes that derive from it write to the pipeline, so that nothing is ever written
/// from another thread than PowerShell's own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class IKCommand : PSCmdlet
{
    private readonly HashSet<string> _reportedShapes = new(StringComparer.Ordinal);

    /// <summary>Reports input that lacks the expected properties, once for all input with the same properties: a CSV file with a wrong header may have a million rows.</summary>
    private protected void WriteMissingPropertyError(PipelineObject input, string expected)
    {
        if (_reportedShapes.Add(input.ToShape()))
        {
            WriteError(IKErrorRecord.MissingProperty(input, expected));
        }
    }

    /// <summary>Reports input that has no perceptual hash.</summary>
    private protected void WriteHashError(object? input, string fault)
    {
        PipelineObject item = new(input);
        if (item.Value is ErrorRecord error)
        {
            // It was put into the pipeline by 2>&1.
            WriteError(error);
        }
        else if (item is { IsRow: true, IsSavedError: false } && !item.Has(nameof(ImageMetadata.PHash)))
        {
            WriteMissingPropertyError(item, nameof(ImageMetadata.PHash));
        }
        else
        {
            WriteError(IKErrorRecord.InvalidPHash(fault, PipedImage.FindUrl(input), input));
        }
    }

    /// <summary>Ends the pipeline: nothing that follows could succeed.</summary>
    [DoesNotReturn]
    private protected new void ThrowTerminatingError(ErrorRecord error)
    {
        base.ThrowTerminatingError(error);

        // Never reached, but the method of PowerShell's reference assembly does not say so.
        throw new PipelineStoppedException();
    }

    /// <summary>
    /// The file-system path that a user's path stands for, whether or not there is such a file. Taken as it is written,
    /// unless it leads nowhere so and does without the escapes that Tab puts before brackets.
    /// </summary>
    private protected string ResolveFile(string path)
    {
        string file = Resolve(path);
        string unescaped = WildcardPattern.Unescape(path);
        if (unescaped == path || File.Exists(file))
        {
            return file;
        }

        string other = Resolve(unescaped);
        return File.Exists(other) || (IsInFolder(other) && !IsInFolder(file)) ? other : file;

        string Resolve(string written)
        {
            if (!TryResolveLiteralFile(written, out string? found, out ErrorRecord? fault))
            {
                ThrowTerminatingError(fault);
            }

            return found;
        }

        static bool IsInFolder(string file) => Directory.Exists(Path.GetDirectoryName(file));
    }

    /// <summary>The file-system path that a user's path stands for as it is written.</summary>
    private protected bool TryResolveLiteralFile(string path, [NotNullWhen(true)] out string? file, [NotNullWhen(false)] out ErrorRecord? fault)
    {
        try
        {
            file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            fault = provider.Name == "FileSystem" ? null : IKErrorRecord.NotAFile(path);
        }
        catch (SessionStateException exception)
        {
            file = null;
            fault = IKErrorRecord.NotAFile(path, exception);
        }

        return fault is null;
    }
}
