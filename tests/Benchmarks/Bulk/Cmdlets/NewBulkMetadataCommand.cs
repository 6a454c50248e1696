using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata;

namespace Benchmarks.Bulk.Cmdlets;

/// <summary>Emits metadata with made-up hashes, and with everything else that an audit looks at, if that is wanted.</summary>
[Cmdlet(VerbsCommon.New, "BulkMetadata")]
public sealed class NewBulkMetadataCommand : PSCmdlet
{
    private static readonly string[] Formats = ["jpg", "jpg", "jpg", "webp", "png", "avif", "jpg", "gif"];

    [Parameter(Mandatory = true, Position = 0)]
    public int Count { get; set; }

    /// <summary>Every field is filled, EXIF included. One hash in 20 is an earlier one; one image in five has a place or a name in it.</summary>
    [Parameter]
    public SwitchParameter Complete { get; set; }

    protected override void ProcessRecord()
    {
        Random random = new(1);
        ExifData[] cameras = [.. Enumerable.Range(0, 64).Select(MakeExif)];
        string hash = "";
        for (int i = 0; i < Count; i++)
        {
            if (!Complete || i % 20 != 1)
            {
                hash = random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
            }

            ImageMetadata image = new() { Url = BulkUrl.Of("https://ik.imagekit.io/demo", i), PHash = hash };
            if (Complete)
            {
                image.Width = 800 + (i % 41 * 100);
                image.Height = 600 + (i % 37 * 100);
                image.Size = image.Width * image.Height * (1 + (i % 9)) / 24;
                image.Format = Formats[i % Formats.Length];
                image.Quality = 60 + (i % 35);
                image.Density = 72;
                image.HasColorProfile = i % 2 == 0;
                image.HasTransparency = i % 3 == 0;
                image.Exif = cameras[i % cameras.Length];
            }

            WriteObject(image);
        }
    }

    private static ExifData MakeExif(int number)
    {
        ExifData exif = new() { Camera = "Canon EOS 40D", Orientation = number % 16 == 0 ? 6 : 1 };
        exif.Image["Make"] = "Canon";
        exif.Image["Model"] = "Canon EOS 40D";
        exif.Exif["DateTimeOriginal"] = "2008:05:30 15:56:01";
        exif.Exif["ExposureTime"] = 0.00625;
        exif.Exif["ColorSpace"] = 1L;
        if (number % 10 == 1)
        {
            exif.Image["Artist"] = "Somebody " + number.ToString(CultureInfo.InvariantCulture);
        }

        if (number % 10 == 2)
        {
            (exif.Latitude, exif.Longitude) = (52.37, 4.89);
        }

        return exif;
    }
}
