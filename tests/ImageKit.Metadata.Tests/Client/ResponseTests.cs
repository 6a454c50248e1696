using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>What the client makes of a response: metadata, or an exception that says what was wrong with it.</summary>
public sealed class ResponseTests
{
    private const string Image = "https://ik.imagekit.io/demo/a.jpg";

    [Theory]
    [InlineData(400, ImageKitErrorKind.BadRequest)]
    [InlineData(401, ImageKitErrorKind.AuthenticationFailed)]
    [InlineData(402, ImageKitErrorKind.BadRequest)]
    [InlineData(403, ImageKitErrorKind.AuthenticationFailed)]
    [InlineData(404, ImageKitErrorKind.NotFound)]
    [InlineData(405, ImageKitErrorKind.BadRequest)]
    [InlineData(406, ImageKitErrorKind.BadRequest)]
    [InlineData(408, ImageKitErrorKind.RequestTimeout)]
    [InlineData(410, ImageKitErrorKind.BadRequest)]
    [InlineData(414, ImageKitErrorKind.BadRequest)]
    [InlineData(422, ImageKitErrorKind.BadRequest)]
    [InlineData(500, ImageKitErrorKind.ServerError)]
    [InlineData(502, ImageKitErrorKind.ServerError)]
    [InlineData(503, ImageKitErrorKind.ServerError)]
    [InlineData(504, ImageKitErrorKind.ServerError)]
    [InlineData(599, ImageKitErrorKind.ServerError)]
    [InlineData(300, ImageKitErrorKind.UnexpectedResponse)]
    [InlineData(302, ImageKitErrorKind.UnexpectedResponse)]
    [InlineData(304, ImageKitErrorKind.UnexpectedResponse)]
    public async Task Each_status_has_its_kind(int status, ImageKitErrorKind kind)
    {
        ImageKitException exception = await FailAsync(() => StubHandler.CreateResponse(
            status, """{"message":"Said so.","help":"Ask us."}""", headers: ("x-ik-requestid", "id-1")));

        Assert.Equal(kind, exception.Kind);
        Assert.Equal((HttpStatusCode)status, exception.StatusCode);
        Assert.Equal("id-1", exception.RequestId);
        Assert.Equal("Said so.", exception.ServiceMessage);
        Assert.Equal(1, exception.Attempts);
        if (status >= 400)
        {
            Assert.EndsWith($"({status}): Said so.", exception.Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, int, string> RecordedErrors()
    {
        TheoryData<string, int, string> errors = [];
        foreach (JsonElement error in Sample.Parse(Sample.Read("error-bodies")).GetProperty("errors").EnumerateArray())
        {
            errors.Add(error.GetProperty("endpoint").GetString()!, error.GetProperty("status").GetInt32(), error.GetProperty("body").GetRawText());
        }

        return errors;
    }

    [Theory]
    [MemberData(nameof(RecordedErrors))]
    public async Task The_message_of_every_error_that_was_recorded_arrives(string endpoint, int status, string body)
    {
        ImageKitException exception = await FailAsync(() => StubHandler.CreateResponse(status, body));

        Assert.Equal(JsonDocument.Parse(body).RootElement.GetProperty("message").GetString(), exception.ServiceMessage);
        Assert.True(exception.Kind is not ImageKitErrorKind.UnexpectedResponse, endpoint);
    }

    [Theory]
    [InlineData("application/json", """{"message":"The file is gone."}""", "The file is gone.")]
    [InlineData("text/html", """{"message":"Mislabelled."}""", "Mislabelled.")]
    [InlineData("text/plain; charset=utf-8", "Plain words — so", "Plain words — so")]
    [InlineData("text/html", "<html><h1>404</h1></html>", null)]
    [InlineData("application/json", "", null)]
    [InlineData("application/json", "null", null)]
    [InlineData("application/json", "[]", null)]
    [InlineData("application/json", "{", null)]
    [InlineData("application/json", """{"message":null}""", null)]
    [InlineData("application/json", """{"message":"  "}""", null)]
    [InlineData("application/json", """{"message":{"deep":1}}""", null)]
    [InlineData("application/json", """{"error":"other"}""", null)]
    [InlineData("application/json", """{"message":"cut \ud83d off"}""", "cut \ufffd off")]
    [InlineData(null, "raw", null)]
    [InlineData("nonsense/;;", "raw", null)]
    public async Task The_services_message_is_taken_from_whatever_body_there_is(string? type, string body, string? message)
    {
        ImageKitException exception = await FailAsync(() => StubHandler.CreateResponse(404, body, type));

        Assert.Equal(ImageKitErrorKind.NotFound, exception.Kind);
        Assert.Equal(message, exception.ServiceMessage);
        Assert.Equal(message is null ? "Not found (404)" : "Not found (404): " + message, exception.Message);
    }

    [Fact]
    public async Task A_message_cannot_move_the_cursor_or_fill_the_screen()
    {
        string harmful = "\u001B[2J\u001B]0;title\u0007line\r\nnext\u009B31m\u202Eturned" + new string('x', 10_000);
        ImageKitException json = await FailAsync(() => StubHandler.CreateResponse(400, System.Text.Json.JsonSerializer.Serialize(new { message = harmful })));
        ImageKitException text = await FailAsync(() => StubHandler.CreateResponse(400, harmful, "text/plain"));

        foreach (ImageKitException exception in new[] { json, text })
        {
            Assert.Contains("line", exception.Message, StringComparison.Ordinal);
            Assert.Contains("turned", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(exception.Message, char.IsControl);
            Assert.DoesNotContain('\u202E', exception.Message);
            Assert.InRange(exception.Message.Length, 1, 1_000);
        }
    }

    [Fact]
    public async Task A_request_id_cannot_move_the_cursor()
    {
        // HttpClient refuses control characters but passes those of Latin-1 on.
        ImageKitException exception = await FailAsync(() => StubHandler.CreateResponse(404, "{}", headers: ("x-ik-requestid", "a\u009B31m")));

        Assert.Equal("a\uFFFD31m", exception.RequestId);
    }

    [Theory]
    [InlineData("", "application/json", "is empty")]
    [InlineData("<html>Sign in</html>", "text/html", "is not JSON but text/html")]
    [InlineData("[{}]", "application/json", "cannot be read")]
    [InlineData("null", "application/json", "cannot be read")]
    [InlineData("\"text\"", "application/json", "cannot be read")]
    [InlineData("42", "application/json", "cannot be read")]
    [InlineData("{\"width\":1", "application/json", "cannot be read")]
    [InlineData("{\"width\":1}}", "application/json", "cannot be read")]
    [InlineData("{\"width\":01}", "application/json", "cannot be read")]
    public async Task A_response_that_is_not_metadata_is_unexpected(string body, string type, string message)
    {
        ImageKitException exception = await FailAsync(() => StubHandler.CreateResponse(200, body, type, ("x-ik-requestid", "id-2")));

        Assert.Equal(ImageKitErrorKind.UnexpectedResponse, exception.Kind);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal("id-2", exception.RequestId);
        Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
    }

    [Fact]
    public async Task A_proxy_that_requires_a_password_is_a_failed_connection()
    {
        ImageKitException exception = await FailAsync(() => StubHandler.CreateResponse(407, "<html>Proxy</html>", "text/html"));

        Assert.Equal(ImageKitErrorKind.ConnectionFailed, exception.Kind);
        Assert.Equal("The proxy requires a user name and a password (407).", exception.Message);
        Assert.Equal(1, exception.Attempts);
    }

    /// <summary>.NET's own handler notices; .NET Framework's gives what came as if it were all.</summary>
    [Theory]
    [InlineData("{\"width\":1,", ImageKitErrorKind.ConnectionFailed)]
    [InlineData("", ImageKitErrorKind.ConnectionFailed)]
    [InlineData("{\"width\":1}", null)]
    public async Task A_response_that_is_shorter_than_announced_was_cut_off(string body, ImageKitErrorKind? kind)
    {
        StubHandler handler = new(() =>
        {
            HttpResponseMessage answer = StubHandler.CreateResponse();
            answer.Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))) { Headers = { ContentLength = 1_000 } };
            return answer;
        });
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        Task<ImageMetadata> task = client.GetMetadataAsync(Image, new RequestOptions { MaximumRetryCount = 0 });

        if (kind is null)
        {
            Assert.Equal(1, (await task).Width);
        }
        else
        {
            Assert.Equal(kind, (await Assert.ThrowsAsync<ImageKitException>(() => task)).Kind);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
#if !NET8_0
    [InlineData("br")]
#endif
    public async Task A_compressed_response_is_read(string encoding)
    {
        using RawServer server = new(_ => Compressed(encoding, Sample.Read("metadata-image-canon40d.spec")));

        ImageMetadata metadata = await RequestAsync(server);

        Assert.Equal("f06830ca9f1e3e90", metadata.PHash);
    }

    [Theory]
    [InlineData("gzip")]
#if !NET8_0
    [InlineData("br")]
#endif
    public async Task Broken_compression_is_unexpected_and_not_retried(string encoding)
    {
        byte[] garbage = [.. Enumerable.Range(0, 2_000).Select(i => (byte)(i * 31))];
        using RawServer server = new(_ => RawServer.CreateResponse($"200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}", garbage));

        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(() => RequestAsync(server, retries: 2));

        Assert.Equal(ImageKitErrorKind.UnexpectedResponse, exception.Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped()
    {
        using RawServer server = new(_ => RawServer.CreateResponse("200 OK\r\nContent-Type: application/json", [0xEF, 0xBB, 0xBF, .. "{\"width\":5}"u8]));

        Assert.Equal(5, (await RequestAsync(server)).Width);
    }

    [Fact]
    public async Task A_body_announced_as_too_large_is_not_read()
    {
        using RawServer server = new(_ => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 17000000000\r\n\r\n{"));

        ImageKitException exception = await Assert.ThrowsAsync<ImageKitException>(() => RequestAsync(server, retries: 2));

        Assert.Equal(ImageKitErrorKind.UnexpectedResponse, exception.Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Sixteen_megabytes_are_still_read()
    {
        string filling = new('A', BodyReader.MaximumBodySize - 23);
        byte[] body = Encoding.ASCII.GetBytes("{\"size\":1,\"filling\":\"" + filling + "\"}");
        Assert.Equal(BodyReader.MaximumBodySize, body.Length);
        using RawServer server = new(_ => RawServer.CreateResponse("200 OK\r\nContent-Type: application/json", body));

        ImageMetadata metadata = await RequestAsync(server);

        Assert.Equal(filling.Length, Assert.IsType<string>(metadata.AdditionalData["filling"]).Length);
    }

    [Fact]
    public async Task The_metadata_contains_what_was_requested_and_when()
    {
        StubHandler handler = new(() => StubHandler.CreateResponse(200, StubHandler.Metadata));
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        DateTime before = DateTime.UtcNow;

        ImageMetadata byUrl = await client.GetMetadataAsync(Image + "?tr=w-5:rt-90");
        ImageMetadata byId = await client.GetFileMetadataAsync("id-1");

        Assert.Equal((Image + "?tr=w-5:rt-90", null, "w-5:rt-90"), (byUrl.Url, byUrl.FileId, byUrl.Transformation));
        Assert.Equal((null, "id-1", null), (byId.Url, byId.FileId, byId.Transformation));
        Assert.Equal(DateTimeKind.Utc, byUrl.RetrievedAt.Kind);
        Assert.InRange(byUrl.RetrievedAt, before, DateTime.UtcNow);
    }

    private static byte[] Compressed(string encoding, byte[] body)
    {
        using MemoryStream stream = new();
        using (Stream compressor = encoding switch
        {
            "gzip" => new GZipStream(stream, CompressionLevel.Optimal),
            "br" => new BrotliStream(stream, CompressionLevel.Fastest),
            _ => new ZLibStream(stream, CompressionLevel.Optimal),
        })
        {
            compressor.Write(body);
        }

        return RawServer.CreateResponse($"200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}", stream.ToArray());
    }

    private static async Task<ImageMetadata> RequestAsync(RawServer server, int retries = 0)
    {
        using ImageKitClient client = new("k", new ImageKitClientOptions { ApiBaseUri = server.BaseUri });
        return await client.GetMetadataAsync(Image, new RequestOptions { MaximumRetryCount = retries });
    }

    private static async Task<ImageKitException> FailAsync(Func<HttpResponseMessage> answer)
    {
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = new StubHandler(answer) });
        return await Assert.ThrowsAsync<ImageKitException>(() => client.GetMetadataAsync(Image, new RequestOptions { MaximumRetryCount = 0 }));
    }
}
