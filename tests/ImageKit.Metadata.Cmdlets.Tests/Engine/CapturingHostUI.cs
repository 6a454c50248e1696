using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>The screen of <see cref="CapturingHost"/>. A prompt throws, as pwsh -NonInteractive does, but one for a secret where there is a password.</summary>
internal sealed partial class CapturingHostUI(int width, string? password) : PSHostUserInterface
{
    private readonly StringBuilder _text = new();

    public override PSHostRawUserInterface RawUI { get; } = new ScreenRawUI(width);

    /// <summary>Whether the screen obeys escape sequences.</summary>
    public bool SupportsTerminal { get; init; }

    public override bool SupportsVirtualTerminal => SupportsTerminal;

    public string RemoveText()
    {
        lock (_text)
        {
            string text = EscapeSequence().Replace(_text.ToString(), "").Replace("\r\n", "\n", StringComparison.Ordinal);
            _text.Clear();
            return text;
        }
    }

    public override void Write(string value)
    {
        lock (_text)
        {
            _text.Append(value);
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // A progress bar is drawn over and leaves no text behind; ShellResult.Progress has the records.
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteLine($"{caption}\n{message}");
        return password is null
            ? throw PromptRefused(message)
            : descriptions.ToDictionary(field => field.Name, field =>
            {
                WriteLine(field.Name + ": ****");
                return new PSObject(new NetworkCredential("", password).SecurePassword);
            });
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw PromptRefused(message);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => Enter(userName, message);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => Enter(userName, message);

    public override string ReadLine() => throw PromptRefused("a line");

    public override SecureString ReadLineAsSecureString() => throw PromptRefused("a secret line");

    private PSCredential Enter(string userName, string message) =>
        password is null ? throw PromptRefused(message) : new PSCredential(userName, new NetworkCredential("", password).SecurePassword);

    private static PSInvalidOperationException PromptRefused(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The test host cannot answer a prompt: {what}"));

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex EscapeSequence();
}
