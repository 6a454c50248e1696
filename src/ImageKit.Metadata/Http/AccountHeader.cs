using System.Security.Cryptography;
using System.Text;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Http;

/// <summary>
/// The first line of a file that belongs to one account: a checkpoint or a journal. The account is a salted hash that does not
/// reveal the key, so that a run with the key of another account is refused. The name of the first property is the kind of file.
/// </summary>
internal sealed record AccountHeader(string Kind, string Account, string Salt, string Api)
{
    private const string Module = "ImageKit.Metadata";
    private const int Version = 1;

    public static AccountHeader Create(string kind, ImageKitClient client)
    {
        byte[] salt = new byte[16];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
        {
            random.GetBytes(salt);
        }

        string text = Convert.ToBase64String(salt);
        return new AccountHeader(kind, client.IdentifyAccount(text), text, client.ApiBaseUri.AbsoluteUri);
    }

    /// <returns>Null if the line is not the header of such a file.</returns>
    public static AccountHeader? TryParse(string kind, ReadOnlyMemory<byte> line)
    {
        return JsonValueReader.TryReadLine(line.Span) is PropertyBag fields
            && TagValue.ToText(fields, kind) == Module && TagValue.ToInt64(fields, "version") == Version
            && fields.Find("account") is string account && fields.Find("salt") is string salt && fields.Find("api") is string api
            ? new AccountHeader(kind, account, salt, api)
            : null;
    }

    /// <summary>Whether a line has the beginning of such a header.</summary>
    public static bool Begins(string kind, ReadOnlyMemory<byte> line) => line.Span.StartsWith(Beginning(kind));

    /// <summary>Whether this is the beginning of a header, cut off by a kill, and nothing else.</summary>
    public static bool IsTorn(string kind, ReadOnlyMemory<byte> line)
    {
        ReadOnlySpan<byte> beginning = Beginning(kind);
        int length = Math.Min(line.Length, beginning.Length);
        int end = line.Span.IndexOf((byte)'}');
        return line.Span.Slice(0, length).SequenceEqual(beginning.Slice(0, length)) && (end < 0 || end == line.Length - 1);
    }

    /// <summary>Whether the file belongs to this client's account.</summary>
    public bool IsOf(ImageKitClient client) => Account == client.IdentifyAccount(Salt) && Api == client.ApiBaseUri.AbsoluteUri;

    /// <summary>The line, with its end.</summary>
    public byte[] ToLine() => JsonValueWriter.WriteLine(json =>
    {
        json.WriteString(Kind, Module);
        json.WriteNumber("version", Version);
        json.WriteString("account", Account);
        json.WriteString("salt", Salt);
        json.WriteString("api", Api);
    });

    private static byte[] Beginning(string kind) => Encoding.UTF8.GetBytes($"{{\"{kind}\":\"{Module}\"");
}
