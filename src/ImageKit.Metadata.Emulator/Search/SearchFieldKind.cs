namespace ImageKit.Metadata.Emulator;

/// <summary>What kind of values a search field takes.</summary>
internal enum SearchFieldKind
{
    Text,
    Path,
    Number,
    Size,
    Date,
    Flag,
    Any,
}
