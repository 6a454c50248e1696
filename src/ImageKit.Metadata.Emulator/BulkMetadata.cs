using System.Text;

namespace ImageKit.Metadata.Emulator;

/// <summary>
/// The metadata of made-up pictures below <c>/bulk/</c> (and <c>/faults/</c>): a full answer of some 2 KB, derived from
/// the path alone, in fields of fixed width that are stamped into a template, so that load tests measure the client.
/// </summary>
internal static class BulkMetadata
{
    private const string Text =
        """
        {"height":@hhh,"width":@www,"size":@ssssss,"format":"jpg","hasColorProfile":true,"quality":0,"density":72,"hasTransparency":false,"exif":{"image":{"ImageDescription":"Warehouse picture, catalogue run","Make":"Canon","Model":"Canon EOS 40D","Orientation":1,"XResolution":72,"YResolution":72,"ResolutionUnit":2,"Software":"Digital Photo Professional","ModifyDate":"20@y:07:@d 10:38:11","Artist":"Studio Noord","YCbCrPositioning":2,"Copyright":"Studio Noord","ExifOffset":214,"GPSInfo":978},"thumbnail":{"Compression":6,"XResolution":72,"YResolution":72,"ResolutionUnit":2,"ThumbnailOffset":1090,"ThumbnailLength":1378},"exif":{"ExposureTime":0.00625,"FNumber":7.1,"ExposureProgram":1,"ISO":100,"ExifVersion":"0221","DateTimeOriginal":"20@y:05:@d 15:56:01","CreateDate":"20@y:05:@d 15:56:01","ComponentsConfiguration":"\u0001\u0002\u0003\u0000","ShutterSpeedValue":7.375,"ApertureValue":5.625,"ExposureCompensation":0,"MaxApertureValue":4.65625,"MeteringMode":5,"LightSource":0,"Flash":9,"FocalLength":135,"SubSecTime":"00","SubSecTimeOriginal":"00","SubSecTimeDigitized":"00","FlashpixVersion":"0100","ColorSpace":1,"ExifImageWidth":@www,"ExifImageHeight":@hhh,"InteropOffset":948,"FocalPlaneXResolution":4438.356164383562,"FocalPlaneYResolution":4445.969125214408,"FocalPlaneResolutionUnit":2,"SensingMethod":2,"CustomRendered":0,"ExposureMode":1,"WhiteBalance":0,"FocalLengthIn35mmFormat":216,"SceneCaptureType":0,"SerialNumber":"10@ssssss","LensModel":"EF70-200mm f/4L USM"},"gps":{"GPSVersionID":[2,2,0,0],"GPSLatitudeRef":"N","GPSLatitude":[52,@d,12.5],"GPSLongitudeRef":"E","GPSLongitude":[4,@d,31.75],"GPSAltitudeRef":0,"GPSAltitude":12.5,"GPSTimeStamp":[13,56,1],"GPSDateStamp":"20@y:05:@d"},"interoperability":{"InteropIndex":"R98","InteropVersion":"0100"},"makernote":{"error":"Unable to extract Makernote information as it is in an unsupported or unrecognized format."}},"pHash":"@ppppppppppppppp"}
        """;

    private static readonly byte[] Template = Encoding.ASCII.GetBytes(Text);
    private static readonly (int Offset, char Field)[] Fields =
        [.. Enumerable.Range(0, Text.Length).Where(i => Text[i] == '@').Select(i => (i, Text[i + 1]))];

    /// <summary>Whether a path is one of the made-up pictures.</summary>
    public static bool Covers(string path) =>
        (path.StartsWith("/bulk/", StringComparison.Ordinal) && path.Length > "/bulk/".Length) || Fault.FromUrl(path) is not null;

    public static byte[] Of(string path)
    {
        ulong hash = StableHash.Of(path);
        ulong more = StableHash.Mix(hash);
        byte[] answer = [.. Template];
        foreach ((int offset, char field) in Fields)
        {
            Span<byte> rest = answer.AsSpan(offset);
            switch (field)
            {
                case 'h':
                    Digits(rest[..4], 1000 + (more % 3000));
                    break;
                case 'w':
                    Digits(rest[..4], 2000 + ((more >> 16) % 4000));
                    break;
                case 's':
                    Digits(rest[..7], 1_000_000 + ((more >> 32) % 8_000_000));
                    break;
                case 'y':
                    Digits(rest[..2], 10 + ((more >> 40) % 15));
                    break;
                case 'd':
                    Digits(rest[..2], 10 + ((more >> 50) % 18));
                    break;
                default:
                    hash.TryFormat(rest[..16], out _, "x16", null);
                    break;
            }
        }

        return answer;
    }

    private static void Digits(Span<byte> target, ulong value)
    {
        for (int i = target.Length - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
