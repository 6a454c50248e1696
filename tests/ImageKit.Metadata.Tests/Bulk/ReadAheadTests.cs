using System.Text;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>Reading ahead on another thread changes nothing but the time.</summary>
public sealed class ReadAheadTests : IDisposable
{
    private const int Count = 1_500;
    private readonly CheckpointFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Items_keep_their_order_and_what_came_before_a_failure_arrives()
    {
        List<int> taken = [];

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (int item in ReadAhead.Enumerate(Numbers(), _ => 1))
            {
                taken.Add(item);
            }
        });

        Assert.Equal("after 700", failure.Message);
        Assert.Equal(Enumerable.Range(0, 700), taken);

        static IEnumerable<int> Numbers()
        {
            for (int i = 0; i < 700; i++)
            {
                yield return i;
            }

            throw new InvalidDataException("after 700");
        }
    }

    [Fact]
    public void Who_stops_early_ends_the_source_and_at_most_a_few_large_items_are_in_memory()
    {
        int read = 0;
        bool isDisposed = false;

        Assert.Equal(0, ReadAhead.Enumerate(Source(), _ => 16 * 1024 * 1024).First());

        Assert.True(isDisposed);

        // The one that was taken, two that wait, and the one that was being read.
        Assert.InRange(read, 1, 4);

        IEnumerable<int> Source()
        {
            try
            {
                while (true)
                {
                    yield return read++;
                }
            }
            finally
            {
                isDisposed = true;
            }
        }
    }

    /// <summary>In the order of the file, with gaps, backwards, twice, and beside lines that are written meanwhile.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(701)]
    public void Each_image_gets_its_own_metadata_in_whatever_order_it_is_requested(int step)
    {
        Fill();
        using Checkpoint checkpoint = _fixture.Open();
        for (int i = 0, n = 0; n < Count; n++, i = (i + step + Count) % Count)
        {
            MetadataResponse? found = checkpoint.Find(CheckpointFixture.Request($"{i}.jpg"));

            Assert.Equal(i, found?.Metadata.Width);
            Assert.Equal($"Maker {i}", found!.Value.Metadata.Exif.Image["Make"]);
            Assert.Equal($"Maker {i}", found.Value.Metadata.Camera);
            Assert.Contains($"\"Maker {i}\"", Encoding.UTF8.GetString(found.Value.Body.Span), StringComparison.Ordinal);
            if (n % 100 == 0)
            {
                Assert.NotSame(found.Value.Metadata, checkpoint.Find(CheckpointFixture.Request($"{i}.jpg"))?.Metadata);
                CheckpointFixture.Add(checkpoint, $"new-{n}.jpg", """{"width":1}""");
                Assert.Equal(1, checkpoint.Find(CheckpointFixture.Request($"new-{n}.jpg"))?.Metadata.Width);
            }
        }
    }

    [Fact]
    public void Lines_of_any_length_are_read_ahead()
    {
        using (Checkpoint checkpoint = _fixture.Open())
        {
            for (int i = 0; i < 200; i++)
            {
                CheckpointFixture.Add(checkpoint, $"{i}.jpg", $$"""{"width":{{i}},"extra":"{{new string('x', i % 50 == 49 ? 400_000 : 10)}}"}""");
            }
        }

        using Checkpoint again = _fixture.Open();
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(i, again.Find(CheckpointFixture.Request($"{i}.jpg"))?.Metadata.Width));
    }

    private void Fill()
    {
        using Checkpoint checkpoint = _fixture.Open();
        for (int i = 0; i < Count; i++)
        {
            CheckpointFixture.Add(checkpoint, $"{i}.jpg", $$$$"""{"width":{{{{i}}}},"exif":{"image":{"Make":"Maker {{{{i}}}}","Software":"{{{{new string('s', 400)}}}}"}}}""");
        }
    }
}
