namespace ImageKit.Metadata.Reporting;

/// <summary>
/// Values for a template, by name: a text, true or false, more values, or a list of them. A text is encoded when it is
/// written, so that none from an image or a server can become HTML.
/// </summary>
internal sealed class PageValues : Dictionary<string, object?>
{
    public PageValues()
        : base(StringComparer.Ordinal)
    {
    }
}
