namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Decimal commas.</summary>
public sealed class GermanCultureTests : CultureTests
{
    protected override string Culture => "de-DE";

    [Fact]
    public void Views_are_written_in_it()
    {
        Assert.Contains("7,6 KB", Shell.Print("Get-IKMetadata \"$u/samples/canon40d.jpg\""), StringComparison.Ordinal);
        Assert.Contains("30.05.2008 15:56", Shell.Print("Get-IKMetadata \"$u/samples/canon40d.jpg\" | Format-List"), StringComparison.Ordinal);

        // The column of a table would be too narrow for the dates of some cultures.
        Assert.Contains(" 2008-05-30 15:56 ", Shell.Print("Get-IKMetadata \"$u/samples/canon40d.jpg\""), StringComparison.Ordinal);
    }
}
