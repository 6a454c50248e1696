using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>One case of -ForEach: it is $_, and when it is a hashtable its keys are variables too.</summary>
internal sealed class PesterData(object? item)
{
    /// <summary>The cases that a -ForEach argument stands for. An empty one is refused: its tests would silently be missing.</summary>
    public static IReadOnlyList<PesterData?> Cases(object? forEach, bool isGiven)
    {
        if (!isGiven)
        {
            return [null];
        }

        object? value = forEach is PSObject wrapped ? wrapped.BaseObject : forEach;
        PesterData[] cases = value is null
            ? []
            : [.. (LanguagePrimitives.GetEnumerable(value) ?? new[] { value }).Cast<object?>().Select(item => new PesterData(item))];
        return cases.Length > 0 ? cases : throw new PSArgumentException("-ForEach is null or empty, so there would be no test.");
    }

    /// <summary>The variables, $_ among them.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Variables
    {
        get
        {
            yield return new("_", item);
            if ((item is PSObject wrapped ? wrapped.BaseObject : item) is IDictionary dictionary)
            {
                foreach (DictionaryEntry entry in dictionary)
                {
                    yield return new(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value);
                }
            }
        }
    }
}
