using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Tests.Text;

/// <summary>What terminals obey never leaves the module.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "\ufffd[31mred\ufffd[0m")]
    [InlineData("\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\", "\ufffd]8;;https://evil.example\ufffd\\click\ufffd]8;;\ufffd\\")]
    [InlineData("\u001b]52;c;Y2FsYw==\u0007", "\ufffd]52;c;Y2FsYw==\ufffd")]
    [InlineData("\u009b2J\u0090q\u009c", "\ufffd2J\ufffdq\ufffd")]
    [InlineData("a\u202egpj.exe", "a\ufffdgpj.exe")]
    [InlineData("\u2066a\u2069\u200f\u061c\u200b\ufeff", "\ufffda\ufffd\ufffd\ufffd\ufffd\ufffd")]
    [InlineData("two\r\nlines\u2028three\0", "two\ufffd\ufffdlines\ufffdthree\ufffd")]
    [InlineData("Größe 日本 \ud83d\ude00 e\u0301 नमस्ते", "Größe 日本 \ud83d\ude00 e\u0301 नमस्ते")]
    public void Text_stays_text(string text, string expected) => Assert.Equal(expected, PlainText.Clean(text));

    [Fact]
    public void Unpaired_surrogates_are_replaced() => Assert.Equal("half \ufffd and \ufffd", PlainText.Clean("half \ud83d and \ude00"));

    [Fact]
    public void A_cut_leaves_no_unpaired_surrogate() => Assert.Equal("ab…", PlainText.Clean("ab\ud83d\ude00cd", 3));
}
