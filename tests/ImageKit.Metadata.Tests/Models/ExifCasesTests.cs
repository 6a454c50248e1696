using System.Globalization;
using System.Text.Json;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Models;

/// <summary>Every case in the folder Cases, with the values that expected.json has for it.</summary>
public sealed class ExifCasesTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(Read("expected.json")).RootElement;

    public static TheoryData<string> Cases => [.. Expected.EnumerateObject().Select(entry => entry.Name).Where(name => name != "about")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_has_the_expected_values(string name)
    {
        ImageMetadata image = Sample.ToMetadata(Read(name));
        foreach (JsonProperty property in Expected.GetProperty(name).EnumerateObject())
        {
            switch (property.Name)
            {
                case "Latitude":
                    AssertNear(property.Value, image.Latitude);
                    break;
                case "Longitude":
                    AssertNear(property.Value, image.Longitude);
                    break;
                case "Altitude":
                    AssertNear(property.Value, image.Altitude);
                    break;
                case "GpsLocation":
                    Assert.Equal(property.Value.GetBoolean(), Find("GpsLocation", image) is not null);
                    break;
                case "PersonalData":
                    AssertEvidence(property.Value, Find("PersonalData", image));
                    break;
                case "Camera":
                    Assert.Equal(property.Value.GetString(), image.Camera);
                    break;
                case "DateTaken":
                    Assert.Equal(property.Value.ValueKind == JsonValueKind.Null ? (DateTime?)null : DateTime.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture), image.DateTaken);
                    break;
                case "source":
                    Assert.Equal(property.Value.GetString(), image.DateTakenSource);
                    break;
                case "offset":
                    Assert.Equal(TimeSpan.Parse(property.Value.GetString()!.TrimStart('+'), CultureInfo.InvariantCulture), image.Exif.DateTakenOffset);
                    break;
                case "Orientation":
                    Assert.Equal(property.Value.GetInt32(), image.Orientation);
                    break;
                default:
                    Assert.Equal("why", property.Name);
                    break;
            }
        }
    }

    private static AuditFinding? Find(string rule, ImageMetadata image) =>
        new Auditor().Check(image).FirstOrDefault(finding => finding.RuleName == rule);

    private static void AssertNear(JsonElement expected, double? actual)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(actual);
        }
        else
        {
            Assert.NotNull(actual);
            Assert.Equal(expected.GetDouble(), actual.Value, 1e-6);
        }
    }

    private static void AssertEvidence(JsonElement expected, AuditFinding? finding)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(finding);
            return;
        }

        Assert.NotNull(finding);
        Assert.Equal(expected.EnumerateObject().ToDictionary(tag => tag.Name, tag => (object?)tag.Value.GetString()), finding.Evidence);
        Assert.All(expected.EnumerateObject(), tag => Assert.Contains($"-{tag.Name}=", finding.Recommendation, StringComparison.Ordinal));
    }

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(ExifCasesTests).Assembly.GetManifestResourceStream("Cases/" + name)!);
        return reader.ReadToEnd();
    }
}
