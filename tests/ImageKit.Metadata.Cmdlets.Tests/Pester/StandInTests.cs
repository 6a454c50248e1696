using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>The Pester stand-in itself: what it must do, and what it must refuse rather than pass over.</summary>
public sealed class StandInTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pester-");

    /// <summary>The sample whose test names begin with their expected results.</summary>
    internal static string SemanticsSample { get; } =
        Path.Combine(Repository.Root, "tests", "ImageKit.Metadata.Cmdlets.Tests", "Pester", "Samples", "Semantics.Tests.ps1");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_test_of_the_sample_ends_as_its_name_says()
    {
        IReadOnlyList<PesterTest> tests = PesterFile.At(SemanticsSample).Run();

        string[] wrong =
        [
            .. from test in tests
               let result = test.Result!
               where !test.Name.StartsWith($"{result.Outcome}: ", StringComparison.Ordinal)
               select $"{test.FullName} → {result.Outcome}: {result.Message}",
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        Assert.Equal(74, tests.Count);
    }

    [Fact]
    public void Names_are_expanded_from_the_cases()
    {
        string[] names = [.. Run("""
            Describe 'D <x>' -ForEach @{ x = 1 } {
                It '<x> <y> <_.y> `<z`>' -ForEach @{ y = 'a' }, @{ y = $null } { }
                It 'list <_>' -ForEach @(, @('a', 2)) { }
            }
            """).Select(test => test.FullName)];

        Assert.Equal(["D 1.1 a a <z>", "D 1.1 $null $null <z>", "D 1.list @('a', 2)"], names);
    }

    [Fact]
    public void A_failure_tells_what_was_expected_and_where()
    {
        PesterResult result = Run("Describe 'D' {\n It 'I' {\n  'a', 'b' | Should -Be 'c' -Because 'of this'\n }\n}").Single().Result!;

        Assert.Equal(PesterOutcome.Failed, result.Outcome);
        Assert.Equal("Should -Be 'c' (because of this): got @('a', 'b').", result.Message);
        Assert.Contains("Sample.Tests.ps1: line 3", result.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_for_the_full_shell_is_skipped_with_its_setups()
    {
        IReadOnlyList<PesterTest> tests = Run("""
            Describe 'Test' {
                BeforeAll { throw }
                It 'I' -Tag 'Slow', 'FullShell' { Get-Date }
            }
            Describe 'Block' -Tag FullShell {
                It 'I' { Get-Date }
            }
            """);

        Assert.Equal(2, tests.Count);
        Assert.All(tests, test => Assert.Equal(PesterOutcome.Skipped, test.Result!.Outcome));
        Assert.All(tests, test => Assert.Contains("full shell", test.Result!.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_teardown_that_fails_fails_the_tests_of_its_block()
    {
        IReadOnlyList<PesterTest> tests = Run("""
            Describe 'A' { It 'I' { }; AfterAll { throw 'on purpose' } }
            Describe 'B' { It 'I' { } }
            """);

        Assert.Equal([PesterOutcome.Failed, PesterOutcome.Passed], tests.Select(test => test.Result!.Outcome));
        Assert.Equal("AfterAll: on purpose", tests[0].Result!.Message);
    }

    [Theory]
    [InlineData("throw 'on purpose'", "on purpose")]
    [InlineData("Describe 'D' { throw 'on purpose' }", "on purpose")]
    [InlineData("Describe 'D' { It 'fine' { } }; Describe 'E' { No-SuchCommand }", "No-SuchCommand")]
    [InlineData("Describe 'D' { It 'I' {", "Missing closing '}'")]
    [InlineData("", "no test")]
    [InlineData("Describe 'D' { }", "no test")]
    [InlineData("It 'I' { }", "stands in no Describe")]
    [InlineData("Describe 'D' { It 'I' -ForEach @() { } }", "null or empty")]
    [InlineData("Describe 'D' -ForEach $null { It 'I' { } }", "null or empty")]
    [InlineData("Describe 'D' { It 'I' -Unknown { } }", "Unknown")]
    [InlineData("Describe 'D' -Unknown 1 { It 'I' { } }", "Unknown")]
    [InlineData("Describe 'D' { It 'I <unknown>' { } }", "<unknown>")]
    [InlineData("Describe 'D' { It 'I' -ForEach 1 { param($x) } }", "no parameters")]
    [InlineData("param($x) Describe 'D' { It 'I' { } }", "no parameters")]
    [InlineData("Describe 'D' { BeforeAll { }; BeforeAll { }; It 'I' { } }", "already defined")]
    [InlineData("Describe 'D' { Mock Get-Command { }; It 'I' { } }", "Mock")]
    [InlineData("Describe 'D' { It 'I' { \"$TestDrive/x\" } }", "$TestDrive")]
    [InlineData("#Requires -Modules Pester\nDescribe 'D' { It 'I' { } }", "Pester")]
    public void A_file_that_cannot_be_discovered_is_one_failing_test(string script, string message)
    {
        PesterTest test = Assert.Single(Run(script));

        Assert.Equal("Discovery", test.FullName);
        Assert.Equal(PesterOutcome.Failed, test.Result!.Outcome);
        Assert.Contains(message, test.Result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InModuleScope M { }", "InModuleScope")]
    [InlineData("Invoke-Pester", "Invoke-Pester")]
    [InlineData("1 | Should -Be 1 -Unknown", "Unknown")]
    [InlineData("1 | Should -Be", "ExpectedValue")]
    [InlineData("1 | Should -Be 1 'a second position'", "a second position")]
    [InlineData("1 | Should", "arameter set")]
    [InlineData("Should -ActualValue 1 -Be 1", "pipeline")]
    [InlineData("1 | Should -Be 1 -BeTrue", "positional parameter")]
    [InlineData("1 | Should -BeTrue 1", "1")]
    [InlineData("1 | Should -Be 1 -ErrorId x", "positional parameter")]
    [InlineData("1 | Should -BeOfType No.Such.Type", "No.Such.Type")]
    [InlineData("1 | Should -Exist", "Exist")]
    [InlineData("1 | Should-Be 1", "Should-Be")]
    [InlineData("Set-ItResult -Inconclusive", "Inconclusive")]
    [InlineData("It 'within' { }", "while a test")]
    [InlineData("BeforeAll { }", "while a test")]
    [InlineData("break", "break, continue or exit")]
    [InlineData("exit 1", "break, continue or exit")]
    [InlineData("Select-Object", "Select-Object")]
    public void What_is_not_supported_fails_the_test(string body, string message)
    {
        PesterTest test = Assert.Single(Run($"Describe 'D' {{ It 'I' {{ {body} }} }}"));

        Assert.Equal("D.I", test.FullName);
        Assert.Equal(PesterOutcome.Failed, test.Result!.Outcome);
        Assert.Contains(message, test.Result.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<PesterTest> Run(string script)
    {
        string path = Path.Combine(_folder.FullName, "Sample.Tests.ps1");
        File.WriteAllText(path, script);
        return PesterFile.At(path).Run();
    }
}
