using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Http;

/// <summary>Sends one attempt and reads its complete response within the time it has.</summary>
internal sealed class Transport : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _baseUri;
    private readonly string _userAgent;
    private readonly Redactor _redactor;
    private readonly ConnectionError _connectionError;
    private volatile bool _isDisposed;

    public Transport(string privateKey, ImageKitClientOptions options)
    {
        // Without the trailing slash the last segment would be replaced.
        _baseUri = new Uri(options.ApiBaseUri.AbsoluteUri.TrimEnd('/') + "/");
        _userAgent = options.UserAgent;
        _redactor = new Redactor(privateKey);
        _connectionError = new ConnectionError(_redactor, options.HttpMessageHandler is null ? ConnectionHandler.FindProxy(options.ApiBaseUri) : null);
        HttpMessageHandler handler = options.HttpMessageHandler ?? ConnectionHandler.Create(options.ApiBaseUri);
        _invoker = new HttpMessageInvoker(
            new AuthenticationHandler(privateKey, options.ApiBaseUri, handler),
            disposeHandler: options.HttpMessageHandler is null);
    }

    /// <exception cref="ImageKitException">No complete response came: a timeout, a failed connection, a body too large.</exception>
    public async Task<ServiceResponse> SendAsync(ServiceRequest request, RequestOptions options, ByteBudget.Share share, CancellationToken cancellationToken)
    {
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(options.Timeout);
        try
        {
            using HttpRequestMessage message = new(request.Method, new Uri(_baseUri, request.PathAndQuery));
            message.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
            message.Headers.TryAddWithoutValidation("Accept", "application/json");
            if (request.Body is not null)
            {
                message.Content = new ByteArrayContent(request.Body);
                message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

                // .NET Framework would wait for the service's consent first.
                message.Headers.ExpectContinue = false;
            }

            using HttpResponseMessage response = await _invoker.SendAsync(message, attempt.Token).ConfigureAwait(false);
            string? requestId = ReadRequestId(response);
            ReadOnlyMemory<byte> body = await new BodyReader(share, options, requestId, attempt, cancellationToken).ReadAsync(response).ConfigureAwait(false);
            return new ServiceResponse(
                response.StatusCode,
                JsonRepair.Repair(_redactor.Clean(body)),
                response.Content?.Headers.ContentType?.MediaType,
                requestId,
                RateLimitHeaders.Read(response.Headers));
        }
        catch (Exception exception) when (exception is not ImageKitException && !cancellationToken.IsCancellationRequested)
        {
            throw _isDisposed ? new ImageKitException(ImageKitErrorKind.NotConnected, "The connection has been closed.")
                : attempt.IsCancellationRequested ? ConnectionError.Timeout(options.Timeout)
                : _connectionError.From(exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            // A body read that is cut short by the user's stop may surface as a broken stream.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _invoker.Dispose();
    }

    private string? ReadRequestId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-ik-requestid", out IEnumerable<string>? values) ? PlainText.Clean(_redactor.Clean(values.First())) : null;
}
