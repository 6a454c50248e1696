using System.Buffers;
using System.Globalization;
using System.IO.Compression;

namespace ImageKit.Metadata.Emulator;

/// <summary>Puts an answer on the wire.</summary>
internal static class ApiAnswerSending
{
    public static async ValueTask SendAsync(this HttpResponse response, ApiAnswer answer, bool compress = false)
    {
        ReadOnlyMemory<byte> body = answer.Body;
        if (compress)
        {
            body = Compressed(response, body);
        }

        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = body.Length;
        if (answer.Status == 200)
        {
            response.Headers.ETag = string.Create(
                CultureInfo.InvariantCulture, $"W/\"{answer.Body.Length:x}-{StableHash.Of(answer.Body.Span):x16}\"");
        }

        if (body.Length > 0)
        {
            await response.BodyWriter.WriteAsync(body);
        }
    }

    private static ReadOnlyMemory<byte> Compressed(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        response.Headers.Vary = "Accept-Encoding";
        string accepted = response.HttpContext.Request.Headers.AcceptEncoding.ToString();
        string? encoding = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? "br"
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? "gzip"
            : null;
        if (encoding is null || body.IsEmpty)
        {
            return body;
        }

        using MemoryStream target = new();
        using (Stream packer = encoding == "br"
            ? new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            packer.Write(body.Span);
        }

        response.Headers.ContentEncoding = encoding;
        return target.ToArray();
    }
}
