using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>What Tab offers.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Get-IKMetadata x -Transformation f-w", "f-webp")]
    [InlineData("Get-IKMetadata x -Transformation 'w-400,f-w", "'w-400,f-webp'")]
    [InlineData("Compare-IKTransformation x -Transformation 'w-400,h-300:r", "'w-400,h-300:rt-90'")]
    [InlineData("Compare-IKTransformation x -Transformation \"w-400,dp", "\"w-400,dpr-2\"")]
    [InlineData("Compare-IKTransformation x -Transformation w-100, c-at_l", "c-at_least")]
    [InlineData("Get-IKFile -Format a", "avif")]
    [InlineData("Get-IKFile -SortBy Si", "Size")]
    [InlineData("Get-IKFile -FileType N", "NonImage")]
    public void Tab_offers(string line, string expected) => Assert.Contains(expected, Complete(line).Select(match => match.CompletionText));

    [Fact]
    public void Every_completion_of_a_transformation_has_an_explanation()
    {
        CompletionResult[] offers = Complete("Get-IKMetadata x -Transformation ");

        Assert.True(offers.Length > 20);
        Assert.All(offers, offer => Assert.NotEqual(offer.ListItemText, offer.ToolTip));
    }

    [Fact]
    public async Task Folders_are_those_of_the_library_and_not_those_of_the_disk()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 120 });
        _shell["connection"] = _shell.Run($"Connect-IKAccount ([pscredential]::new('x', (ConvertTo-SecureString '{new EmulatorOptions().PrivateKey}' -AsPlainText -Force))) -ApiBaseUri '{emulator.BaseUri}' -PassThru").One<IKConnection>();

        Assert.Contains("/products", Complete("Get-IKFile ").Select(match => match.CompletionText));
        Assert.Equal(["/products"], Complete("Get-IKFile -Path pro").Select(match => match.CompletionText));
        Assert.Contains("/products/shoes", Complete("Get-IKFile -Path /products/").Select(match => match.CompletionText));

        _shell.Run("Disconnect-IKAccount").Succeeded();
        Assert.Equal(["/us"], Complete("Get-IKFile /us").Select(match => match.CompletionText));
    }

    private CompletionResult[] Complete(string line)
    {
        _shell["line"] = line;
        return [.. _shell.Run("[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)").One<CommandCompletion>().CompletionMatches];
    }
}
