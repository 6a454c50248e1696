using System.Text;

namespace ImageKit.Metadata.Emulator;

/// <summary>Answers a request in one of the wrong ways.</summary>
/// <param name="redirectTarget">Where redirects point.</param>
/// <param name="stopping">Set when the emulator stops, so that a stalled answer does not hold it up.</param>
internal sealed class FaultSender(Uri redirectTarget, CancellationToken stopping)
{
    private const int HugeLength = 100_000_000;
    private const int NestedDepth = 20_000;

    private static readonly ApiAnswer Gateway = ApiAnswer.Page(
        502, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");

    private static readonly ApiAnswer SignIn = ApiAnswer.Page(
        200, "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in to the guest network</h1></body></html>\n");

    private static readonly ApiAnswer Nested = ApiAnswer.Ok(Encoding.ASCII.GetBytes(
        "{\"exif\":{\"makernote\":" + new string('[', NestedDepth) + new string(']', NestedDepth) + "}}"));

    private static readonly byte[] Unknown = Encoding.ASCII.GetBytes(
        ",\"mimeType\":\"image/jpeg\",\"colorSpace\":\"srgb\",\"frames\":1,\"dominantColors\":[\"#102030\",\"#405060\"],\"c2pa\":{\"verified\":null}}");

    /// <summary>The status a kind is answered with; 0 when none is sent.</summary>
    public static int StatusOf(FaultKind kind) => kind switch
    {
        FaultKind.InternalError => 500,
        FaultKind.ServiceUnavailable => 503,
        FaultKind.BadGateway => 502,
        FaultKind.TooManyRequests => 429,
        FaultKind.Redirect => 302,
        FaultKind.NotFound => 404,
        FaultKind.Reset or FaultKind.StallBeforeHeaders => 0,
        _ => 200,
    };

    /// <summary>Sends the wrong answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fault">What happens.</param>
    /// <param name="usual">What would have been answered; used where the fault spoils a good answer.</param>
    public async Task SendAsync(HttpContext context, Fault fault, ApiAnswer usual)
    {
        HttpResponse response = context.Response;
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        switch (fault.Kind)
        {
            case FaultKind.InternalError:
                SetRetryAfter(response, fault);
                await response.SendAsync(ApiError.InternalError);
                break;
            case FaultKind.ServiceUnavailable:
                SetRetryAfter(response, fault);
                await response.SendAsync(ApiError.ServiceUnavailable);
                break;
            case FaultKind.BadGateway:
                SetRetryAfter(response, fault);
                await response.SendAsync(Gateway);
                break;
            case FaultKind.TooManyRequests:
                SetRetryAfter(response, fault);
                SetRateLimit(response, fault);
                await response.SendAsync(ApiError.TooManyRequests);
                break;
            case FaultKind.Reset:
                context.Abort();
                break;
            case FaultKind.Stall:
                await StartAsync(response, usual, gone.Token);
                await Task.Delay(Timeout.Infinite, gone.Token);
                break;
            case FaultKind.StallBeforeHeaders:
                await Task.Delay(Timeout.Infinite, gone.Token);
                break;
            case FaultKind.CutOff:
                // Returning with less than was announced makes the server send what there is, and then hang up.
                response.Headers.Connection = "close";
                await StartAsync(response, usual, gone.Token);
                break;
            case FaultKind.Html:
                await response.SendAsync(SignIn);
                break;
            case FaultKind.EmptyBody:
                await response.SendAsync(ApiAnswer.Ok(Array.Empty<byte>()));
                break;
            case FaultKind.Huge:
                await SendHugeAsync(response, gone.Token);
                break;
            case FaultKind.Nested:
                await response.SendAsync(Nested);
                break;
            case FaultKind.Redirect:
                response.Headers.Location = redirectTarget.AbsoluteUri;
                await response.SendAsync(new ApiAnswer(302, Array.Empty<byte>(), ApiAnswer.Html));
                break;
            case FaultKind.NotFound:
                await response.SendAsync(ApiError.FileNotFound);
                break;
            case FaultKind.WrongShape:
                byte[] array = [(byte)'[', .. usual.Body.Span, (byte)']'];
                await response.SendAsync(ApiAnswer.Ok(array));
                break;
            case FaultKind.UnknownFields:
                await response.SendAsync(WithUnknownFields(usual));
                break;
            default:
                await DribbleAsync(response, usual, gone.Token);
                break;
        }
    }

    private static void SetRetryAfter(HttpResponse response, Fault fault)
    {
        if (fault.RetryAfter is TimeSpan wait)
        {
            response.Headers.RetryAfter = RateLimitHeaderWriter.WholeSeconds(wait);
        }
    }

    private static void SetRateLimit(HttpResponse response, Fault fault)
    {
        if (!fault.OmitRateLimitHeaders)
        {
            TimeSpan wait = fault.RetryAfter ?? TimeSpan.FromSeconds(1);
            RateLimitHeaderWriter.Write(response, limit: 10, reset: wait, interval: wait);
        }
    }

    private static async Task StartAsync(HttpResponse response, ApiAnswer usual, CancellationToken gone)
    {
        response.StatusCode = 200;
        response.ContentType = ApiAnswer.Json;
        response.ContentLength = usual.Body.Length;
        await response.BodyWriter.WriteAsync(usual.Body[..(usual.Body.Length / 2)], gone);
    }

    private static async Task DribbleAsync(HttpResponse response, ApiAnswer usual, CancellationToken gone)
    {
        response.StatusCode = 200;
        response.ContentType = ApiAnswer.Json;
        response.ContentLength = usual.Body.Length;
        for (int i = 0; i < usual.Body.Length; i++)
        {
            await response.BodyWriter.WriteAsync(usual.Body.Slice(i, 1), gone);
            await Task.Delay(100, gone);
        }
    }

    private static async Task SendHugeAsync(HttpResponse response, CancellationToken gone)
    {
        byte[] opening = "{\"exif\":{\"makernote\":{\"blob\":\""u8.ToArray();
        byte[] filling = new byte[65_536];
        Array.Fill(filling, (byte)'A');

        response.StatusCode = 200;
        response.ContentType = ApiAnswer.Json;
        await response.BodyWriter.WriteAsync(opening, gone);
        for (int sent = 0; sent < HugeLength; sent += filling.Length)
        {
            await response.BodyWriter.WriteAsync(filling, gone);
        }

        await response.BodyWriter.WriteAsync("\"}}}"u8.ToArray(), gone);
    }

    private static ApiAnswer WithUnknownFields(ApiAnswer usual)
    {
        ReadOnlySpan<byte> body = usual.Body.Span.TrimEnd(" \r\n"u8);
        return body is [(byte)'{', .., (byte)'}']
            ? ApiAnswer.Ok((byte[])[.. body[..^1], .. Unknown])
            : usual;
    }
}
