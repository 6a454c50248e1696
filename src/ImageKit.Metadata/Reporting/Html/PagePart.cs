using System.Security.Cryptography;
using System.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Style or script of the page, with the hash by which the page's policy allows it.</summary>
internal sealed class PagePart
{
    private PagePart(string text)
    {
        Text = text;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        Source = $"'sha256-{Convert.ToBase64String(hash.GetHashAndReset())}'";
    }

    public static PagePart Style { get; } = new(Read("report.css"));

    public static PagePart Script { get; } = new(Read("report.js"));

    public string Text { get; }

    /// <summary>The source expression for the policy.</summary>
    public string Source { get; }

    /// <summary>Reads a file that is embedded in this assembly.</summary>
    public static string Read(string name)
    {
        using Stream resource = typeof(PagePart).Assembly.GetManifestResourceStream("ImageKit.Metadata.Page." + name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        using StreamReader reader = new(resource, Encoding.UTF8);

        // A browser reads each line end as one character, and hashes what it read.
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
