using System.Collections;
using System.Management.Automation.Language;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Binding;

/// <summary>
/// Reads <c>-Settings</c>: a hashtable, or a <c>.psd1</c> file. A file is data: nothing in it runs while it is read, and
/// variables, commands and expressions are refused. The one exception are the script blocks of custom rules, which
/// are not run while reading, and run once for each image.
/// </summary>
internal static class AuditSettingsReader
{
    private const string ScriptEntry = "Script";
    private const string EnableEntry = "Enable";
    private static readonly string[] Entries = ["IncludeRules", "ExcludeRules", "Severity", "Rules"];
    private static readonly string[] CustomRuleEntries = [ScriptEntry, "Severity", "Description", "Recommendation", EnableEntry];

    /// <exception cref="AuditSettingsException">The file cannot be read, or its table is not valid.</exception>
    public static AuditSettings ReadFile(string path, Action<string> writeWarning)
    {
        if (!File.Exists(path))
        {
            throw new AuditSettingsException(Directory.Exists(path) ? $"'{path}' is a folder, not a settings file." : $"The file '{path}' does not exist.", new FileNotFoundException(null, path));
        }

        HashtableAst table = FindTable(path);
        return Read((IDictionary)ReadValue(table, path)!, writeWarning);
    }

    /// <exception cref="AuditSettingsException">The table is not valid.</exception>
    public static AuditSettings Read(IDictionary table, Action<string> writeWarning)
    {
        AuditSettings settings = new();
        foreach (DictionaryEntry entry in table)
        {
            string name = entry.Key.ToString() ?? string.Empty;
            object? value = Unwrap(entry.Value);
            switch (Entries.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                case "IncludeRules":
                    settings.IncludeRules = Texts(name, value);
                    break;
                case "ExcludeRules":
                    settings.ExcludeRules = Texts(name, value);
                    break;
                case "Severity":
                    settings.Severity = [.. Texts(name, value).Select(text => RuleSelection.ToSeverity(text)
                        ?? throw new AuditSettingsException($"'{PlainText.Clean(text, 100)}' is not a valid severity. Use Information, Warning or Error."))];
                    break;
                case "Rules":
                    ReadRules(settings, value as IDictionary ?? throw new AuditSettingsException("'Rules' must be a table of rules, such as @{ OversizedFile = @{ MaximumBytes = 2MB } }."), writeWarning);
                    break;
                default:
                    throw new AuditSettingsException($"The settings have an unknown entry '{PlainText.Clean(name, 100)}'. {ClosestName.Suggest(name, Entries)}");
            }
        }

        return settings;
    }

    private static void ReadRules(AuditSettings settings, IDictionary rules, Action<string> writeWarning)
    {
        foreach (DictionaryEntry entry in rules)
        {
            string name = entry.Key.ToString() ?? string.Empty;
            switch (Unwrap(entry.Value))
            {
                case ScriptBlock script:
                    settings.CustomRules.Add(CreateRule(name, script, writeWarning));
                    break;
                case IDictionary values when values.Keys.Cast<object>().Any(key => ScriptEntry.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)):
                    PropertyBag custom = Bag(values);
                    settings.CustomRules.Add(ReadCustomRule(name, custom, writeWarning));
                    if (custom.TryGetValue(EnableEntry, out object? enable))
                    {
                        settings.Rules[name] = new PropertyBag { [EnableEntry] = enable };
                    }

                    break;
                case IDictionary values:
                    settings.Rules[name] = Bag(values);
                    break;
                default:
                    throw new AuditSettingsException($"The rule '{PlainText.Clean(name, 100)}' must have a table of settings, or a script block if it is a custom rule.");
            }
        }
    }

    private static CustomAuditRule ReadCustomRule(string name, PropertyBag bag, Action<string> writeWarning)
    {
        foreach (string key in bag.Keys.Where(key => !CustomRuleEntries.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            throw new AuditSettingsException($"The custom rule '{name}' has an unknown entry '{PlainText.Clean(key, 100)}'. {ClosestName.Suggest(key, CustomRuleEntries)}");
        }

        ScriptBlock script = bag[ScriptEntry] as ScriptBlock
            ?? throw new AuditSettingsException($"The entry 'Script' of the custom rule '{name}' must be a script block.");
        CustomAuditRule rule = CreateRule(name, script, writeWarning);
        rule.Description = bag.Find("Description")?.ToString();
        rule.Recommendation = bag.Find("Recommendation")?.ToString();
        if (bag.TryGetValue("Severity", out object? severity))
        {
            rule.Severity = RuleSelection.ToSeverity(severity)
                ?? throw new AuditSettingsException($"The severity of the custom rule '{name}' must be Information, Warning or Error.");
        }

        return rule;
    }

    private static CustomAuditRule CreateRule(string name, ScriptBlock script, Action<string> writeWarning)
    {
        ScriptBlockCheck check = new(PlainText.Clean(name, 100), script, writeWarning);
        return new CustomAuditRule(name, check.Run) { Needs = check.Needs };
    }

    private static PropertyBag Bag(IDictionary values)
    {
        PropertyBag bag = new();
        foreach (DictionaryEntry entry in values)
        {
            bag[entry.Key.ToString() ?? string.Empty] = Unwrap(entry.Value) switch
            {
                IDictionary table => Bag(table),
                IEnumerable list and not string => list.Cast<object?>().Select(Unwrap).ToArray(),
                object value => value,
                null => null,
            };
        }

        return bag;
    }

    private static string[] Texts(string name, object? value) => value switch
    {
        string text => [text],
        IEnumerable list and not IDictionary => [.. list.Cast<object?>().Select(item => Unwrap(item)?.ToString() ?? string.Empty)],
        null => [],
        _ => value is Enum ? [value.ToString()!] : throw new AuditSettingsException($"'{name}' must be a list of names."),
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static HashtableAst FindTable(string path)
    {
        ScriptBlockAst file = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors.Length > 0)
        {
            throw new AuditSettingsException($"The settings '{path}' cannot be read: {errors[0].Message} (line {errors[0].Extent.StartLineNumber}).");
        }

        return file.EndBlock?.Statements is [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: HashtableAst table }] }]
            ? table
            : throw new AuditSettingsException($"The settings '{path}' must be one hashtable: @{{ … }}.");
    }

    private static object? ReadValue(Ast value, string path)
    {
        switch (value)
        {
            case PipelineAst { PipelineElements: [CommandExpressionAst { Expression: ExpressionAst expression }] }:
                return ReadValue(expression, path);
            case ScriptBlockExpressionAst block:
                return block.ScriptBlock.GetScriptBlock();
            case HashtableAst table:
                Hashtable entries = new(StringComparer.OrdinalIgnoreCase);
                foreach (Tuple<ExpressionAst, StatementAst> entry in table.KeyValuePairs)
                {
                    object key = ReadConstant(entry.Item1, path) ?? string.Empty;
                    if (entries.ContainsKey(key))
                    {
                        throw Refused(entry.Item1, path, "is there twice");
                    }

                    entries[key] = ReadValue(entry.Item2, path);
                }

                return entries;
            default:
                return ReadConstant(value, path);
        }
    }

    private static object? ReadConstant(Ast value, string path)
    {
        try
        {
            return value.SafeGetValue();
        }
        catch (InvalidOperationException)
        {
            throw Refused(value, path, "is not data");
        }
    }

    private static AuditSettingsException Refused(Ast value, string path, string why) =>
        new($"The settings '{path}' are read as data, and '{PlainText.Clean(value.Extent.Text, 60)}' in line {value.Extent.StartLineNumber} {why}.");
}
