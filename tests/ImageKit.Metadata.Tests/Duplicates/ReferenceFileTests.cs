using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Duplicates;

namespace ImageKit.Metadata.Tests.Duplicates;

/// <summary>A reference set may be metadata as JSON, as <c>ConvertTo-Json</c> writes it, or the JSON report of an audit.</summary>
public sealed class ReferenceFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("""[{"Url":"a","PHash":"1","Exif":{"Image":{"PHash":"9"}}},{"Url":"b","PHash":"2"}]""", "a 1, b 2")]
    [InlineData("""{"Url":"a","PHash":"1"}""", "a 1")]
    [InlineData("""{"schema":"x","findings":[{"url":"a","evidence":{"PHash":"1"}},{"url":"b"}],"rules":[{"PHash":"3"}]}""", "a 1")]
    [InlineData("""[{"Url":"a","PHash":"1","Transformation":"w-1"},{"Url":"b"},null]""", "")]
    public void Images_and_findings_are_read(string json, string expected)
    {
        File.WriteAllText(_file, json);

        Assert.Equal(expected, string.Join(", ", Read().Select(image => $"{image.Url} {image.PHash}")));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[1,2]")]
    [InlineData("7")]
    [InlineData("""{"findings":null}""")]
    [InlineData("""{"findings":[]}""")]
    [InlineData("""{"findings":{"a":1}}""")]
    [InlineData("""[{"Url":"a","PHash":"1"}""")]
    public void Anything_else_is_an_error(string json)
    {
        File.WriteAllText(_file, json);

        Assert.Contains($"'{_file}'", Assert.Throws<CheckpointException>(Read).Message, StringComparison.Ordinal);
    }

    /// <summary>That is how <c>ConvertTo-Json -Compress</c> writes it; no line of a checkpoint is so long.</summary>
    [Fact]
    public void A_document_may_be_one_line_of_any_length()
    {
        File.WriteAllText(_file, $$"""[{{new string(' ', 70_000_000)}}{"Url":"a","PHash":"1"}]""");

        Assert.Equal("a", Assert.Single(Read()).Url);
    }

    private DuplicateMember[] Read() => [.. ReferenceFile.Read(_file, CancellationToken.None)];
}
