using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace Quickstart;

/// <summary>Prints, in colour only where a person looks; asks nothing. Progress is one line, drawn over, and only where a person looks.</summary>
internal sealed class ConsoleHostUI : PSHostUserInterface
{
    private const int WidthOfNoScreen = 120;

    private int _progressWidth;

    public override PSHostRawUserInterface RawUI { get; } = new ScreenRawUI(
        Console.IsOutputRedirected || Console.WindowWidth < 1 ? WidthOfNoScreen : Console.WindowWidth);

    public override bool SupportsVirtualTerminal => true;

    public override void Write(string value)
    {
        ClearProgress();
        Console.Write(Console.IsOutputRedirected ? new StringDecorated(value).ToString(OutputRendering.PlainText) : value);
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (Console.IsOutputRedirected)
        {
            return;
        }

        ClearProgress();
        if (record.RecordType != ProgressRecordType.Completed)
        {
            string line = $"{record.Activity}: {record.StatusDescription} {record.CurrentOperation}";
            line = line[..Math.Min(line.Length, RawUI.BufferSize.Width - 1)];
            Console.Write(line);
            _progressWidth = line.Length;
        }
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw NoPrompt();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw NoPrompt();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw NoPrompt();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw NoPrompt();

    public override string ReadLine() => throw NoPrompt();

    public override SecureString ReadLineAsSecureString() => throw NoPrompt();

    private void ClearProgress()
    {
        if (_progressWidth > 0)
        {
            Console.Write("\r" + new string(' ', _progressWidth) + "\r");
            _progressWidth = 0;
        }
    }

    private static NotSupportedException NoPrompt() => new("The quickstart asks nothing: give every mandatory parameter.");
}
