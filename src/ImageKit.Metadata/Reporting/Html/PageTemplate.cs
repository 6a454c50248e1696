using System.Net;
using System.Text.RegularExpressions;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// An HTML file with places for values: <c>{{name}}</c> is a text, which is always encoded; <c>{{#name}} … {{/name}}</c> is
/// written once for true or a set of values, and once per item of a list; <c>{{^name}} … {{/name}}</c> is written for false,
/// null and an empty list; <c>{{&amp;name}}</c> is style or script of this assembly, which is written as it is.
/// </summary>
internal sealed class PageTemplate
{
    private static readonly Regex Tag = new(@"\{\{([#^/&]?)(\w+)\}\}", RegexOptions.CultureInvariant);
    private static readonly Regex LineStart = new(@"(?m)^[ \t]+", RegexOptions.CultureInvariant);
    private static readonly Regex TagLine = new(@"(?m)^(\{\{[#^/]\w+\}\})\n", RegexOptions.CultureInvariant);

    private readonly Node _root = new(string.Empty, Kind.Section, []);

    private PageTemplate(string text)
    {
        Stack<Node> open = new([_root]);
        int position = 0;
        foreach (Match tag in Tag.Matches(text))
        {
            AddText(open.Peek(), text.Substring(position, tag.Index - position));
            position = tag.Index + tag.Length;
            Add(open, tag.Groups[1].Value, tag.Groups[2].Value);
        }

        AddText(open.Peek(), text.Substring(position));
        if (open.Count != 1)
        {
            throw new InvalidOperationException($"The section '{open.Peek().Text}' of the template has no end.");
        }
    }

    private enum Kind
    {
        Text,
        Value,
        Raw,
        Section,
        Inverted,
    }

    /// <summary>Loads a template that is embedded in this assembly.</summary>
    public static PageTemplate Load(string name)
    {
        // Indentation is for the reader of the template, and would be repeated with every row.
        string text = LineStart.Replace(PagePart.Read(name), string.Empty);
        return new PageTemplate(TagLine.Replace(text, "$1"));
    }

    public void Write(TextWriter writer, PageValues values) => WriteChildren(writer, _root, [values]);

    private static void Add(Stack<Node> open, string mark, string name)
    {
        if (mark == "/")
        {
            if (open.Pop().Text != name)
            {
                throw new InvalidOperationException($"The template ends the section '{name}', which is not open.");
            }

            return;
        }

        Node node = new(name, mark switch { "#" => Kind.Section, "^" => Kind.Inverted, "&" => Kind.Raw, _ => Kind.Value }, []);
        open.Peek().Children.Add(node);
        if (node.Kind is Kind.Section or Kind.Inverted)
        {
            open.Push(node);
        }
    }

    private static void AddText(Node parent, string text)
    {
        if (text.Length > 0)
        {
            parent.Children.Add(new Node(text, Kind.Text, []));
        }
    }

    private static void WriteChildren(TextWriter writer, Node parent, List<PageValues> scopes)
    {
        foreach (Node node in parent.Children)
        {
            object? value = node.Kind == Kind.Text ? null : Find(scopes, node.Text);
            switch (node.Kind)
            {
                case Kind.Text:
                    writer.Write(node.Text);
                    break;
                case Kind.Value:
                    writer.Write(WebUtility.HtmlEncode(ReportText.Printable((string?)value)));
                    break;
                case Kind.Raw:
                    writer.Write(((PagePart)value!).Text);
                    break;
                case Kind.Section:
                    WriteSection(writer, node, value, scopes);
                    break;
                default:
                    WriteInverted(writer, node, value, scopes);
                    break;
            }
        }
    }

    private static void WriteSection(TextWriter writer, Node node, object? value, List<PageValues> scopes)
    {
        switch (value)
        {
            case null or false or "":
                break;
            case IEnumerable<PageValues> items:
                foreach (PageValues item in items)
                {
                    WriteChildren(writer, node, [.. scopes, item]);
                }

                break;
            case PageValues values:
                WriteChildren(writer, node, [.. scopes, values]);
                break;
            default:
                WriteChildren(writer, node, scopes);
                break;
        }
    }

    private static void WriteInverted(TextWriter writer, Node node, object? value, List<PageValues> scopes)
    {
        if (value is null or false or "" || (value is IEnumerable<PageValues> items && !items.Any()))
        {
            WriteChildren(writer, node, scopes);
        }
    }

    private static object? Find(List<PageValues> scopes, string name)
    {
        for (int i = scopes.Count - 1; i >= 0; i--)
        {
            if (scopes[i].TryGetValue(name, out object? value))
            {
                return value;
            }
        }

        throw new KeyNotFoundException($"The template needs the value '{name}'.");
    }

    private sealed record Node(string Text, Kind Kind, List<Node> Children);
}
