using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>A setting of a rule: its default says of which kind its values are.</summary>
internal sealed class RuleSetting(string name, object? defaultValue, string description, double minimum, double maximum)
{
    private readonly object? _default = defaultValue;
    private object? _value = defaultValue;

    public string Name => name;

    public long Whole => (long)_value!;

    public long? WholeOrNull => (long?)_value;

    public double Number => (double)_value!;

    public bool Flag => (bool)_value!;

    public string[] Texts => (string[])_value!;

    public PropertyBag Table => (PropertyBag)_value!;

    public AuditRuleSetting Describe() => new() { Name = name, Value = _value, Default = _default, Description = description };

    /// <exception cref="AuditSettingsException">It cannot have this value.</exception>
    public void Assign(string rule, object? value)
    {
        (object? understood, string expected) = _default switch
        {
            bool => ((object?)SettingValue.ToFlag(value), "true or false"),
            double => (InRange(SettingValue.ToNumber(value)), $"a number from {SettingValue.Describe(minimum)} to {SettingValue.Describe(maximum)}"),
            string[] => (SettingValue.ToTexts(value), "one or more texts"),
            PropertyBag => (InRange(SettingValue.ToTable(value)), $"a table of numbers from {SettingValue.Describe(minimum)} to {SettingValue.Describe(maximum)}, such as @{{ {Table.Keys.First()} = {SettingValue.Describe(Table.Values.First())} }}"),
            _ => (InRange(SettingValue.ToNumber(value)) is double number ? (long)number : (object?)null, $"a number from {SettingValue.Describe(minimum)} to {SettingValue.Describe(maximum)}"),
        };
        if (understood is null && !(value is null && _default is null))
        {
            throw new AuditSettingsException($"The setting '{name}' of the rule '{rule}' must be {expected}, not '{PlainText.Clean(SettingValue.Describe(value), 100)}'.");
        }

        _value = understood;
    }

    private double? InRange(double? number) => number >= minimum && number <= maximum ? number : null;

    private PropertyBag? InRange(PropertyBag? table) => table is not null && table.Values.All(number => InRange((double?)number) is not null) ? table : null;
}
