using System.Collections;

namespace ImageKit.Metadata;

/// <summary>
/// Named values as the service sent them, names without regard to case. A value is a string, <see cref="long"/>,
/// <see cref="double"/>, <see cref="bool"/>, <c>byte[]</c>, <c>object[]</c>, a nested <see cref="PropertyBag"/>, or null.
/// </summary>
public sealed class PropertyBag : Dictionary<string, object?>
{
    /// <summary>Makes an empty bag.</summary>
    public PropertyBag()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    /// <summary>Copies a dictionary: this is how PowerShell turns the hashtable of a deserialised object back.</summary>
    /// <param name="values">The names and values.</param>
    public PropertyBag(IDictionary values)
        : this()
    {
        foreach (DictionaryEntry entry in values)
        {
            this[entry.Key.ToString()!] = entry.Value;
        }
    }
}
