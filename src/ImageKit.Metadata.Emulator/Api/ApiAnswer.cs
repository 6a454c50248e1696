using System.Text;

namespace ImageKit.Metadata.Emulator;

/// <summary>A status and a finished body.</summary>
internal readonly record struct ApiAnswer(int Status, ReadOnlyMemory<byte> Body, string ContentType = ApiAnswer.Json)
{
    public const string Json = "application/json; charset=utf-8";
    public const string Html = "text/html; charset=utf-8";

    public static ApiAnswer Ok(ReadOnlyMemory<byte> body) => new(200, body);

    public static ApiAnswer Page(int status, string html) => new(status, Encoding.UTF8.GetBytes(html), Html);
}
