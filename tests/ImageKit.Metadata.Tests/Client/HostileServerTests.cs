using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>Responses of every kind that are not what was requested, over real sockets. The item behind a hostile one always succeeds.</summary>
public sealed class HostileServerTests
{
    private const string Key = "private_Zm9vYmFyYmF6cXV4";
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);
    private static readonly byte[] Good = RawServer.Json("""{"width":5,"height":4,"size":3,"format":"jpg"}""");
    private static readonly byte[] EmptyList = RawServer.Json("[]");

    [Theory]
    [InlineData("200 OK", """{"message":"Service under maintenance"}""", "maintenance")]
    [InlineData("200 OK", """{"message":"Service under maintenance","size":12,"width":0}""", "maintenance")]
    [InlineData("200 OK", """{"success":false,"size":0}""", "not metadata")]
    [InlineData("200 OK", """{"status":"processing","size":12}""", "not metadata")]
    [InlineData("200 OK", "{}", "not metadata")]
    [InlineData("200 OK", """{"data":{"width":5,"height":4,"size":3}}""", "not metadata")]
    [InlineData("200 OK", """{"width":null,"height":null,"size":null}""", "not metadata")]
    [InlineData("200 OK", """{"fileId":"id-1","type":"file","name":"a.jpg","url":"https://ik.imagekit.io/demo/a.jpg","size":3,"width":5,"height":4}""", "describes a file")]
    [InlineData("202 Accepted", """{"status":"processing"}""", "not metadata")]
    [InlineData("200 OK", """[{"width":5,"height":4,"size":3}]""", "not a JSON object")]
    [InlineData("200 OK", "null", "not a JSON object")]
    [InlineData("204 No Content", "", "is empty")]
    public async Task A_response_of_another_shape_is_unexpected(string status, string body, string because)
    {
        using RawServer server = RawServer.ByHead(head => IsHostile(head) ? RawServer.Json(body, status) : Good);
        using ImageKitClient client = Client(server);

        ImageKitException failure = await FailAsync(client, "hostile.jpg");
        ImageMetadata next = await client.GetMetadataAsync(Url("good.jpg")).WaitAsync(Hang);

        Assert.Equal(ImageKitErrorKind.UnexpectedResponse, failure.Kind);
        Assert.Contains(because, failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, next.Width);
    }

    [Fact]
    public async Task A_status_message_instead_of_metadata_is_requested_again()
    {
        using RawServer server = new(number => number == 1 ? RawServer.Json("""{"message":"Service under maintenance"}""") : Good);
        using ImageKitClient client = Client(server);

        Assert.Equal(5, (await client.GetMetadataAsync(Url("a.jpg")).WaitAsync(Hang)).Width);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("""[{"message":"Service under maintenance"}]""")]
    [InlineData("""{"message":"Service under maintenance"}""")]
    [InlineData("[1]")]
    public async Task A_list_of_something_else_than_files_is_unexpected(string body)
    {
        using RawServer server = new(_ => RawServer.Json(body));
        using ImageKitClient client = Client(server);

        ImageKitException failure = await Assert.ThrowsAsync<ImageKitException>(
            () => client.ListAsync(options: new RequestOptions { MaximumRetryCount = 0 }).WaitAsync(Hang));

        Assert.Equal(ImageKitErrorKind.UnexpectedResponse, failure.Kind);
    }

    [Fact]
    public async Task One_refused_URL_among_500_is_the_error_of_that_item()
    {
        byte[] firewall = RawServer.CreateResponse("403 Forbidden\r\nContent-Type: text/html", Encoding.ASCII.GetBytes("<html>Blocked by policy</html>"));
        using RawServer server = RawServer.ByHead(head => IsHostile(head) ? firewall : IsKeyCheck(head) ? EmptyList : Good);
        using ImageKitClient client = Client(server);

        List<MetadataResult> results = await ReadAsync(client, [.. Enumerable.Range(0, 500).Select(i => Url(i == 250 ? "hostile.jpg" : $"{i}.jpg"))]);

        Assert.Equal(500, results.Count);
        MetadataResult refused = Assert.Single(results, result => result.Error is not null);
        Assert.Equal(Url("hostile.jpg"), refused.Target);
        Assert.Equal((ImageKitErrorKind.BadRequest, HttpStatusCode.Forbidden), (refused.Error!.Kind, refused.Error.StatusCode));
        Assert.Equal(FailureCause.RefusedItem, refused.Error.Cause);
        Assert.Equal(1, server.Requests.Count(IsKeyCheck));
    }

    [Theory]
    [InlineData("401 Unauthorized", """{"message":"Your request does not contain private API key."}""", 0)]
    [InlineData("403 Forbidden", """{"message":"Your account cannot be authenticated."}""", 0)]
    [InlineData("403 Forbidden", """{"message":"Your request contains expired private API key."}""", 0)]
    [InlineData("403 Forbidden", """{"message":"Your account is disabled."}""", 0)]
    [InlineData("403 Forbidden", "<html>Forbidden</html>", 1)]
    [InlineData("401 Unauthorized", """{"message":"You may not see this."}""", 1)]
    public async Task A_key_that_is_refused_for_every_request_is_fatal(string status, string body, int checks)
    {
        using RawServer server = new(_ => RawServer.Json(body, status));
        using ImageKitClient client = Client(server);

        ImageKitException failure = await FailAsync(client, "a.jpg");

        Assert.Equal(ImageKitErrorKind.AuthenticationFailed, failure.Kind);
        Assert.Equal(checks, server.Requests.Count(IsKeyCheck));
    }

    [Fact]
    public async Task A_key_that_the_service_echoes_reaches_no_error_and_no_metadata()
    {
        string header = Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":"));
        string echo = $"Rejected: Authorization: Basic {header}; key {Key}; {Uri.EscapeDataString(Key)}";
        using RawServer server = RawServer.ByHead(head => IsHostile(head)
            ? Encoding.ASCII.GetBytes($"HTTP/1.1 400 Bad Request\r\nx-ik-requestid: {header}\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{{\"message\":\"{echo}\"}}")
            : RawServer.Json($$"""{"width":5,"height":4,"size":3,"echo":"{{echo}}"}"""));
        using ImageKitClient client = Client(server);

        ImageKitException failure = await FailAsync(client, "hostile.jpg");
        ImageMetadata metadata = await client.GetMetadataAsync(Url("good.jpg")).WaitAsync(Hang);

        string[] texts = [failure.ToString(), failure.ServiceMessage!, failure.RequestId!, (string)metadata.AdditionalData["echo"]!];
        Assert.All(texts, text =>
        {
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(header[..16], text, StringComparison.Ordinal);
        });
        Assert.StartsWith("Rejected: Authorization: Basic ", failure.ServiceMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_and_huge_bodies_fail_or_succeed_one_by_one()
    {
        using RawServer server = new(async (_, head, stream, stopped) =>
        {
            byte[] filling = new byte[1024 * 1024];
            Array.Fill(filling, (byte)'x');
            if (head.Contains("endless", StringComparison.Ordinal))
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"size\":3,\"filling\":\""u8.ToArray(), stopped);
                while (true)
                {
                    await stream.WriteAsync(filling, stopped);
                }
            }

            if (head.Contains("huge", StringComparison.Ordinal))
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"size\":3,\"filling\":\""u8.ToArray(), stopped);
                for (int i = 0; i < 15; i++)
                {
                    await stream.WriteAsync(filling, stopped);
                }

                await stream.WriteAsync("\"}"u8.ToArray(), stopped);
                return;
            }

            await stream.WriteAsync(Good, stopped);
        });
        using ImageKitClient client = Client(server);
        string[] urls = [.. Enumerable.Range(0, 36).Select(i => Url(i % 3 == 0 ? $"endless-{i}.jpg" : i % 3 == 1 ? $"huge-{i}.jpg" : $"good-{i}.jpg"))];

        List<MetadataResult> results = await ReadAsync(client, urls);

        Assert.Equal(urls, results.Select(result => (string)result.Target!));
        Assert.All(results.Where((_, i) => i % 3 == 0), result => Assert.Equal(ImageKitErrorKind.UnexpectedResponse, result.Error?.Kind));
        Assert.All(results.Where((_, i) => i % 3 != 0), result => Assert.Equal(3, result.Metadata?.Size));
    }

    [Fact]
    public async Task A_body_of_a_million_empty_objects_is_unexpected()
    {
        byte[] body = Encoding.ASCII.GetBytes("{\"size\":3,\"filling\":[" + string.Join(',', Enumerable.Repeat("{}", 1_100_000)) + "]}");
        using RawServer server = new(_ => RawServer.CreateResponse("200 OK\r\nContent-Type: application/json", body));
        using ImageKitClient client = Client(server);

        Assert.Contains("million values", (await FailAsync(client, "a.jpg")).Message, StringComparison.Ordinal);
    }

