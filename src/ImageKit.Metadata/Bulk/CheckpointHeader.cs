using System.Security.Cryptography;
using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// The first line of a checkpoint file: what it is, and whose. The account is a salted hash, from which the key cannot be
/// found, so that a run with another account's key is refused before it mixes the two.
/// </summary>
/// <param name="Account">The hash.</param>
/// <param name="Salt">What was hashed with the key.</param>
/// <param name="Api">The address that was asked.</param>
internal sealed record CheckpointHeader(string Account, string Salt, string Api)
{
    private const string Kind = "ImageKit.Metadata";
    private const int Version = 1;

    private static ReadOnlySpan<byte> Beginning => "{\"checkpoint\":\"ImageKit.Metadata\""u8;

    public static CheckpointHeader Create(ImageKitClient client)
    {
        byte[] salt = new byte[16];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
        {
            random.GetBytes(salt);
        }

        string text = Convert.ToBase64String(salt);
        return new CheckpointHeader(client.IdentifyAccount(text), text, client.ApiBaseUri.AbsoluteUri);
    }

    /// <returns>Null if the line is no header of a checkpoint file.</returns>
    public static CheckpointHeader? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            Utf8JsonReader reader = new(line.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            PropertyBag fields = JsonValueReader.ReadObject(ref reader);

            // Lines that an editor joined would follow: reading on proves that nothing does.
            return !reader.Read() && TagValue.ToText(fields, "checkpoint") == Kind && TagValue.ToInt64(fields, "version") == Version
                && fields["account"] is string account && fields["salt"] is string salt && fields["api"] is string api
                ? new CheckpointHeader(account, salt, api)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Why a file is not a checkpoint file; without a full stop.</summary>
    public static string InvalidHeaderMessage(string path, ReadOnlyMemory<byte> line) =>
        line.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? $"'{path}' is text in UTF-16, and a checkpoint file is in UTF-8"
            : line.Span.StartsWith(Beginning) ? $"'{path}' is a checkpoint file of this module whose first line was changed"
            : $"'{path}' is not a checkpoint file of this module";

    /// <summary>Whether this is the beginning of a header, cut off by a kill, and nothing else.</summary>
    public static bool IsTorn(ReadOnlyMemory<byte> line)
    {
        int length = Math.Min(line.Length, Beginning.Length);
        int end = line.Span.IndexOf((byte)'}');
        return line.Span.Slice(0, length).SequenceEqual(Beginning.Slice(0, length)) && (end < 0 || end == line.Length - 1);
    }

    /// <summary>Whether the file belongs to this client's account.</summary>
    public bool IsOf(ImageKitClient client) => Account == client.IdentifyAccount(Salt) && Api == client.ApiBaseUri.AbsoluteUri;

    /// <summary>The line, with its end.</summary>
    public byte[] ToLine()
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            writer.WriteString("checkpoint", Kind);
            writer.WriteNumber("version", Version);
            writer.WriteString("account", Account);
            writer.WriteString("salt", Salt);
            writer.WriteString("api", Api);
            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }
}
