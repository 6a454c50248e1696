using System.Text.Json;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Tests.Models;

public sealed class CustomMetadataFieldTests
{
    [Fact]
    public void A_field_has_its_name_and_whether_it_is_required()
    {
        List<CustomMetadataField> fields = CustomMetadataFieldParser.ReadList("""
            [ { "id": "1", "name": "license", "label": "License", "schema": { "type": "Date", "isValueRequired": true, "minValue": "2020" }, "new": 5 },
              { "id": "2", "name": "color", "label": "Color", "schema": { "type": "Text" } },
              { "name": "bare" } ]
            """u8);
        Assert.Equal(["license True Date", "color False Text", "bare False "], fields.Select(field => $"{field.Name} {field.IsRequired} {field.Type}"));
        Assert.Equal(5L, fields[0].AdditionalData["new"]);
        Assert.Equal("2020", ((PropertyBag)fields[0].AdditionalData["schema"]!)["minValue"]);
        Assert.Empty(CustomMetadataFieldParser.ReadList("[]"u8));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[5]")]
    [InlineData("[{}]")]
    [InlineData("[] []")]
    [InlineData("""[{ "message": "maintenance" }]""")]
    public void Something_else_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => CustomMetadataFieldParser.ReadList(System.Text.Encoding.UTF8.GetBytes(json)));
}
