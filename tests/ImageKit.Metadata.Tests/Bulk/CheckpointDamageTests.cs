using System.Diagnostics;
using System.Text;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>A damaged line costs a request and never gives a wrong answer; a file that an editor spoiled is refused as it is.</summary>
public sealed class CheckpointDamageTests : IDisposable
{
    private readonly CheckpointFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Of_3_000_flipped_bits_none_gives_a_wrong_response_and_each_costs_the_request_of_its_line()
    {
        const int count = 200;
        MetadataRequest[] requests = [.. Enumerable.Range(0, count).Select(CreateRequest)];
        using (Checkpoint checkpoint = _fixture.Open())
        {
            for (int i = 0; i < count; i++)
            {
                checkpoint.Add(requests[i], CheckpointFixture.CreateResponse(requests[i], CreateJson(i)));
            }
        }

        byte[] whole = File.ReadAllBytes(_fixture.File);
        int header = Array.IndexOf(whole, (byte)'\n') + 1;
        Random random = new(20260105);
        for (int flip = 0; flip < 3_000; flip++)
        {
            byte[] damaged = [.. whole];
            int position = random.Next(header, whole.Length);
            damaged[position] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_fixture.File, damaged);
            int touched = whole.AsSpan(header, position - header).Count((byte)'\n');

            using Checkpoint checkpoint = _fixture.Open();
            Assert.Single(checkpoint.Remarks);
            List<int> missing = [];
            for (int i = 0; i < count; i++)
            {
                if (checkpoint.Find(requests[i]) is not MetadataResponse found)
                {
                    missing.Add(i);
                    continue;
                }

                Assert.Equal((requests[i].Url, 100L + i, $"/folder/{i}.jpg"), (found.Metadata.Url, found.Metadata.Width, found.Metadata.FilePath));
                Assert.Equal(CreateJson(i), Encoding.UTF8.GetString(found.Body.Span));
            }

            Assert.True(missing.SequenceEqual([touched]), $"Byte {position} of line {touched}: requested again were {string.Join(", ", missing)}.");
        }
    }

    [Fact]
    public void A_flipped_bit_in_the_header_refuses_the_file_unless_its_meaning_is_the_same()
    {
        using (Checkpoint checkpoint = _fixture.Open())
        {
            CheckpointFixture.Add(checkpoint, "a.jpg", """{"width":1,"height":1}""");
        }

        byte[] whole = File.ReadAllBytes(_fixture.File);
        int header = Array.IndexOf(whole, (byte)'\n') + 1;
        for (int bit = 0; bit < header * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(_fixture.File, damaged);

            try
            {
                using Checkpoint checkpoint = _fixture.Open();
                Assert.Equal(1, checkpoint.Find(CheckpointFixture.Request("a.jpg"))?.Metadata.Width);
                Assert.Equal(Encoding.UTF8.GetString(whole), Encoding.UTF8.GetString(damaged), ignoreCase: true);
            }
            catch (CheckpointException)
            {
                Assert.Equal(damaged, File.ReadAllBytes(_fixture.File));
            }
        }
    }

    [Theory]
    [InlineData("\r")]
    [InlineData(" ")]
    [InlineData("")]
    [InlineData("\u2028")]
    public void Lines_that_an_editor_joined_are_refused_and_left_as_they_are(string lineEnd)
    {
        string whole = WriteMany();
        string header = whole[..(whole.IndexOf('\n', StringComparison.Ordinal) + 1)];
        foreach (string spoiled in (string[])
            [
                whole.Replace("\n", lineEnd, StringComparison.Ordinal),
                whole.TrimEnd('\n').Replace("\n", lineEnd, StringComparison.Ordinal) + "\n",
                header + whole[header.Length..].Replace("\n", lineEnd, StringComparison.Ordinal),
                header + whole[header.Length..].TrimEnd('\n').Replace("\n", lineEnd, StringComparison.Ordinal) + "\n",
            ])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(spoiled);
            File.WriteAllBytes(_fixture.File, bytes);

            Exception? refusal = Record.Exception(() => _fixture.Open().Dispose());
            Assert.True(refusal is CheckpointException && refusal.Message.EndsWith("it has not been changed.", StringComparison.Ordinal), $"{refusal}: <{spoiled[^30..]}>");
            Assert.Equal(bytes, File.ReadAllBytes(_fixture.File));
        }
    }

    [Fact]
    public void Text_that_somebody_added_at_the_end_is_not_cut_off()
    {
        string spoiled = WriteMany() + "note to myself";
        File.WriteAllText(_fixture.File, spoiled);

        Assert.Throws<CheckpointException>(_fixture.Open);
        Assert.Equal(spoiled, File.ReadAllText(_fixture.File));
    }

    [Fact]
    public void Line_ends_of_Windows_are_accepted()
    {
        File.WriteAllText(_fixture.File, WriteMany().Replace("\n", "\r\n", StringComparison.Ordinal));

        using Checkpoint checkpoint = _fixture.Open();
        Assert.Empty(checkpoint.Remarks);
        Assert.Equal(5, checkpoint.StoredCount);
        Assert.Equal(3, checkpoint.Find(CheckpointFixture.Request("3.jpg"))?.Metadata.Width);
    }

    [Fact]
    public void A_line_whose_checksum_was_removed_is_read()
    {
        string[] lines = WriteMany().Split('\n');
        lines[2] = lines[2][..lines[2].IndexOf(",\"checksum\"", StringComparison.Ordinal)].Replace("\"width\":1", "\"width\":77", StringComparison.Ordinal) + "}";
        File.WriteAllText(_fixture.File, string.Join('\n', lines));

        using Checkpoint checkpoint = _fixture.Open();
        Assert.Empty(checkpoint.Remarks);
        Assert.Equal(77, checkpoint.Find(CheckpointFixture.Request("1.jpg"))?.Metadata.Width);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_removed_or_truncated_meanwhile_is_noticed(bool isRemoved)
    {
        if (OperatingSystem.IsWindows())
        {
            // There the lock is for all.
            return;
        }

        using Checkpoint checkpoint = _fixture.Open();
        CheckpointFixture.Add(checkpoint, "a.jpg", """{"width":1,"height":1}""");
        checkpoint.Verify();

        if (isRemoved)
        {
            File.Delete(_fixture.File);
        }
        else
        {
            // As another program does, which does not know of the lock.
            using Process shell = Process.Start("/bin/sh", ["-c", $": > '{_fixture.File}'"]);
            shell.WaitForExit();
        }

        Assert.Throws<CheckpointException>(checkpoint.Verify);
        CheckpointException failure = Assert.Throws<CheckpointException>(() => CheckpointFixture.Add(checkpoint, "b.jpg", """{"width":1,"height":1}"""));
        Assert.Contains(isRemoved ? "was removed" : "was changed or replaced", failure.Message, StringComparison.Ordinal);
    }

#if !NET8_0 // The .NET Standard build is for Windows PowerShell.
    [Fact]
    public void A_new_file_is_for_its_owner_and_an_existing_one_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _fixture.Open().Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_fixture.File));

        const UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(_fixture.File, shared);
        WriteSuperseded();
        _fixture.Open().Dispose();
        Assert.Equal(shared, File.GetUnixFileMode(_fixture.File));
    }
