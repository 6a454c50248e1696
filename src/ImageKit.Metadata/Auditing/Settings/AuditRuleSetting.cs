using ImageKit.Metadata.Auditing;

namespace ImageKit.Metadata;

/// <summary>One setting of a rule.</summary>
public sealed class AuditRuleSetting
{
    /// <summary>The name, such as <c>MaximumBytes</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>
    /// The effective value: <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <c>string[]</c>, or a
    /// <see cref="PropertyBag"/> of numbers; null where the rule decides.
    /// </summary>
    public object? Value { get; set; }

    /// <summary>The default value.</summary>
    public object? Default { get; set; }

    /// <summary>What it means, with the unit.</summary>
    public string Description { get; set; } = string.Empty;

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name} = {SettingValue.ToDisplayText(Value)}";
}
