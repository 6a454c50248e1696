using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>Everything that came out of one run of a script.</summary>
public sealed class ShellResult
{
    internal ShellResult(IEnumerable<PSObject?> output, PSDataStreams streams, string hostText, Exception? failure)
    {
        Output = [.. output];
        Errors = [.. streams.Error];
        Warnings = [.. streams.Warning.Select(record => record.Message)];
        Verbose = [.. streams.Verbose.Select(record => record.Message)];
        Debug = [.. streams.Debug.Select(record => record.Message)];
        Information = [.. streams.Information];
        Progress = [.. streams.Progress];
        HostText = hostText;
        Stopped = failure is PipelineStoppedException;
        TerminatingError = failure switch
        {
            null or PipelineStoppedException => null,
            RuntimeException exception => exception.ErrorRecord,
            _ => new ErrorRecord(failure, "UnhandledException", ErrorCategory.NotSpecified, null),
        };
    }

    /// <summary>The objects written to the output.</summary>
    public IReadOnlyList<PSObject?> Output { get; }

    /// <summary>The non-terminating errors, in order.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; }

    /// <summary>The error that ended the script, or null when it ran to its end or was stopped.</summary>
    public ErrorRecord? TerminatingError { get; }

    /// <summary>Whether an error ended the script.</summary>
    public bool Terminated => TerminatingError is not null;

    /// <summary>Whether the script was stopped, as with Ctrl+C.</summary>
    public bool Stopped { get; }

    /// <summary>The warnings.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The verbose messages; the script must ask for them, with -Verbose or $VerbosePreference.</summary>
    public IReadOnlyList<string> Verbose { get; }

    /// <summary>The debug messages; the script must ask for them.</summary>
    public IReadOnlyList<string> Debug { get; }

    /// <summary>The information records.</summary>
    public IReadOnlyList<InformationRecord> Information { get; }

    /// <summary>The progress records, the completed ones included.</summary>
    public IReadOnlyList<ProgressRecord> Progress { get; }

    /// <summary>What was printed on the host while the script ran.</summary>
    public string HostText { get; }

    /// <summary>The output as objects of one type; fails when one is of another.</summary>
    public IReadOnlyList<T> OutputAs<T>() => [.. Output.Select(item => Assert.IsType<T>(item?.BaseObject, exactMatch: false))];

    /// <summary>The one object that was written; fails on errors and when there is none or more than one.</summary>
    public T One<T>() => Assert.Single(Succeeded().OutputAs<T>());

    /// <summary>This result; fails with the first error when there is one.</summary>
    public ShellResult Succeeded()
    {
        ErrorRecord? error = TerminatingError ?? (Errors.Count > 0 ? Errors[0] : null);
        Assert.False(Stopped, "The script was stopped.");
        Assert.True(error is null, $"{error?.FullyQualifiedErrorId}: {error}\n{error?.ScriptStackTrace}");
        return this;
    }
}
