using System.Globalization;
using System.Management.Automation.Host;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>A console that keeps what is printed on it and answers no prompt but that for a password.</summary>
internal sealed class CapturingHost(int width, CultureInfo culture, string? password) : PSHost
{
    private readonly CapturingHostUI _ui = new(width, password);

    public override CultureInfo CurrentCulture => culture;

    public override CultureInfo CurrentUICulture => culture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Tests";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = new(1, 0);

    /// <summary>Takes the text printed so far.</summary>
    public string RemoveText() => _ui.RemoveText();

    public override void EnterNestedPrompt() => throw new NotSupportedException("The test host has no prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("The test host has no prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => throw new NotSupportedException("A test does not exit the shell.");
}
