using System.Xml.Linq;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>One cmdlet in the MAML file.</summary>
internal sealed class MamlCommand(XElement command)
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public string Name => Details.Element(Command + "name")!.Value;

    public string Synopsis => TextOf(Details);

    public string Description => TextOf(command);

    public string Notes => Words(command.Element(Maml + "alertSet")!);

    /// <summary>The parameters of each set, in the order of the pages.</summary>
    public IReadOnlyList<string[]> Syntax =>
        [.. command.Element(Command + "syntax")!.Elements().Select(set => set.Elements(Command + "parameter").Select(NameOf).Order(StringComparer.Ordinal).ToArray())];

    public IReadOnlyList<MamlParameter> Parameters => [.. command.Element(Command + "parameters")!.Elements().Select(parameter => new MamlParameter(
        NameOf(parameter),
        parameter.Element(Dev + "type")!.Element(Maml + "name")!.Value,
        parameter.Attribute("required")!.Value == "true",
        parameter.Attribute("position")!.Value,
        parameter.Attribute("pipelineInput")!.Value,
        parameter.Attribute("globbing")!.Value == "true",
        parameter.Attribute("aliases")!.Value,
        Join(parameter.Element(Command + "parameterValueGroup")?.Elements().Select(value => value.Value)),
        parameter.Element(Dev + "defaultValue")?.Value ?? "",
        TextOf(parameter)))];

    /// <summary>The title, the code, and what follows it.</summary>
    public IReadOnlyList<(string Title, string Code, string Remarks)> Examples =>
        [.. command.Element(Command + "examples")!.Elements().Select(example =>
            (example.Element(Maml + "title")!.Value.Trim(' ', '-'), example.Element(Dev + "code")!.Value, Words(example.Element(Dev + "remarks")!)))];

    public IReadOnlyList<(string Type, string Text)> Inputs => Types("inputTypes");

    public IReadOnlyList<(string Type, string Text)> Outputs => Types("returnValues");

    public IReadOnlyList<(string Text, string Uri)> Links =>
        [.. command.Element(Command + "relatedLinks")!.Elements().Select(link => (link.Element(Maml + "linkText")!.Value, link.Element(Maml + "uri")!.Value))];

    private XElement Details => command.Element(Command + "details")!;

    private static string NameOf(XElement parameter) => parameter.Element(Maml + "name")!.Value;

    private static string TextOf(XElement described) => Words(described.Element(Maml + "description")!);

    private static string Words(XElement paragraphs) => HelpText.Words(string.Join('\n', paragraphs.Descendants(Maml + "para").Select(paragraph => paragraph.Value)));

    private static string Join(IEnumerable<string>? values) => string.Join('\n', values ?? []);

    private (string Type, string Text)[] Types(string list) =>
        [.. command.Element(Command + list)!.Elements().Select(type => (type.Element(Dev + "type")!.Element(Maml + "name")!.Value, TextOf(type)))];
}