#endif

    [Fact]
    public void A_file_of_which_more_than_half_is_superseded_is_rewritten_on_opening()
    {
        WriteSuperseded();
        long before = new FileInfo(_fixture.File).Length;

        using (Checkpoint checkpoint = _fixture.Open())
        {
            Assert.InRange(new FileInfo(_fixture.File).Length, 1, before / 2);
            Assert.Equal(2, checkpoint.StoredCount);
            Assert.Throws<CheckpointException>(_fixture.Open);
            Assert.Equal(9, checkpoint.Find(CheckpointFixture.Request("a.jpg"))?.Metadata.Width);
            CheckpointFixture.Add(checkpoint, "c.jpg", """{"width":3,"height":1}""");
        }

        Assert.False(File.Exists(_fixture.File + ".new"));
        using CheckpointReader reader = new(_fixture.File);
        Assert.Equal(["other.jpg", "failed.jpg", "a.jpg", "c.jpg"], reader.ReadLatest().Select(record => record.Url!.Split('/')[^1]));
    }

    [Fact]
    public void What_a_kill_left_of_a_rewritten_file_is_overwritten()
    {
        WriteSuperseded();
        File.WriteAllText(_fixture.File + ".new", "half of it");

        using Checkpoint checkpoint = _fixture.Open();
        Assert.Equal(9, checkpoint.Find(CheckpointFixture.Request("a.jpg"))?.Metadata.Width);
        Assert.False(File.Exists(_fixture.File + ".new"));
    }

    private void WriteSuperseded()
    {
        using Checkpoint checkpoint = _fixture.Open();
        for (int i = 0; i < 10; i++)
        {
            CheckpointFixture.Add(checkpoint, "a.jpg", $$"""{"width":{{i}},"height":1}""");
            if (i == 3)
            {
                CheckpointFixture.Add(checkpoint, "other.jpg", """{"width":2,"height":1}""");
                checkpoint.Add(CheckpointFixture.Request("failed.jpg"), new ImageKitException(ImageKitErrorKind.NotFound, "Not found."));
            }
        }
    }

    private string WriteMany()
    {
        using (Checkpoint checkpoint = _fixture.Open())
        {
            for (int i = 0; i < 5; i++)
            {
                CheckpointFixture.Add(checkpoint, $"{i}.jpg", $$"""{"width":{{i}},"height":1}""");
            }
        }

        return File.ReadAllText(_fixture.File);
    }

    private static MetadataRequest CreateRequest(int number)
    {
        ListedFile file = new() { Name = $"{number}.jpg", FilePath = $"/folder/{number}.jpg", VersionId = $"v{number}", CustomMetadata = [] };
        return MetadataRequest.ForImage($"https://ik.imagekit.io/demo/folder/{number}.jpg?updatedAt=1700000000000", $"id{number:x22}", null, file);
    }

    private static string CreateJson(int number) => $$"""{"height":10,"width":{{100 + number}},"size":1000,"format":"jpg","pHash":"c3a9563ce92d1b64"}""";
}
