namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>An i that is not the small letter of I.</summary>
public sealed class TurkishCultureTests : CultureTests
{
    protected override string Culture => "tr-TR";
}
