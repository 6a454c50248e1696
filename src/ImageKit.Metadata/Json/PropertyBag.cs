using System.Collections;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>
/// Named values as the service sent them. Names are not case-sensitive. A value is a string, <see cref="long"/>,
/// <see cref="double"/>, <see cref="bool"/>, <c>byte[]</c>, <c>object[]</c>, a nested <see cref="PropertyBag"/>, or null.
/// </summary>
public sealed class PropertyBag : Dictionary<string, object?>
{
    /// <summary>Creates an empty bag.</summary>
    public PropertyBag()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    /// <summary>Copies a dictionary: PowerShell converts the hashtable of a deserialized object with this constructor.</summary>
    /// <param name="values">The names and values.</param>
    public PropertyBag(IDictionary values)
        : this()
    {
        foreach (DictionaryEntry entry in values)
        {
            this[entry.Key.ToString()!] = entry.Value;
        }
    }

    /// <summary>The value with this name; null if there is none.</summary>
    internal object? Find(string name) => TryGetValue(name, out object? value) ? value : null;

    /// <summary>
    /// Names and values on one line, the same in every culture: <c>Size: 15867524; Limit: 5000000</c>, as a column of a CSV file
    /// contains them. Safe to print, and cut where it grows too long.
    /// </summary>
    public override string ToString() => ValueText.ToText((IDictionary)this);
}
