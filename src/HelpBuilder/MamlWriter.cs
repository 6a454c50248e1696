using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ImageKit.Metadata.HelpBuilder;

/// <summary>Writes pages as MAML, the form that Get-Help reads.</summary>
internal static partial class MamlWriter
{
    private const string DefaultMark = " (Default)";

    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Write(IEnumerable<HelpPage> pages) => new(
        new XElement(
            Help + "helpItems",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XAttribute("schema", "maml"),
            pages.Select(ToCommand)));

    private static XElement ToCommand(HelpPage page)
    {
        HelpParameter[] parameters = page.Parameters;
        string[] name = page.Name.Split('-', 2);
        return new XElement(
            Command + "command",
            new XElement(
                Command + "details",
                new XElement(Command + "name", page.Name),
                ToDescription(page.Synopsis.Paragraphs),
                new XElement(Command + "verb", name[0]),
                new XElement(Command + "noun", name[1])),
            ToDescription(page.Description.Paragraphs),
            new XElement(Command + "syntax", page.Syntax.Select(set => ToSyntax(page.Name, set, parameters))),
            new XElement(Command + "parameters", parameters.Select(parameter => ToParameter(parameter, parameter.Sets[0], parameter.Type, isSyntax: false))),
            new XElement(Command + "inputTypes", page.Inputs.Select(type => ToType("inputType", type))),
            new XElement(Command + "returnValues", page.Outputs.Select(type => ToType("returnValue", type))),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", ToParagraphs(page.Notes.Paragraphs))),
            new XElement(Command + "examples", page.Examples.Select(ToExample)),
            new XElement(Command + "relatedLinks", page.Links.Prepend(("Online Version", page.HelpUri)).Select(ToLink)));
    }

    /// <summary>The parameters in the order of the syntax, with its short names of types.</summary>
    private static XElement ToSyntax(string name, HelpSection set, HelpParameter[] parameters)
    {
        string syntax = set.Blocks.First(block => block.Fence is not null).Text;
        return new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", name),
            from match in SyntaxParameter().Matches(syntax[name.Length..])
            let parameter = parameters.FirstOrDefault(candidate => candidate.Name == match.Groups[1].Value)
            where parameter is not null
            select ToParameter(parameter, parameter.In(set.Title.Replace(DefaultMark, string.Empty)), match.Groups[2].Value, isSyntax: true));
    }

    private static XElement ToParameter(HelpParameter parameter, HelpParameterSet set, string type, bool isSyntax) => new(
        Command + "parameter",
        new XAttribute("required", (isSyntax ? set.IsRequired : parameter.Sets.Any(each => each.IsRequired)) ? "true" : "false"),
        new XAttribute("variableLength", "false"),
        new XAttribute("globbing", parameter.SupportsWildcards ? "true" : "false"),
        new XAttribute("pipelineInput", isSyntax ? set.PipelineInput : Merge(parameter.Sets).PipelineInput),
        new XAttribute("position", set.Position.ToLowerInvariant()),
        new XAttribute("aliases", parameter.Aliases.Length == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        ToDescription(isSyntax ? [] : parameter.Paragraphs),
        parameter.AcceptedValues.Length == 0 || isSyntax ? null : new XElement(
            Command + "parameterValueGroup",
            parameter.AcceptedValues.Select(value => new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value))),
        parameter.IsSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), type),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type)),
        parameter.Default.Length == 0 ? null : new XElement(Dev + "defaultValue", parameter.Default));

    private static HelpParameterSet Merge(HelpParameterSet[] sets) => sets[0] with
    {
        FromPipeline = sets.Any(set => set.FromPipeline),
        FromPropertyName = sets.Any(set => set.FromPropertyName),
    };

    private static XElement ToType(string element, HelpSection type) => new(
        Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Title)),
        ToDescription(type.Paragraphs));

    /// <summary>The first code, as help shows it, is followed by everything else: what it does, its output, further code.</summary>
    private static XElement ToExample(HelpSection example)
    {
        HelpBlock code = example.Blocks.First(block => block.Fence is not null);
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"--------- {example.Title} ---------"),
            new XElement(Maml + "introduction"),
            new XElement(Dev + "code", code.Text),

            // In one paragraph, since the help removes the blanks at the start of each, and with them the columns of a table.
            // Without the empty paragraph the next title would follow on the next line.
            new XElement(Dev + "remarks", ToParagraphs([string.Join("\n\n", example.Blocks.Where(block => block != code).Select(block => block.Text)), string.Empty])));
    }

    private static XElement ToLink((string Text, string Uri) link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Text),
        new XElement(Maml + "uri", link.Uri));

    private static XElement ToDescription(IEnumerable<string> paragraphs) => new(Maml + "description", ToParagraphs(paragraphs));

    private static IEnumerable<XElement> ToParagraphs(IEnumerable<string> paragraphs) => paragraphs.Select(text => new XElement(Maml + "para", text));

    [GeneratedRegex(@"-([A-Z]\w*)\]?(?: <([^>]+)>)?")]
    private static partial Regex SyntaxParameter();
}
