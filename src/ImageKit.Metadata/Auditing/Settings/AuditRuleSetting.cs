using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata;

/// <summary>One setting of a rule.</summary>
public sealed class AuditRuleSetting
{
    /// <summary>The name, such as <c>MaximumBytes</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>
    /// The value in force: <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <c>string[]</c>, or a
    /// <see cref="PropertyBag"/> of numbers; null where a setting is left to the rule.
    /// </summary>
    public object? Value { get; set; }

    /// <summary>The value it has unless told otherwise.</summary>
    public object? Default { get; set; }

    /// <summary>What it means, with the unit.</summary>
    public string Description { get; set; } = string.Empty;

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name} = {SettingValue.Describe(Value)}";
}
