using System.Text;
using System.Xml;
using System.Xml.Linq;
using ImageKit.Metadata.HelpBuilder;

// HelpBuilder <folder of the pages> <help file to write>
if (args is not [string folder, string output])
{
    Console.Error.WriteLine("Usage: HelpBuilder <folder of the pages> <help file to write>");
    return 2;
}

string name = Path.GetFileName(output);
HelpPage[] pages = [.. Directory.GetFiles(folder, "*-*.md")
    .Order(StringComparer.Ordinal)
    .Select(HelpPage.Read)
    .Where(page => page.HelpFile == name)];
XDocument maml = MamlWriter.Write(pages);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
using XmlWriter writer = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
maml.Save(writer);
return 0;
