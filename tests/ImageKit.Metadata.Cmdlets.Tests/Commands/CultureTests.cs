using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Numbers, dates and names in sessions that write them otherwise: what goes over the wire stays the same.</summary>
public abstract class CultureTests : ConnectedShellTests
{
    [Fact]
    public void Responses_are_read_alike()
    {
        Assert.Equal(Culture, Shell.Run("[cultureinfo]::CurrentCulture.Name").One<string>());
        ImageMetadata canon = Shell.Run("Get-IKMetadata \"$u/samples/canon40d.jpg\"").One<ImageMetadata>();
        ImageMetadata phone = Shell.Run("Get-IKMetadata \"$u/samples/iphone-gps.jpg\"").One<ImageMetadata>();

        Assert.Equal((0.00625, 7.1, 100L), (canon.Exif.ExposureTime, canon.Exif.FNumber, canon.Exif.Iso));
        Assert.Equal(new DateTime(2008, 5, 30, 15, 56, 1, DateTimeKind.Unspecified), canon.Exif.DateTaken);
        Assert.Equal(100L, canon.Exif.Exif["iso"]);
        Assert.Equal(37.885, phone.Exif.Latitude!.Value, 6);
        Assert.Equal(-122.6225, phone.Exif.Longitude!.Value, 6);
    }

    [Fact]
    public void Requests_are_written_alike()
    {
        Shell.Run("Get-IKMetadata \"$u/bulk/IiIı.jpg?x=1.5\" -Transformation 'w-0.5,ar-4-3'").Succeeded();

        Assert.Equal(Url("bulk/IiIı.jpg?x=1.5&tr=w-0.5,ar-4-3"), Assert.Single(Emulator.RequestLog.Snapshot()).Url);
    }

    [Fact]
    public void Names_of_parameters_files_and_errors_are_found_alike()
    {
        Assert.Single(Shell.Run("GET-IKMETADATA -URI \"$u/bulk/1.jpg\"").Succeeded().Output);
        Assert.Single(Shell.Run("[pscustomobject]@{ IMAGEURL = \"$u/bulk/1.jpg\" } | get-ikmetadata").Succeeded().Output);
        Assert.Equal("InvalidUrl,ImageKit.Metadata.Commands.GetIKMetadataCommand", Assert.Single(Shell.Run("Get-IKMetadata FILE:///I.jpg").Errors).FullyQualifiedErrorId);
        Assert.Single(Shell.Run("Get-IKMetadata \"$($u.ToUpperInvariant().Replace('DEMO', 'demo'))/bulk/1.jpg\"").Succeeded().Output);
    }

    [Fact]
    public void CLIXML_comes_back_alike()
    {
        Shell.Run("$m = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-IKMetadata \"$u/samples/canon40d.jpg\")))").Succeeded();

        Assert.Equal(7.1, Shell.Run("$m.Exif.Exif['FNumber']").One<double>());
        Assert.Equal(100L, Shell.Run("([ImageKit.Metadata.ImageMetadata]$m).Exif.Exif['ISO']").One<long>());
        Assert.Equal(7.1, Shell.Run("([ImageKit.Metadata.ImageMetadata]$m).Exif.FNumber").One<double>());
    }
}
