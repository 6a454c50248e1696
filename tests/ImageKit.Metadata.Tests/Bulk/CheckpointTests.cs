using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>The file from which a run resumes: what survives, what is refused, and that nothing else is touched.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly CheckpointFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_last_line_torn_at_any_byte_is_cut_off_and_nothing_before_it_touched()
    {
        (byte[] whole, int[] starts) = WriteThree();
        int last = starts[^1];
        for (int cut = last; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(_fixture.File, whole[..cut]);
            using (Checkpoint checkpoint = _fixture.Open())
            {
                Assert.Equal(1, checkpoint.StoredCount);
                Assert.Equal(cut > last, checkpoint.Remarks.Count == 1);
                Assert.Equal(1, checkpoint.Find(CheckpointFixture.Request("a.jpg"))?.Metadata.Width);
                Assert.Null(checkpoint.Find(CheckpointFixture.Request("c.jpg")));
                CheckpointFixture.Add(checkpoint, "c.jpg", """{"width":3}""");
            }

            byte[] mended = File.ReadAllBytes(_fixture.File);
            Assert.True(whole.AsSpan(0, last).SequenceEqual(mended.AsSpan(0, last)), $"Cut at {cut}, what stood before was changed.");
            Assert.Equal(whole, mended);
        }
    }

    /// <summary>The file is read through one buffer, and EXIF only when somebody looks at it.</summary>
    [Fact]
    public void What_was_read_back_keeps_its_own_tags_while_the_file_is_read_on()
    {
        const int count = 2_000;
        using (Checkpoint checkpoint = _fixture.Open())
        {
            for (int i = 0; i < count; i++)
            {
                CheckpointFixture.Add(checkpoint, $"{i}.jpg", $$$$"""{"width":1,"exif":{"image":{"Make":"Maker {{{{i}}}}","Software":"{{{{new string('s', 400)}}}}"}}}""");
            }
        }

        Assert.True(new FileInfo(_fixture.File).Length > 2 * 256 * 1024);
        using CheckpointReader reader = new(_fixture.File);
        List<MetadataResponse> all = [.. reader.ReadLatest().Select(record => record.TryRead()!.Value)];

        Assert.Equal(count, all.Count);
        Assert.All(all, (answer, i) =>
        {
            Assert.Equal($"Maker {i}", answer.Metadata.Exif!.Image["Make"]);
            Assert.Contains($"\"Maker {i}\"", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
        });
    }

    /// <summary>Editors and Windows PowerShell's Set-Content put one before the text.</summary>
    [Fact]
    public void A_byte_order_mark_is_ignored_at_the_start_and_where_cat_has_moved_it()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        (byte[] whole, int[] starts) = WriteThree();
        byte[] marked = [.. mark, .. whole, .. mark, .. whole[..starts[1]]];
        File.WriteAllBytes(_fixture.File, marked);
        using (CheckpointReader reader = new(_fixture.File))
        {
            Assert.Equal(["a.jpg", "b.jpg", "c.jpg"], reader.ReadLatest().Select(record => record.Url!.Split('/')[^1]));
            Assert.Equal(0, reader.DamagedLines);
        }

        using (Checkpoint checkpoint = _fixture.Open())
        {
            Assert.Empty(checkpoint.Remarks);
            Assert.Equal(1, checkpoint.Find(CheckpointFixture.Request("a.jpg"))?.Metadata.Width);
            Assert.Equal(3, checkpoint.Find(CheckpointFixture.Request("c.jpg"))?.Metadata.Width);
            CheckpointFixture.Add(checkpoint, "d.jpg", """{"width":4}""");
        }

        Assert.Equal(marked, File.ReadAllBytes(_fixture.File)[..marked.Length]);
        using Checkpoint again = _fixture.Open();
        Assert.Equal(4, again.Find(CheckpointFixture.Request("d.jpg"))?.Metadata.Width);
    }

    [Fact]
    public void A_byte_order_mark_before_a_torn_head_goes_with_it()
    {
        _fixture.Open().Dispose();
        byte[] head = File.ReadAllBytes(_fixture.File);
        foreach (int cut in new[] { 0, 5, head.Length - 1 })
        {
            File.WriteAllBytes(_fixture.File, [0xEF, 0xBB, 0xBF, .. head[..cut]]);
            _fixture.Open().Dispose();
            Assert.Equal((byte)'{', File.ReadAllBytes(_fixture.File)[0]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_in_UTF_16_is_called_that_and_left_as_it_is(bool bigEndian)
    {
        _fixture.Open().Dispose();
        File.WriteAllText(_fixture.File, File.ReadAllText(_fixture.File), new UnicodeEncoding(bigEndian, byteOrderMark: true));
        byte[] bytes = File.ReadAllBytes(_fixture.File);

        Assert.EndsWith("is text in UTF-16, and a checkpoint file is in UTF-8; it has not been changed.", Assert.Throws<CheckpointException>(_fixture.Open).Message, StringComparison.Ordinal);
        using CheckpointReader reader = new(_fixture.File);
        Assert.EndsWith("is text in UTF-16, and a checkpoint file is in UTF-8.", Assert.Throws<CheckpointException>(() => reader.ReadLatest().ToList()).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(_fixture.File));
    }

    [Fact]
    public void A_head_torn_at_any_byte_is_a_new_file()
    {
        _fixture.Open().Dispose();
        byte[] head = File.ReadAllBytes(_fixture.File);
        for (int cut = 0; cut < head.Length; cut++)
        {
            File.WriteAllBytes(_fixture.File, head[..cut]);
            using (Checkpoint checkpoint = _fixture.Open())
            {
                CheckpointFixture.Add(checkpoint, "a.jpg", """{"width":1}""");
            }

            using Checkpoint again = _fixture.Open();
            Assert.Equal(1, again.StoredCount);
            Assert.Empty(again.Remarks);
        }
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("{\"url\":\"https://ik.imagekit.io/demo/b.jpg\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0")]
    public void A_damaged_line_in_the_middle_costs_that_item_alone(string damage)
    {
        (byte[] whole, int[] starts) = WriteThree();
        byte[] damaged = [.. whole[..starts[^1]], .. Encoding.UTF8.GetBytes(damage + "\n"), .. whole[starts[^1]..]];
        File.WriteAllBytes(_fixture.File, damaged);

        using (Checkpoint checkpoint = _fixture.Open())
        {
            Assert.Equal("1 line of the checkpoint file is damaged; its image is requested again.", Assert.Single(checkpoint.Remarks));
            Assert.Equal(1, checkpoint.Find(CheckpointFixture.Request("a.jpg"))?.Metadata.Width);
            Assert.Equal(3, checkpoint.Find(CheckpointFixture.Request("c.jpg"))?.Metadata.Width);
        }

        Assert.Equal(damaged, File.ReadAllBytes(_fixture.File));
    }

    [Theory]
    [InlineData("url,width\nhttps://ik.imagekit.io/demo/a.jpg,1\n")]
    [InlineData("{\"url\":\"https://ik.imagekit.io/demo/a.jpg\",\"metadata\":{}}\n")]
    [InlineData("{\"checkpoint\":\"SomethingElse\",\"version\":1}\n")]
    [InlineData("{\"checkpoint\":\"ImageKit.Metadata\",\"version\":2,\"account\":\"a\",\"salt\":\"b\",\"api\":\"c\"}\n")]
    [InlineData("a last will and testament")]
    [InlineData("\n")]
    [InlineData("\u0089PNG\r\n")]
    public void A_file_that_is_something_else_is_refused_and_left_as_it_is(string content)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(content);
        File.WriteAllBytes(_fixture.File, bytes);

        CheckpointException refusal = Assert.Throws<CheckpointException>(_fixture.Open);

        Assert.Contains("checkpoint file of this module", refusal.Message, StringComparison.Ordinal);
        Assert.False(refusal.IsWriteFailure);
        Assert.Equal(bytes, File.ReadAllBytes(_fixture.File));
    }

    [Theory]
    [InlineData("private_two", "https://api.imagekit.io")]
    [InlineData("private_one", "https://eu.imagekit.example")]
    public void A_file_of_another_account_or_service_is_refused_and_left_as_it_is(string key, string api)
    {
        (byte[] whole, _) = WriteThree();
        using ImageKitClient other = CheckpointFixture.ClientOf(key, api);

        CheckpointException refusal = Assert.Throws<CheckpointException>(() => Checkpoint.Open(_fixture.File, other));

        Assert.Contains("another private key", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllBytes(_fixture.File));
        Assert.DoesNotContain("private_", Encoding.UTF8.GetString(whole), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_comes_second_is_refused_until_the_first_is_done()
    {
        using (Checkpoint first = _fixture.Open())
        {
            CheckpointException refusal = Assert.Throws<CheckpointException>(_fixture.Open);
            Assert.Contains("another process may be using it", refusal.Message, StringComparison.Ordinal);
            CheckpointFixture.Add(first, "a.jpg", """{"width":1}""");
            if (!OperatingSystem.IsWindows())
            {
                // There it can be read while it grows.
                Assert.Equal(
                    $"The checkpoint file '{_fixture.File}' cannot be read: a run, or another program, is using it.",
                    Assert.Throws<CheckpointException>(() => new CheckpointReader(_fixture.File)).Message);
            }
        }

        using Checkpoint second = _fixture.Open();
        Assert.Equal(1, second.StoredCount);
    }

    [Fact]
    public void A_path_that_cannot_be_written_to_is_refused()
    {
        string folder = Path.GetDirectoryName(_fixture.File)!;
        Assert.EndsWith("cannot be opened: it is a folder.", Assert.Throws<CheckpointException>(() => Checkpoint.Open(folder, _fixture.Client)).Message, StringComparison.Ordinal);
        Assert.EndsWith("cannot be read: it is a folder.", Assert.Throws<CheckpointException>(() => new CheckpointReader(folder)).Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => Checkpoint.Open(Path.Combine(folder, "none", "run.jsonl"), _fixture.Client));
    }

    [Fact]
    public void A_huge_file_without_lines_is_refused_before_it_fills_the_memory()
    {
        using (FileStream file = File.Create(_fixture.File))
        {
            file.SetLength(5_000_000_000);
        }

        Assert.Contains("more than 64 MB", Assert.Throws<CheckpointException>(_fixture.Open).Message, StringComparison.Ordinal);
        Assert.Equal(5_000_000_000, new FileInfo(_fixture.File).Length);
    }

    [Fact]
    public void Opening_can_be_stopped_and_leaves_the_file_as_it_is_for_the_next()
    {
        (byte[] whole, _) = WriteThree();

        Assert.Throws<OperationCanceledException>(() => Checkpoint.Open(_fixture.File, _fixture.Client, new CancellationToken(true)));

        Assert.Equal(whole, File.ReadAllBytes(_fixture.File));
        using Checkpoint next = _fixture.Open();
        Assert.Equal(2, next.StoredCount);
    }

    [Theory]
    [InlineData("a \"quoted\" \\ name.jpg")]
    [InlineData("caf\u00e9/\u65e5\u672c/\ud83d\ude00.jpg")]
    [InlineData("line\u2028separator.jpg")]
    [InlineData("100%25 %0A%0D.jpg?tr=w-1&x={\"url\":1}")]
    [InlineData("null.jpg#\u0007")]
    public void Any_url_and_any_response_is_one_line_and_is_read_back_unchanged(string name)
    {
        const string hostile = "{\r\n  \"width\": 7,\r\n  \"exif\": { \"image\": { \"Artist\": \"a\\nb \\\"q\\\" \\\\ \\u0000 \\u2028 \ud83d\ude00\", \"Make\": null,\n \"XP\": [1, [2, {\"\": -1.5e300}]] } },\n\t\"metadata\": {\"error\": \"}\\n{\"}, \"url\": \"other\" }\r\n";
        MetadataRequest request = CheckpointFixture.Request(name);
        MetadataResponse answer = CheckpointFixture.CreateResponse(request, hostile);
        using (Checkpoint checkpoint = _fixture.Open())
        {
            checkpoint.Add(request, answer);
        }

        string[] lines = File.ReadAllText(_fixture.File).Split('\n');
        Assert.Equal(3, lines.Length);
        using JsonDocument line = JsonDocument.Parse(lines[1]);
        Assert.Equal(request.Url, line.RootElement.GetProperty("url").GetString());
        JsonNode? original = JsonNode.Parse(hostile);
        Assert.True(JsonNode.DeepEquals(original, JsonNode.Parse(line.RootElement.GetProperty("metadata").GetRawText())));

        using Checkpoint again = _fixture.Open();
        MetadataResponse found = again.Find(request)!.Value;
        Assert.Equal(answer.RetrievedAt, found.Metadata.RetrievedAt);
        Assert.Equal(answer.Metadata.Exif.Image["Artist"], found.Metadata.Exif.Image["Artist"]);
        Assert.Equal(answer.Metadata.AdditionalData.Keys.Order(), found.Metadata.AdditionalData.Keys.Order());
    }

    [Fact]
    public void Invalid_characters_in_a_response_do_not_spoil_the_file_for_other_tools()
    {
        byte[] body =
        [
            .. "{\"width\":7,\"exif\":{\"image\":{\"Latin\":\"caf"u8, 0xE9, .. " "u8, 0xFF, 0xC3,
            .. "\",\"Half\":\"a\\ud83d b\\uDE00\",\"Pair\":\"\\ud83d\\uDE00\",\"Text\":\"\\\\ud83d \\u00e9\\n\"}}}"u8,
        ];
        MetadataRequest request = CheckpointFixture.Request("a.jpg");
        ReadOnlyMemory<byte> received = Json.JsonRepair.Repair(body);
        ImageMetadata live = request.Read(received, DateTime.UtcNow);
        using (Checkpoint checkpoint = _fixture.Open())
        {
            checkpoint.Add(request, new MetadataResponse(live, received, live.RetrievedAt));
        }

        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(_fixture.File));
        using JsonDocument line = JsonDocument.Parse(text.Split('\n')[1]);
        JsonElement tags = line.RootElement.GetProperty("metadata").GetProperty("exif").GetProperty("image");
        Assert.Equal("a\ufffd b\ufffd", tags.GetProperty("Half").GetString());
        Assert.Equal("\ud83d\ude00", tags.GetProperty("Pair").GetString());
        Assert.Equal("\\ud83d \u00e9\n", tags.GetProperty("Text").GetString());
        Assert.StartsWith("caf\ufffd \ufffd", tags.GetProperty("Latin").GetString(), StringComparison.Ordinal);

        using Checkpoint again = _fixture.Open();
        Assert.Equal(live.Exif.Image, again.Find(request)!.Value.Metadata.Exif.Image);
    }

    [Fact]
    public void Each_line_after_the_head_is_a_record_that_stands_for_itself()
    {
        MetadataRequest transformed = MetadataRequest.ForUrl("https://ik.imagekit.io/demo/t.jpg", "id-1", "w-100");
        using (Checkpoint checkpoint = _fixture.Open())
        {
            checkpoint.Add(transformed, CheckpointFixture.CreateResponse(transformed, """{"width":100}"""));
            checkpoint.Add(MetadataRequest.ForFile("id-2"), new ImageKitException(ImageKitErrorKind.NotFound, "Not \"found\"\n(404)")
            {
                StatusCode = System.Net.HttpStatusCode.NotFound,
                ServiceMessage = "The file does not exist.",
                RequestId = "r-1",
                Attempts = 3,
            });
        }

        JsonElement[] lines = [.. File.ReadLines(_fixture.File).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal("ImageKit.Metadata", lines[0].GetProperty("checkpoint").GetString());
        Assert.Equal(["url", "fileId", "transformation", "retrievedAt", "metadata", "checksum"], lines[1].EnumerateObject().Select(field => field.Name));
        Assert.Equal(transformed.Url, lines[1].GetProperty("url").GetString());
        Assert.Equal("w-100", lines[1].GetProperty("transformation").GetString());
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), lines[1].GetProperty("retrievedAt").GetDateTime());
        Assert.Equal(["fileId", "retrievedAt", "error", "checksum"], lines[2].EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            """{"id":"NotFound","status":404,"message":"Not \u0022found\u0022\n(404)","serviceMessage":"The file does not exist.","requestId":"r-1","attempts":3}""",
            lines[2].GetProperty("error").GetRawText());
    }

    [Fact]
    public void Files_put_together_are_one_unless_they_are_of_two_accounts()
    {
        (byte[] first, _) = WriteThree();
        File.Delete(_fixture.File);
        using (Checkpoint checkpoint = _fixture.Open())
        {
            CheckpointFixture.Add(checkpoint, "d.jpg", """{"width":4}""");
        }

        byte[] both = [.. first, .. File.ReadAllBytes(_fixture.File)];
        File.WriteAllBytes(_fixture.File, both);
        using (Checkpoint checkpoint = _fixture.Open())
        {
            Assert.Empty(checkpoint.Remarks);
            Assert.Equal(3, checkpoint.StoredCount);
            Assert.Equal(4, checkpoint.Find(CheckpointFixture.Request("d.jpg"))?.Metadata.Width);
        }

        string other = Path.Combine(Path.GetDirectoryName(_fixture.File)!, "other.jsonl");
        using (ImageKitClient client = CheckpointFixture.ClientOf("private_two"))
        {
            Checkpoint.Open(other, client).Dispose();
        }

        byte[] mixed = [.. both, .. File.ReadAllBytes(other)];
        File.WriteAllBytes(_fixture.File, mixed);
        Assert.Contains("another private key", Assert.Throws<CheckpointException>(_fixture.Open).Message, StringComparison.Ordinal);
        Assert.Equal(mixed, File.ReadAllBytes(_fixture.File));
    }

    [Fact]
    public void Failed_items_are_requested_again_and_a_later_success_is_kept()
    {
        MetadataRequest request = CheckpointFixture.Request("a.jpg");
        using (Checkpoint checkpoint = _fixture.Open())
        {
            checkpoint.Add(request, new ImageKitException(ImageKitErrorKind.ServerError, "Broken."));
            Assert.Null(checkpoint.Find(request));
            CheckpointFixture.Add(checkpoint, "a.jpg", """{"width":1}""");
        }

        using Checkpoint again = _fixture.Open();
        Assert.Equal(1, again.Find(request)?.Metadata.Width);
        Assert.Null(again.Find(MetadataRequest.ForUrl(request.Url, transformation: "w-1")));
        Assert.Null(again.Find(MetadataRequest.ForFile("a.jpg")));
    }

    /// <summary>A head, an answer, a failure, an answer; and where each line begins.</summary>
    private (byte[] Bytes, int[] Starts) WriteThree()
    {
        using (Checkpoint checkpoint = _fixture.Open())
        {
            CheckpointFixture.Add(checkpoint, "a.jpg", """{"width":1}""");
            checkpoint.Add(CheckpointFixture.Request("b.jpg"), new ImageKitException(ImageKitErrorKind.NotFound, "Gone."));
            CheckpointFixture.Add(checkpoint, "c.jpg", """{"width":3}""");
        }

        byte[] bytes = File.ReadAllBytes(_fixture.File);
        int[] starts = [0, .. Enumerable.Range(1, bytes.Length - 1).Where(i => bytes[i - 1] == '\n')];
        return (bytes, starts);
    }
}
