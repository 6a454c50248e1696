using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImageKit.Metadata.Tests.Fakes;

/// <summary>A listener on the loopback address that answers each connection with given bytes and keeps what was sent to it.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, string, Stream, CancellationToken, Task> _serve;

    /// <param name="answer">The bytes for the connection with this number, from 1.</param>
    public RawServer(Func<int, byte[]> answer)
        : this((number, _, stream, stopped) => stream.WriteAsync(answer(number), stopped).AsTask())
    {
    }

    /// <param name="serve">Writes the response to the first request of a connection: its number from 1, its head, its stream.</param>
    public RawServer(Func<int, string, Stream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri BaseUri { get; }

    /// <summary>The head of every request, as it came.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>A server whose response depends on the head of the request.</summary>
    public static RawServer ByHead(Func<string, byte[]> answer) => new((_, head, stream, stopped) => stream.WriteAsync(answer(head), stopped).AsTask());

    /// <summary>A response with JSON that closes the connection.</summary>
    public static byte[] Json(string body, string status = "200 OK") => CreateResponse(status + "\r\nContent-Type: application/json", Encoding.UTF8.GetBytes(body));

    /// <summary>An HTTP answer that closes the connection.</summary>
    public static byte[] CreateResponse(string head, byte[] body) =>
        [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken stopped = _stop.Token;
        try
        {
            for (int number = 1; ; number++)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(stopped);
                _ = ServeAsync(client, number, stopped);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is closed.
        }
    }

    private async Task ServeAsync(TcpClient client, int number, CancellationToken stopped)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                StringBuilder head = new();
                byte[] buffer = new byte[65_536];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    int read = await stream.ReadAsync(buffer, stopped);
                    if (read == 0)
                    {
                        return;
                    }

                    head.Append(Encoding.Latin1.GetString(buffer, 0, read));
                }

                _requests.Enqueue(head.ToString());
                await _serve(number, head.ToString(), stream, stopped);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went away.
            }
        }
    }
}
