using System.Collections;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Binding;

/// <summary>
/// Reads what a listing shows of a file from pipeline input: a <see cref="MediaFile"/>, live or deserialized, metadata, or a row
/// with the same names.
/// </summary>
internal static class ListedFileReader
{
    /// <returns>Null if the input is not about a file of the media library.</returns>
    public static ListedFile? Read(PSObject? input)
    {
        if (input?.BaseObject is MediaFile file)
        {
            return ListedFile.Of(file);
        }

        if (input is null or { BaseObject: string or Uri } || input.Properties[nameof(MediaFile.FilePath)] is null)
        {
            return null;
        }

        object? version = GetValue(input, nameof(MediaFile.VersionInfo));
        string[]? tags = PipelineObject.ToStrings(GetValue(input, nameof(MediaFile.Tags)));
        return new ListedFile
        {
            Name = ReadText(input, nameof(MediaFile.Name)),
            FilePath = ReadText(input, nameof(MediaFile.FilePath)),
            Tags = tags is { Length: > 0 } ? tags : null,
            CustomMetadata = GetValue(input, nameof(MediaFile.CustomMetadata)) is IDictionary fields ? new PropertyBag(fields) : null,
            Description = ReadText(input, nameof(MediaFile.Description)),
            VersionId = (version is PSObject or MediaVersion ? ReadText(PSObject.AsPSObject(version), nameof(MediaVersion.Id)) : null)
                ?? ReadText(input, nameof(ImageMetadata.VersionId)),
            UpdatedAt = LanguagePrimitives.TryConvertTo(GetValue(input, nameof(MediaFile.UpdatedAt)), out DateTime updatedAt) ? updatedAt : null,

            // The size of metadata may be that of a transformation.
            Size = input.Properties[nameof(MediaFile.VersionInfo)] is null ? null : TagValue.ToInt64(GetValue(input, nameof(MediaFile.Size))),
            IsPartial = !input.TypeNames.Contains("Deserialized." + typeof(MediaFile).FullName),
        };
    }

    private static string? ReadText(PSObject input, string name) => GetValue(input, name) is string { Length: > 0 } text ? text : null;

    private static object? GetValue(PSObject input, string name)
    {
        object? value = input.Properties[name]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapped && wrapped.BaseObject is not MediaVersion ? wrapped.BaseObject : value;
    }
}
