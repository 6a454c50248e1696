using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>A setting of a rule. The type of its default is the type of its values.</summary>
internal sealed class RuleSetting(string name, object? defaultValue, string description, double minimum = 0, double maximum = 1e15)
{
    private readonly object? _default = defaultValue;
    private object? _value = defaultValue;

    public string Name => name;

    public long AsInt64 => (long)_value!;

    public long? AsInt64OrNull => (long?)_value;

    public double AsDouble => (double)_value!;

    public bool AsBoolean => (bool)_value!;

    public string[] AsStrings => (string[])_value!;

    public PropertyBag AsTable => (PropertyBag)_value!;

    public AuditRuleSetting ToDefinition() => new() { Name = name, Value = _value, Default = _default, Description = description };

    /// <exception cref="AuditSettingsException">The value is not valid for the setting.</exception>
    public void Assign(string rule, object? value)
    {
        string range = $"from {SettingValue.ToDisplayText(minimum)} to {SettingValue.ToDisplayText(maximum)}";
        (object? converted, string expected) = _default switch
        {
            bool => ((object?)SettingValue.ToBoolean(value), "true or false"),
            double => (InRange(SettingValue.ToNumber(value)), $"a number {range}"),
            string[] => (SettingValue.ToStrings(value), "one or more texts"),
            PropertyBag => (InRange(SettingValue.ToTable(value)), $"a table of numbers {range}, such as @{{ {AsTable.Keys.First()} = {SettingValue.ToDisplayText(AsTable.Values.First())} }}"),
            _ => (InRange(SettingValue.ToNumber(value)) is double number ? (long)number : (object?)null, $"a number {range}"),
        };
        if (converted is null && !(value is null && _default is null))
        {
            throw WrongValue(rule, name, expected, value);
        }

        _value = converted;
    }

    public static AuditSettingsException WrongValue(string rule, string setting, string expected, object? value) =>
        new($"The setting '{setting}' of the rule '{rule}' must be {expected}, not '{PlainText.Clean(SettingValue.ToDisplayText(value), 100)}'.");

    private double? InRange(double? number) => number >= minimum && number <= maximum ? number : null;

    private PropertyBag? InRange(PropertyBag? table) => table is not null && table.Values.All(number => InRange((double?)number) is not null) ? table : null;
}
