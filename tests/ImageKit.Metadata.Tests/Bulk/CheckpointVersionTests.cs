using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>A stored response is used for the same content only, and carries what the latest listing shows of the file.</summary>
public sealed class CheckpointVersionTests : IDisposable
{
    private const string Url = "https://ik.imagekit.io/demo/a.jpg";
    private const string Id = "65a0c0ffee0123456789abcd";

    private static readonly DateTime Monday = new(2026, 1, 5, 1, 2, 3, 456, DateTimeKind.Utc);
    private static readonly DateTime Tuesday = Monday.AddDays(1);

    private readonly CheckpointFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("v1", "v1", 0, true)]
    [InlineData("v1", "v1", 1, true)]
    [InlineData("v1", "v2", 0, false)]
    [InlineData("v1", "v2", 1, false)]
    [InlineData(null, "v1", 0, true)]
    [InlineData("v1", null, 0, true)]
    [InlineData(null, null, 0, true)]
    [InlineData(null, "v1", 1, false)]
    [InlineData("v1", null, 1, false)]
    [InlineData(null, null, 1, false)]
    public void A_file_is_known_by_its_version_else_by_its_time_of_change(string? stored, string? listed, int daysLater, bool isSame)
    {
        Store(Listed(stored, Monday));

        using Checkpoint checkpoint = _fixture.Open();
        Assert.Equal(isSame, checkpoint.Find(Listed(listed, Monday.AddDays(daysLater))) is not null);
    }

    [Theory]
    [InlineData(Url, Url, true)]
    [InlineData(Url + "?updatedAt=1", Url + "?updatedAt=1", true)]
    [InlineData(Url + "?updatedAt=1", Url + "?updatedAt=2", false)]
    [InlineData(Url + "?updatedAt=1", Url, false)]
    [InlineData(Url, Url + "?updatedAt=1", false)]
    [InlineData(Url + "?updatedAt=1&ik-s=ab&ik-t=5", Url + "?updatedAt=1&ik-s=cd&ik-t=6", true)]
    [InlineData(Url + "?ik-obj-version=a&updatedAt=1", Url + "?ik-obj-version=b&updatedAt=1", false)]
    [InlineData(Url + "?tr=w-1&updatedAt=1", Url + "?tr=w-2&updatedAt=1", false)]
    public void A_URL_is_known_by_the_time_of_change_in_it_else_by_itself(string stored, string requested, bool isSame)
    {
        Store(MetadataRequest.ForUrl(stored));

        using Checkpoint checkpoint = _fixture.Open();
        MetadataResponse? found = checkpoint.Find(MetadataRequest.ForUrl(requested));
        Assert.Equal(isSame ? requested : null, found?.Metadata.Url);
    }

    [Fact]
    public void A_listed_size_that_contradicts_the_stored_one_means_that_the_file_was_replaced()
    {
        Store(Listed("v1", Monday, size: 1_000), """{"width":1,"height":1,"size":1000}""");

        using Checkpoint checkpoint = _fixture.Open();
        Assert.NotNull(checkpoint.Find(Listed("v1", Monday, size: 1_000)));
        Assert.Null(checkpoint.Find(Listed("v1", Monday, size: 1_001)));
    }

    [Fact]
    public void The_maximum_age_matters_for_what_has_no_version_alone()
    {
        Store(MetadataRequest.ForUrl(Url));
        Store(Listed("v1", Monday));
        DateTime retrievedAt = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        using Checkpoint checkpoint = _fixture.Open();
        Assert.NotNull(checkpoint.Find(MetadataRequest.ForUrl(Url), retrievedAt));
        Assert.Null(checkpoint.Find(MetadataRequest.ForUrl(Url), retrievedAt.AddTicks(1)));
        Assert.NotNull(checkpoint.Find(Listed("v1", Monday), retrievedAt.AddTicks(1)));
        Assert.NotNull(checkpoint.Find(MetadataRequest.ForFile(Id)));
        Assert.Null(checkpoint.Find(MetadataRequest.ForFile(Id), retrievedAt.AddTicks(1)));
    }

    [Fact]
    public void Other_tags_of_the_same_version_are_shown_without_a_request_and_stored()
    {
        Store(Listed("v1", Monday, tags: ["old"]));
        using (Checkpoint checkpoint = _fixture.Open())
        {
            ImageMetadata metadata = checkpoint.Find(Listed("v1", Tuesday, tags: ["new", "red"]))!.Value.Metadata;
            Assert.Equal(["new", "red"], metadata.Tags!);
            Assert.Equal(("/shoes/a.jpg", "v1", Tuesday), (metadata.FilePath, metadata.VersionId, metadata.UpdatedAt));
            Assert.Equal(7, metadata.Width);
        }

        ImageMetadata stored = Assert.Single(ReadAll());
        Assert.Equal(["new", "red"], stored.Tags!);
        Assert.Equal(Tuesday, stored.UpdatedAt);
        Assert.Equal("red", stored.CustomMetadata!["color"]);
        Assert.Equal(5L, stored.CustomMetadata["count"]);
        using Checkpoint again = _fixture.Open();
        long length = new FileInfo(_fixture.File).Length;
        Assert.NotNull(again.Find(Listed("v1", Tuesday, tags: ["new", "red"])));
        Assert.Equal(length, new FileInfo(_fixture.File).Length);
    }

    [Fact]
    public void A_description_that_was_removed_is_removed()
    {
        Store(Listed("v1", Monday, description: "A shoe."));
        using Checkpoint checkpoint = _fixture.Open();

        Assert.Equal("A shoe.", checkpoint.Find(MetadataRequest.ForFile(Id))!.Value.Metadata.Description);
        Assert.Null(checkpoint.Find(Listed("v1", Tuesday))!.Value.Metadata.Description);
        Assert.Null(checkpoint.Find(MetadataRequest.ForFile(Id))!.Value.Metadata.Description);
    }

    [Fact]
    public void A_file_that_is_gone_is_requested_again_and_not_emitted()
    {
        Store(Listed("v1", Monday));
        Store(MetadataRequest.ForUrl(Url + "?tr=w-1", Id));
        Store(MetadataRequest.ForUrl("https://ik.imagekit.io/demo/other.jpg"));
        using (Checkpoint checkpoint = _fixture.Open())
        {
            checkpoint.AddGone(Id);
        }

        Assert.Equal("https://ik.imagekit.io/demo/other.jpg", Assert.Single(ReadAll()).Url);
        using Checkpoint again = _fixture.Open();
        Assert.Null(again.Find(Listed("v1", Monday)));
        Assert.Null(again.Find(MetadataRequest.ForUrl(Url + "?tr=w-1", Id)));
    }

    [Fact]
    public void The_latest_version_of_each_file_is_emitted_once()
    {
        Store(Listed("v1", Monday), """{"width":1,"height":1}""");
        Store(MetadataRequest.ForUrl("https://ik.imagekit.io/demo/other.jpg"), """{"width":2,"height":1}""");
        Store(Listed("v2", Tuesday), """{"width":3,"height":1}""");

        Assert.Equal([2L, 3L], ReadAll().Select(image => image.Width));
    }

    [Fact]
    public void A_file_of_version_0_1_0_is_read_and_extended()
    {
        string old = Path.Combine(AppContext.BaseDirectory, "Samples", "checkpoint-0.1.0.jsonl");
        File.Copy(old, _fixture.File);
        using ImageKitClient client = CheckpointFixture.ClientOf("private_emulator_key", "http://127.0.0.1:43210");
        string[] lines = File.ReadAllLines(old);

        using (Checkpoint checkpoint = Checkpoint.Open(_fixture.File, client))
        {
            Assert.Empty(checkpoint.Remarks);
            foreach (ImageMetadata stored in ReadAll(old))
            {
                MetadataRequest same = MetadataRequest.ForImage(stored.Url, stored.FileId);
                Assert.NotNull(checkpoint.Find(same));
                MetadataRequest later = MetadataRequest.ForImage(stored.Url!.Replace("updatedAt=1", "updatedAt=2", StringComparison.Ordinal), stored.FileId);
                Assert.Equal(stored.Url == later.Url, checkpoint.Find(later) is not null);
            }
        }

        Assert.Equal(lines, File.ReadAllLines(_fixture.File));
    }

    private static MetadataRequest Listed(string? version, DateTime updatedAt, long? size = null, string[]? tags = null, string? description = null)
    {
        string url = $"{Url}?updatedAt={new DateTimeOffset(updatedAt).ToUnixTimeMilliseconds()}";
        ListedFile file = new()
        {
            Name = "a.jpg",
            FilePath = "/shoes/a.jpg",
            Tags = tags,
            CustomMetadata = new PropertyBag { ["color"] = "red", ["count"] = 5L },
            Description = description,
            VersionId = version,
            UpdatedAt = updatedAt,
            Size = size,
        };
        return MetadataRequest.ForImage(url, Id, null, file);
    }

    private void Store(MetadataRequest request, string json = """{"width":7,"height":5}""")
    {
        using Checkpoint checkpoint = _fixture.Open();
        checkpoint.Add(request, CheckpointFixture.CreateResponse(request, json));
    }

    private List<ImageMetadata> ReadAll(string? file = null)
    {
        using CheckpointReader reader = new(file ?? _fixture.File);
        return [.. reader.ReadLatest().Select(record => record.TryRead()?.Metadata).OfType<ImageMetadata>()];
    }
}