#if !NET8_0 // The handler of .NET Standard has no way to turn its retries off.
    [Fact]
    public async Task A_broken_connection_is_not_retried_behind_the_budgets_back()
    {
        // The runtime's handler would send the second request again and again on new connections.
        byte[] keptAlive = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"size\":3}");
        int requests = 0;
        using RawServer server = new(async (number, _, stream, stopped) =>
        {
            Interlocked.Increment(ref requests);
            if (number > 1)
            {
                return;
            }

            await stream.WriteAsync(keptAlive, stopped);
            byte[] buffer = new byte[65_536];
            if (await stream.ReadAsync(buffer, stopped) > 0)
            {
                Interlocked.Increment(ref requests);
            }
        });
        using ImageKitClient client = Client(server);
        Assert.Equal(3, (await client.GetMetadataAsync(Url("a.jpg")).WaitAsync(Hang)).Size);

        ImageKitException failure = await FailAsync(client, "b.jpg");

        Assert.Equal(ImageKitErrorKind.ConnectionFailed, failure.Kind);
        Assert.Equal(2, requests);
    }
#endif

    [Fact]
    public async Task A_certificate_that_is_not_valid_is_reported_at_once()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int connections = 0;
        Task serving = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using TcpClient connection = await listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref connections);
                    using SslStream stream = new(connection.GetStream());
                    try
                    {
                        await stream.AuthenticateAsServerAsync(certificate);
                    }
                    catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
                    {
                        // The client refuses.
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        });
        using ImageKitClient client = new(Key, new ImageKitClientOptions { ApiBaseUri = new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}") });

        ImageKitException failure = await Assert.ThrowsAsync<ImageKitException>(() => client.GetMetadataAsync(Url("a.jpg")).WaitAsync(Hang));

        Assert.Equal((ImageKitErrorKind.ConnectionFailed, FailureCause.InvalidCertificate, 1), (failure.Kind, failure.Cause, failure.Attempts));
        Assert.Equal(1, connections);
        listener.Stop();
        await serving.WaitAsync(Hang);
    }

    [Theory]
    [InlineData("/v1", FailureCause.VersionInBaseUri)]
    [InlineData("/v1/", FailureCause.VersionInBaseUri)]
    [InlineData("/", FailureCause.Unknown)]
    internal async Task A_version_in_the_base_address_is_known_as_the_cause(string path, FailureCause cause)
    {
        using RawServer server = new(_ => RawServer.Json("""{"message":"No such route."}""", "404 Not Found"));
        using ImageKitClient client = new(Key, new ImageKitClientOptions { ApiBaseUri = new Uri(server.BaseUri, path) });

        Assert.Equal(cause, (await FailAsync(client, "a.jpg")).Cause);
    }

    internal static async Task<List<MetadataResult>> ReadAsync(ImageKitClient client, string[] urls, Checkpoint? checkpoint = null)
    {
        using MetadataDownloader downloader = new(client, new MetadataDownloaderOptions { Checkpoint = checkpoint, MaximumRetryCount = 0 });
        return await Task.Run(() =>
        {
            List<MetadataResult> results = [];
            int added = 0;
            while (added < urls.Length || !downloader.IsComplete)
            {
                Assert.Null(downloader.Failure);
                while (added < urls.Length && downloader.TryAdd(MetadataRequest.ForUrl(urls[added]), urls[added]))
                {
                    added++;
                }

                while (downloader.TryTake(out MetadataResult result))
                {
                    results.Add(result);
                }

                downloader.WaitForChange(forRoom: added < urls.Length, TimeSpan.FromMilliseconds(50));
            }

            return results;
        }).WaitAsync(Hang);
    }

    private static ImageKitClient Client(RawServer server) => new(Key, new ImageKitClientOptions { ApiBaseUri = server.BaseUri });

    private static string Url(string name) => "https://ik.imagekit.io/demo/" + name;

    private static bool IsHostile(string head) => head.Contains("hostile", StringComparison.Ordinal);

    private static bool IsKeyCheck(string head) => head.StartsWith("GET /v1/files?limit=1 ", StringComparison.Ordinal);

    private static Task<ImageKitException> FailAsync(ImageKitClient client, string name) => Assert.ThrowsAsync<ImageKitException>(
        () => client.GetMetadataAsync(Url(name), new RequestOptions { MaximumRetryCount = 0 }).WaitAsync(Hang));
}
