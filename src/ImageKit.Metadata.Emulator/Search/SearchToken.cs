namespace ImageKit.Metadata.Emulator;

/// <summary>A word, a symbol, a number or a quoted string of a search query.</summary>
/// <param name="Text">The text; of a string, unescaped and without its quotes.</param>
/// <param name="IsString">Whether it was quoted.</param>
/// <param name="Position">Where it begins, from 0.</param>
internal readonly record struct SearchToken(string Text, bool IsString, int Position)
{
    public bool Is(string word) => !IsString && Text == word;
}
