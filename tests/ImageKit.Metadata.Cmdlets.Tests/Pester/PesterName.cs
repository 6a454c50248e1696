using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>Expands the templates in a name and writes values as Pester does.</summary>
internal static partial class PesterName
{
    /// <summary>Replaces each &lt;template&gt;; a backtick keeps an angle bracket as it is.</summary>
    public static string Expand(string name, IReadOnlyDictionary<string, object?> variables, Func<string, object?> evaluate) =>
        Template().Replace(name, match =>
        {
            if (!match.Groups["template"].Success)
            {
                return match.Groups["literal"].Value;
            }

            // Pester expands during the run and so knows the variables of BeforeAll as well. Names are needed
            // before the run here, so a template that is not made of the cases' data is refused, not left blank.
            string template = match.Groups["template"].Value;
            string variable = VariableName().Match(template).Value;
            if (!variables.ContainsKey(variable))
            {
                throw new PSNotSupportedException($"The template <{template}> in the name '{name}' is no part of -ForEach. Escape it as `<{template}`> if it is plain text.");
            }

            object? value = evaluate(template);
            return value is string text ? text : Format(value);
        });

    /// <summary>A value in a name or in a message.</summary>
    public static string Format(object? value)
    {
        object? bare = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return bare switch
        {
            null => "$null",
            "" => "<empty>",
            string text => $"'{text}'",
            bool truth => truth ? "$true" : "$false",
            DateTime time => time.ToString("o", CultureInfo.InvariantCulture),
            Type type => $"[{type}]",
            ScriptBlock block => $"{{{block}}}",
            IDictionary dictionary => "@{" + string.Join("; ", dictionary.Keys.Cast<object>().Select(key => $"{key}={Format(dictionary[key])}")) + "}",
            IEnumerable items when items is not PSObject => "@(" + string.Join(", ", items.Cast<object?>().Select(Format)) + ")",
            _ => LanguagePrimitives.ConvertTo<string>(bare),
        };
    }

    [GeneratedRegex("(?<!`)<(?<template>[^>`]+)>|`(?<literal>[<>])")]
    private static partial Regex Template();

    [GeneratedRegex(@"^\w+")]
    private static partial Regex VariableName();
}
