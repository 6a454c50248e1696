using System.Buffers.Text;
using System.Text;

namespace ImageKit.Metadata.Text;

/// <summary>
/// Removes secrets from what comes from below (the runtime, a proxy, the service) before it becomes an error, a line of a file
/// or a log: user names and passwords in URLs, and the private key, plain, percent-encoded or in Base64.
/// </summary>
internal sealed class Redactor
{
    private const string Mark = "…";

    // A shorter text is not a key, and would be found in ordinary words.
    private const int ShortestSecret = 8;

    private static readonly char[] AuthorityEnds = ['/', '\\', '?', '#', '\'', '"', '<', '>', '\r', '\n'];
    private static readonly char[] TextEnds = ['\'', '"', '<', '>', '\r', '\n'];

    private readonly string[] _secrets;

    // The secrets as bytes, each with the beginning of it that JSON never escapes: what a body is searched for.
    private readonly (byte[] Bytes, byte[] Beginning)[] _encoded;

    public Redactor(string privateKey)
    {
        byte[] key = Encoding.UTF8.GetBytes(privateKey);

        // In Base64 the key begins the same way whatever follows it: a colon, a password, nothing.
        string base64 = Convert.ToBase64String(key, 0, key.Length - (key.Length % 3));
        _secrets = [.. new[] { privateKey, Uri.EscapeDataString(privateKey), base64 }.Where(secret => secret.Length >= ShortestSecret).Distinct()];
        _encoded = [.. _secrets.Select(secret => (Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(secret.Substring(0, PlainLength(secret)))))];
    }

    /// <summary>Returns the text without user names and passwords in the URLs that it contains.</summary>
    public static string RemoveUserInfo(string text)
    {
        int start = IndexAfterScheme(text, 0);
        while (start >= 0)
        {
            int at = FindUserInfoEnd(text, start);
            if (at > start)
            {
                text = text.Remove(start, at - start).Insert(start, Mark);
            }

            start = IndexAfterScheme(text, start);
        }

        return text;
    }

    /// <summary>Returns the text without any secret.</summary>
    public string Clean(string text)
    {
        foreach (string secret in _secrets)
        {
            for (int start = text.IndexOf(secret, StringComparison.Ordinal); start >= 0; start = text.IndexOf(secret, StringComparison.Ordinal))
            {
                int end = start + secret.Length;
                while (end < text.Length && IsBase64(text[end]))
                {
                    end++;
                }

                text = text.Remove(start, end - start).Insert(start, Mark);
            }
        }

        return RemoveUserInfo(text);
    }

    /// <summary>Whether the text contains a secret.</summary>
    public bool HasSecret(string text) => Clean(text) != text;

    /// <summary>
    /// Returns the body of a response without the private key: a service may echo the header that it received. JSON may escape
    /// the slash, the plus and the equals sign of a key (<c>\/</c>, <c>\u002b</c>).
    /// </summary>
    public ReadOnlyMemory<byte> Clean(ReadOnlyMemory<byte> body)
    {
        byte[]? copy = null;
        foreach ((byte[] secret, byte[] beginning) in _encoded)
        {
            for (int at = 0; body.Span.Slice(at).IndexOf(beginning) is int found and >= 0; at++)
            {
                at += found;
                int end = FindEnd(body.Span, at, secret);
                if (end < 0)
                {
                    continue;
                }

                if (copy is null)
                {
                    body = copy = body.ToArray();
                }

                copy.AsSpan(at, end - at).Fill((byte)'*');
            }
        }

        return body;
    }

    /// <summary>Returns the length of the beginning of a text that JSON does not escape, at least one character.</summary>
    private static int PlainLength(string text) => 1 + text.Skip(1).TakeWhile(c => char.IsLetterOrDigit(c) || c == '_').Count();

    /// <summary>Returns the index behind the secret that begins here, and behind the Base64 that continues it; -1 if there is none.</summary>
    private static int FindEnd(ReadOnlySpan<byte> body, int index, byte[] secret)
    {
        foreach (byte character in secret)
        {
            if (index == body.Length || ReadCharacter(body.Slice(index), out int length) != character)
            {
                return -1;
            }

            index += length;
        }

        while (index < body.Length && IsBase64(ReadCharacter(body.Slice(index), out int length)))
        {
            index += length;
        }

        return index;
    }

    private static char ReadCharacter(ReadOnlySpan<byte> text, out int length)
    {
        const int escapeLength = 6;
        if (text.Length >= escapeLength && text[0] == '\\' && text[1] == 'u' && Utf8Parser.TryParse(text.Slice(2, 4), out ushort code, out int digits, 'x') && digits == 4)
        {
            length = escapeLength;
            return (char)code;
        }

        length = text.Length > 1 && text[0] == '\\' && text[1] == '/' ? 2 : 1;
        return (char)text[length - 1];
    }

    private static int IndexAfterScheme(string text, int from)
    {
        for (int colon = text.IndexOf(':', from); colon >= 0; colon = text.IndexOf(':', colon + 1))
        {
            int start = colon + 1;
            while (start < text.Length && text[start] is '/' or '\\')
            {
                start++;
            }

            if (start - colon > 2)
            {
                return start;
            }
        }

        return -1;
    }

    /// <summary>Returns the index of the <c>@</c> that ends the user information at the start of an authority; -1 if there is none.</summary>
    private static int FindUserInfoEnd(string text, int start)
    {
        int end = text.IndexOfAny(AuthorityEnds, start);
        end = end < 0 ? text.Length : end;
        int at = end > start ? text.LastIndexOf('@', end - 1, end - start) : -1;
        int colon = end > start ? text.IndexOf(':', start, end - start) : -1;
        if (at >= 0 || colon < 0 || IsPort(text.Substring(colon + 1, end - colon - 1)))
        {
            return at;
        }

        // A password with a slash in it: what looks like the port is its beginning.
        end = text.IndexOfAny(TextEnds, start);
        end = end < 0 ? text.Length : end;
        return text.LastIndexOf('@', end - 1, end - start);
    }

    private static bool IsPort(string text) => text.All(c => c is >= '0' and <= '9');

    private static bool IsBase64(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/' or '=';
}
