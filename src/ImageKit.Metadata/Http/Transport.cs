using System.Net;
using System.Security.Authentication;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Http;

/// <summary>Sends one attempt and reads its whole answer within the time it has.</summary>
internal sealed class Transport : IDisposable
{
    /// <summary>No metadata is anywhere near this large: what is, is something else.</summary>
    internal const int MaximumBodySize = 16 * 1024 * 1024;

    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _baseUri;
    private readonly string _userAgent;
    private volatile bool _isDisposed;

    public Transport(string privateKey, ImageKitClientOptions options)
    {
        // Without its last slash the last segment would be replaced, not kept.
        _baseUri = new Uri(options.ApiBaseUri.AbsoluteUri.TrimEnd('/') + "/");
        _userAgent = options.UserAgent;
        HttpMessageHandler handler = options.HttpMessageHandler ?? CreateHandler(options.ApiBaseUri);
        _invoker = new HttpMessageInvoker(
            new AuthenticationHandler(privateKey, options.ApiBaseUri, handler),
            disposeHandler: options.HttpMessageHandler is null);
    }

    /// <exception cref="ImageKitException">No complete answer came: a timeout, a failed connection, a body too large.</exception>
    public async Task<ServiceResponse> SendAsync(ServiceRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(timeout);
        try
        {
            using HttpRequestMessage message = new(HttpMethod.Get, new Uri(_baseUri, request.PathAndQuery));
            message.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
            message.Headers.TryAddWithoutValidation("Accept", "application/json");
            using HttpResponseMessage response = await _invoker.SendAsync(message, attempt.Token).ConfigureAwait(false);
            ReadOnlyMemory<byte> body;
            try
            {
                body = await ReadBodyAsync(response, attempt.Token).ConfigureAwait(false);
            }
            catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
            {
                // So Brotli's stream says what gzip's says with an InvalidDataException.
                throw new InvalidDataException(exception.Message, exception);
            }

            return new ServiceResponse(
                response.StatusCode,
                WithoutByteOrderMark(body),
                response.Content?.Headers.ContentType?.MediaType,
                ReadRequestId(response),
                RateLimitHeaders.Read(response.Headers));
        }
        catch (Exception exception) when (exception is not ImageKitException && !cancellationToken.IsCancellationRequested)
        {
            throw _isDisposed
                ? new ImageKitException(ImageKitErrorKind.NotConnected, "The connection has been closed.", exception)
                : Describe(exception, timeout, attempt.IsCancellationRequested);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            // A body read that is cut short by the user's stop may surface as a broken stream.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _invoker.Dispose();
    }

#if NET8_0_OR_GREATER
    private static SocketsHttpHandler CreateHandler(Uri baseUri) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
        // To a proxy the key would go in the clear, and off this machine.
        UseProxy = !baseUri.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // An overnight run outlives DNS entries.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    };
#else
    private static HttpClientHandler CreateHandler(Uri baseUri)
    {
        // An overnight run outlives DNS entries.
        ServicePointManager.FindServicePoint(baseUri).ConnectionLeaseTimeout = (int)TimeSpan.FromMinutes(10).TotalMilliseconds;
        return new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            UseCookies = false,
            // To a proxy the key would go in the clear, and off this machine.
            UseProxy = !baseUri.IsLoopback,
            // .NET Framework's default of two would be the limit of every run.
            MaxConnectionsPerServer = int.MaxValue,
            // Left to itself, .NET Framework may offer no more than TLS 1.0 from within powershell.exe.
            SslProtocols = SslProtocols.Tls12,
        };
    }
#endif

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content is null)
        {
            return default;
        }

        long? announced = response.Content.Headers.ContentLength;
        if (announced > MaximumBodySize)
        {
            throw TooLarge(response);
        }

#if NET8_0_OR_GREATER
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        // .NET Framework's stream does not hear the token while it waits; taking the response away ends the wait.
        using CancellationTokenRegistration abort = cancellationToken.Register(static state => ((HttpResponseMessage)state!).Dispose(), response);
        using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        // One byte more than announced, so that the end is seen without growing the buffer; but what is announced may never come.
        byte[] buffer = new byte[(int)Math.Min(announced ?? 4095, 65_535) + 1];
        int length = 0;
        while (true)
        {
#if NET8_0_OR_GREATER
            int read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
#else
            int read = await stream.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false);
#endif
            if (read == 0)
            {
                // .NET Framework takes an answer that was cut off for a whole one. What is announced of a compressed one is its
                // compressed length, which of a small one is more than it has: hence the look at its end.
                if (announced > length && response.IsSuccessStatusCode && (length == 0 || buffer[length - 1] is not ((byte)'}' or (byte)']')))
                {
                    throw new HttpRequestException("The answer was cut off.");
                }

                return buffer.AsMemory(0, length);
            }

            length += read;
            if (length > MaximumBodySize)
            {
                throw TooLarge(response);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>JSON has none, but where there is one it costs nothing to read on.</summary>
    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return body.Span.StartsWith(mark) ? body.Slice(mark.Length) : body;
    }

    private static ImageKitException TooLarge(HttpResponseMessage response) =>
        new(ImageKitErrorKind.UnexpectedResponse, "The answer is larger than 16 MB.")
        {
            StatusCode = response.StatusCode,
            RequestId = ReadRequestId(response),
        };

    private static string? ReadRequestId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-ik-requestid", out IEnumerable<string>? values) ? PlainText.Clean(values.First()) : null;

    private static ImageKitException Describe(Exception exception, TimeSpan timeout, bool timedOut)
    {
        if (timedOut)
        {
            return new ImageKitException(
                ImageKitErrorKind.RequestTimeout,
                FormattableString.Invariant($"No complete answer came within {timeout.TotalSeconds:0.###} s."),
                exception)
            {
                IsTransient = true,
            };
        }

        if (exception is InvalidDataException)
        {
            return new ImageKitException(ImageKitErrorKind.UnexpectedResponse, "The answer's compression is broken.", exception);
        }

        // The innermost message names the cause; the outer ones say that "an error occurred".
        string cause = PlainText.Clean(exception.GetBaseException().Message);
        string message = exception.GetBaseException() is AuthenticationException
            ? "No secure connection could be made: " + cause
            : "The connection failed: " + cause;
        return new ImageKitException(ImageKitErrorKind.ConnectionFailed, message, exception) { IsTransient = true };
    }
}
