namespace ImageKit.Metadata.Binding;

/// <summary>Prepares input for <c>-Path</c> of the media library: an object that is not text binds by its properties only, not by its text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FolderPathAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        PipelineObject input = new(inputData);
        return input.Value is MediaItem or ImageMetadata || input.IsRow
            ? throw new ArgumentTransformationMetadataException("The object is not the path of a folder.", new PSInvalidCastException())
            : inputData;
    }
}
