using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Auditing;

/// <summary>Turns settings into rules that are ready to run.</summary>
internal static class RuleSelection
{
    private const string EnableSetting = "Enable";
    private const string SeveritySetting = "Severity";

    /// <summary>Every rule with its settings, those that do not run included.</summary>
    /// <exception cref="AuditSettingsException">An unknown rule or setting, or a value that is not valid.</exception>
    public static RunningRule[] Select(AuditSettings settings)
    {
        List<Rule> rules = [.. RuleCatalog.Create()];
        foreach (CustomAuditRule custom in settings.CustomRules)
        {
            if (string.IsNullOrWhiteSpace(custom.Name))
            {
                throw new AuditSettingsException("A custom rule needs a name.");
            }

            if (rules.Exists(rule => rule.Name.Equals(custom.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new AuditSettingsException($"A rule '{custom.Name}' exists already. Use another name for the custom rule.");
            }

            rules.Add(new CustomRule(custom));
        }

        string[] names = [.. rules.Select(rule => rule.Name)];
        foreach (KeyValuePair<string, PropertyBag> entry in settings.Rules)
        {
            Rule rule = rules.Find(candidate => candidate.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)) ?? throw UnknownRule(entry.Key, names);
            Assign(rule, entry.Value);
        }

        CheckNames(settings.IncludeRules, names);
        CheckNames(settings.ExcludeRules, names);
        return [.. rules.Select(rule => new RunningRule(rule, IsEnabled(rule, settings)))];
    }

    /// <summary>Whether the settings leave a rule in, whatever its default; one that is not in the catalog, too.</summary>
    public static bool IsIncluded(AuditSettings settings, string name) =>
        !MatchesAny(settings.ExcludeRules, name)
        && (settings.IncludeRules.Count == 0 || MatchesAny(settings.IncludeRules, name))
        && !(settings.Rules.TryGetValue(name, out PropertyBag? values) && SettingValue.ToBoolean(values.Find(EnableSetting)) == false);

    /// <summary>A severity by its name or itself; null for any other value.</summary>
    public static AuditSeverity? ToSeverity(object? value) => value?.ToString()?.Trim().ToUpperInvariant() switch
    {
        "INFORMATION" => AuditSeverity.Information,
        "WARNING" => AuditSeverity.Warning,
        "ERROR" => AuditSeverity.Error,
        _ => null,
    };

    /// <summary>The error for a name or pattern that fits no rule; it suggests the closest name.</summary>
    public static AuditSettingsException UnknownRule(string name, IEnumerable<string> names) =>
        new($"Unknown rule '{PlainText.Clean(name, 100)}'. {ClosestName.Suggest(name, names)}");

    private static bool MatchesAny(IEnumerable<string> patterns, string name) => patterns.Any(pattern => NamePattern.Matches(pattern, name));

    private static bool IsEnabled(Rule rule, AuditSettings settings)
    {
        if (!IsIncluded(settings, rule.Name))
        {
            return false;
        }

        bool isEnabled = rule.IsEnabledBySetting == true;
        bool isNamed = isEnabled || settings.IncludeRules.Contains(rule.Name, StringComparer.OrdinalIgnoreCase);
        if (rule.LackingSetting is string setting)
        {
            return isNamed ? throw new AuditSettingsException($"The rule '{rule.Name}' needs the setting '{setting}', such as @{{ Rules = @{{ {rule.Name} = @{{ {setting} = 'name' }} }} }}.") : false;
        }

        return settings.IncludeRules.Count > 0 || isEnabled || rule.IsEnabledByDefault;
    }

    private static void Assign(Rule rule, PropertyBag values)
    {
        foreach (KeyValuePair<string, object?> value in values)
        {
            if (value.Key.Equals(EnableSetting, StringComparison.OrdinalIgnoreCase))
            {
                rule.IsEnabledBySetting = SettingValue.ToBoolean(value.Value) ?? throw RuleSetting.WrongValue(rule.Name, EnableSetting, "true or false", value.Value);
            }
            else if (value.Key.Equals(SeveritySetting, StringComparison.OrdinalIgnoreCase))
            {
                rule.SeverityOverride = ToSeverity(value.Value) ?? throw RuleSetting.WrongValue(rule.Name, SeveritySetting, "Information, Warning or Error", value.Value);
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

    private static void CheckNames(IEnumerable<string> patterns, string[] names)
    {
        foreach (string pattern in patterns)
        {
            if (!names.Any(name => NamePattern.Matches(pattern, name)))
            {
                throw UnknownRule(pattern, names);
            }
        }
    }
}
