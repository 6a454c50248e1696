using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>The result of one Pester test.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why it failed or was skipped; empty when it passed.</param>
/// <param name="StackTrace">The places in the script where it failed.</param>
/// <param name="Duration">How long its body and its setups took.</param>
public sealed record PesterResult(PesterOutcome Outcome, string Message = "", string StackTrace = "", TimeSpan Duration = default)
{
    internal static PesterResult Skipped(string reason) => new(PesterOutcome.Skipped, reason);

    internal static PesterResult Failed(Exception exception, string prefix = "") => exception switch
    {
        FlowControlException => new(PesterOutcome.Failed, prefix + "A break, continue or exit left the script block."),
        RuntimeException { ErrorRecord: { } record } => new(PesterOutcome.Failed, prefix + record, PlacesInFile(record.ScriptStackTrace)),
        _ => new(PesterOutcome.Failed, prefix + exception.Message, exception.StackTrace ?? ""),
    };

    /// <summary>The stand-in's own script blocks have no file and tell the reader nothing.</summary>
    private static string PlacesInFile(string? stackTrace) =>
        string.Join('\n', (stackTrace ?? "").Split('\n').Where(line => !line.Contains("<No file>", StringComparison.Ordinal)));
}
