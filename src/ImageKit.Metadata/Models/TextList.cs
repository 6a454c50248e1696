using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>A list of texts that a column of a CSV file contains as text; an array would be the name of its type.</summary>
public sealed class TextList : List<string>
{
    /// <summary>Creates an empty list.</summary>
    public TextList()
    {
    }

    /// <summary>Copies texts: PowerShell converts the list of a deserialized object with this constructor.</summary>
    /// <param name="texts">The texts; null among them is left out.</param>
    public TextList(IEnumerable texts)
        : base(texts.Cast<object?>().Select(text => text?.ToString()).OfType<string>())
    {
    }

    /// <summary>The number of texts, by the name that it has for an array.</summary>
    public int Length => Count;

    /// <summary>Copies an array.</summary>
    /// <param name="texts">The array; null gives null.</param>
    [return: NotNullIfNotNull(nameof(texts))]
    public static implicit operator TextList?(string[]? texts) => texts is null ? null : new(texts);

    /// <summary>Copies the list to an array.</summary>
    /// <param name="list">The list; null gives null.</param>
    [return: NotNullIfNotNull(nameof(list))]
    public static implicit operator string[]?(TextList? list) => list?.ToArray();

    /// <summary>The texts on one line, <c>sale, shoes</c>, safe to print and never cut. A tag of the media library contains no comma.</summary>
    public override string ToString() => ValueText.ToText(this, culture: null, int.MaxValue);
}
