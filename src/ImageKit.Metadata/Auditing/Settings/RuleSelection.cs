using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Turns settings into rules that are ready to run.</summary>
internal static class RuleSelection
{
    private const string EnableSetting = "Enable";
    private const string SeveritySetting = "Severity";

    /// <summary>Every rule with its settings, and whether it is to run.</summary>
    /// <exception cref="AuditSettingsException">A rule, a setting or a value that there cannot be.</exception>
    public static IReadOnlyList<(Rule Rule, bool IsEnabled)> Choose(AuditSettings settings)
    {
        List<Rule> rules = [.. RuleCatalog.Create()];
        foreach (CustomAuditRule own in settings.CustomRules)
        {
            if (string.IsNullOrWhiteSpace(own.Name))
            {
                throw new AuditSettingsException("A rule of your own needs a name.");
            }

            if (rules.Exists(rule => rule.Name.Equals(own.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new AuditSettingsException($"There is a rule '{own.Name}' already; give your own another name.");
            }

            rules.Add(new CustomRule(own));
        }

        string[] names = [.. rules.Select(rule => rule.Name)];
        Dictionary<string, bool> enable = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, PropertyBag> entry in settings.Rules)
        {
            Rule rule = rules.Find(candidate => candidate.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(entry.Key, names);
            Assign(rule, entry.Value, enable);
        }

        CheckPatterns(settings.IncludeRules, names);
        CheckPatterns(settings.ExcludeRules, names);
        return [.. rules.Select(rule => (rule, IsEnabled(rule, settings, enable)))];
    }

    /// <summary>Whether the settings leave a rule in, whatever its default; one that is not in the catalog, too.</summary>
    public static bool Fits(AuditSettings settings, string name) =>
        !Named(settings.ExcludeRules, name)
        && (settings.IncludeRules.Count == 0 || Named(settings.IncludeRules, name))
        && !(settings.Rules.TryGetValue(name, out PropertyBag? values) && values.TryGetValue(EnableSetting, out object? enable) && SettingValue.ToFlag(enable) == false);

    private static bool Named(IEnumerable<string> patterns, string name) => patterns.Any(pattern => NamePattern.Matches(pattern, name));

    private static bool IsEnabled(Rule rule, AuditSettings settings, Dictionary<string, bool> enable)
    {
        if (!Fits(settings, rule.Name))
        {
            return false;
        }

        return settings.IncludeRules.Count > 0 || rule.IsEnabledByDefault || (enable.TryGetValue(rule.Name, out bool wanted) && wanted);
    }

    private static void Assign(Rule rule, PropertyBag values, Dictionary<string, bool> enable)
    {
        foreach (KeyValuePair<string, object?> value in values)
        {
            if (value.Key.Equals(EnableSetting, StringComparison.OrdinalIgnoreCase))
            {
                enable[rule.Name] = SettingValue.ToFlag(value.Value) ?? throw Wrong(rule.Name, EnableSetting, "true or false", value.Value);
            }
            else if (value.Key.Equals(SeveritySetting, StringComparison.OrdinalIgnoreCase))
            {
                rule.SeverityInstead = ToSeverity(value.Value) ?? throw Wrong(rule.Name, SeveritySetting, "Information, Warning or Error", value.Value);
            }
            else
            {
                RuleSetting setting = rule.Settings.FirstOrDefault(candidate => candidate.Name.Equals(value.Key, StringComparison.OrdinalIgnoreCase))
                    ?? throw new AuditSettingsException(
                        $"The rule '{rule.Name}' has no setting '{PlainText.Clean(value.Key, 100)}'. {ClosestName.Suggest(value.Key, [.. rule.Settings.Select(candidate => candidate.Name), EnableSetting, SeveritySetting])}");
                setting.Assign(rule.Name, value.Value);
            }
        }
    }

    /// <summary>A severity by its name or itself; null if there is none such.</summary>
    public static AuditSeverity? ToSeverity(object? value) => value?.ToString()?.Trim().ToUpperInvariant() switch
    {
        "INFORMATION" => AuditSeverity.Information,
        "WARNING" => AuditSeverity.Warning,
        "ERROR" => AuditSeverity.Error,
        _ => null,
    };

    private static void CheckPatterns(IEnumerable<string> patterns, string[] names)
    {
        foreach (string pattern in patterns)
        {
            if (!names.Any(name => NamePattern.Matches(pattern, name)))
            {
                throw Unknown(pattern, names);
            }
        }
    }

    private static AuditSettingsException Unknown(string name, string[] names) =>
        new($"There is no rule '{PlainText.Clean(name, 100)}'. {ClosestName.Suggest(name, names)}");

    private static AuditSettingsException Wrong(string rule, string setting, string expected, object? value) =>
        new($"The setting '{setting}' of the rule '{rule}' must be {expected}, not '{PlainText.Clean(SettingValue.Describe(value), 100)}'.");
}
