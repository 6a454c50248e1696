namespace ImageKit.Metadata;

/// <summary>Where <c>Get-Help -Online</c> goes.</summary>
internal static class OnlineHelp
{
    /// <summary>The folder of the pages, one a cmdlet: docs/en-US of this repository.</summary>
    public const string Pages = "https://github.com/imagekit-metadata/ImageKit.Metadata/blob/main/docs/en-US/";
}
