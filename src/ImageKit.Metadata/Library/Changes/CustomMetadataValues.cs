using System.Collections;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Library.Changes;

/// <summary>Values for custom metadata fields, checked against the fields of the account.</summary>
internal static class CustomMetadataValues
{
    /// <summary>Converts names and values to what the service stores.</summary>
    /// <param name="values">The values by the name of the field.</param>
    /// <param name="fields">The fields of the account.</param>
    /// <param name="converted">The fields and their values.</param>
    /// <returns>What is wrong with the first value that is not valid, in a sentence; null if all are.</returns>
    public static string? TryConvert(IDictionary values, IReadOnlyList<CustomMetadataField> fields, out Dictionary<string, object?> converted)
    {
        converted = [];
        foreach (DictionaryEntry entry in values)
        {
            string name = entry.Key.ToString() ?? string.Empty;
            CustomMetadataField? field = fields.FirstOrDefault(field => field.Name == name);
            if (field is null)
            {
                return $"Unknown custom metadata field '{PlainText.Clean(name)}'. {ClosestName.Suggest(name, fields.Select(field => PlainText.Clean(field.Name!)))}";
            }

            if (new CustomMetadataCheck(field).TryConvert(entry.Value, out object? value) is string fault)
            {
                return fault;
            }

            converted.Add(name, value);
        }

        return null;
    }
}
