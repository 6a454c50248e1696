using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ImageKit.Metadata.Tests.Fakes;

/// <summary>Answers requests in place of the network, and remembers them.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<(Uri Uri, string? Authorization)> _requests = new();
    private int _count;

    public StubHandler(Func<HttpResponseMessage> answer)
        : this((_, _) => answer())
    {
    }

    public IReadOnlyList<(Uri Uri, string? Authorization)> Requests => [.. _requests];

    /// <summary>The least that counts as metadata.</summary>
    public const string Metadata = """{"width":5,"height":5,"size":5}""";

    /// <summary>A response of the service.</summary>
    public static HttpResponseMessage CreateResponse(int status = 200, string? body = Metadata, string? type = "application/json", params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = new((HttpStatusCode)status);
        if (body is not null)
        {
            response.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type is not null)
            {
                response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _requests.Enqueue((request.RequestUri!, request.Headers.Authorization?.ToString()));
        try
        {
            return Task.FromResult(answer(request, Interlocked.Increment(ref _count)));
        }
        catch (Exception exception)
        {
            return Task.FromException<HttpResponseMessage>(exception);
        }
    }
}
