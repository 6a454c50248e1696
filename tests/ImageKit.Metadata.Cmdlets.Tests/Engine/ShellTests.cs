using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Engine;

/// <summary>The fixture itself.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly Shell _shell = new(importModule: false);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Output_and_variables_go_through()
    {
        _shell["numbers"] = new[] { 1, 2 };

        Assert.Equal([2, 4], _shell.Run("$numbers | ForEach-Object { 2 * $_ }; $result = 'kept'").Succeeded().OutputAs<int>());
        Assert.Equal("kept", _shell["result"]);
        Assert.Equal(3, _shell.Run("1 + 2").One<int>());
    }

    [Fact]
    public void Each_stream_is_kept_apart()
    {
        ShellResult result = _shell.Run("""
            function Write-All {
                [CmdletBinding()] param()
                $PSCmdlet.WriteVerbose('v'); $PSCmdlet.WriteDebug('d'); $PSCmdlet.WriteWarning('w')
                $PSCmdlet.WriteInformation('i', @('tag'))
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'activity', 'status'))
                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new('e'), 'Id', 'ReadError', 'target'))
                'o'
            }
            $DebugPreference = 'Continue'
            Write-All -Verbose
            """);

        Assert.Equal(["v"], result.Verbose);
        Assert.Equal(["d"], result.Debug);
        Assert.Equal(["w"], result.Warnings);
        Assert.Equal("i", Assert.Single(result.Information).MessageData);
        Assert.Equal("activity", Assert.Single(result.Progress).Activity);
        Assert.Equal("Id,Write-All", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal(["o"], result.OutputAs<string>());
        Assert.False(result.Terminated);
    }

    [Theory]
    [InlineData("1; throw 'on purpose'; 2", "on purpose")]
    [InlineData("1; Get-Module -NoSuchParameter; 2", "NamedParameterNotFound,Microsoft.PowerShell.Commands.GetModuleCommand")]
    [InlineData("1; [int]::Parse('x'); 2", "FormatException")]
    [InlineData("1; Get-Command No-SuchCommand -ErrorAction Stop; 2", "CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand")]
    public void An_error_that_ends_the_script_is_in_the_result(string script, string id)
    {
        ShellResult result = _shell.Run(script);

        Assert.True(result.Terminated);
        Assert.Equal(id, result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Empty(result.Errors);
        Assert.Equal([1], result.OutputAs<int>());
        Assert.ThrowsAny<Exception>(result.Succeeded);
    }

    [Fact]
    public void A_running_script_can_be_stopped()
    {
        using ShellCall call = _shell.Begin("1; while ($true) { [System.Threading.Thread]::Sleep(1) }");
        call.WaitForOutput(1);

        Assert.True(call.Stop() < TimeSpan.FromMinutes(1));
        ShellResult result = call.Wait();
        Assert.True(result.Stopped);
        Assert.False(result.Terminated);
        Assert.Equal([1], result.OutputAs<int>());
        Assert.Equal(2, _shell.Run("2").One<int>());
    }

    [Fact]
    public void Text_is_printed_as_on_a_console()
    {
        string text = _shell.Print("[pscustomobject]@{ Name = 'a'; Size = 1 }; [pscustomobject]@{ Name = 'b'; Size = 20 }");

        Assert.Equal(["Name Size", "---- ----", "a       1", "b      20"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Errors_and_warnings_are_printed_without_colours()
    {
        string text = _shell.Print("$ExecutionContext.Host.UI.WriteWarningLine('careful'); throw 'on purpose'");

        Assert.Contains("WARNING: careful", text, StringComparison.Ordinal);
        Assert.Contains("on purpose", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', text);
    }

    [Fact]
    public void Width_and_culture_are_as_set()
    {
        using var german = new Shell(width: 40, culture: "de-DE", importModule: false);

        string[] lines = german.Print("[pscustomobject]@{ Text = 'word ' * 20 }; 1.5").Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= 40));
        Assert.Contains("1,5", lines);
        Assert.Equal("1,5", german.Run("(1.5).ToString()").One<string>());
    }

    [Fact]
    public void A_prompt_is_an_error_not_a_wait()
    {
        Assert.Contains("cannot answer", _shell.Run("$Host.UI.ReadLine()").TerminatingError?.ToString() ?? "", StringComparison.Ordinal);
    }
}
