using System.Text;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Tests.Text;

/// <summary>Secrets do not survive the way from below.</summary>
public sealed class RedactorTests
{
    private const string Key = "private_abcdefgh12345";

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":do_not_set")]
    public void The_key_is_removed_in_any_form(string suffix)
    {
        string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + suffix));
        string text = $"GET with Basic {base64} and {Key}, please";

        Assert.Equal("GET with Basic … and …, please", new Redactor(Key).Clean(text));
        string body = Encoding.UTF8.GetString(new Redactor(Key).Clean(Encoding.UTF8.GetBytes(text)).Span);
        Assert.Equal(text.Length, body.Length);
        Assert.DoesNotContain(Key, body, StringComparison.Ordinal);
        Assert.DoesNotContain(base64[..8], body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private_Kx/+9zQ=secret", "\\/", "\\u002B", "\\u003D")]
    [InlineData("private_Kx/+9zQ=secret", "\\u002f", "\\u002b", "\\u003d")]
    [InlineData("private_??>>??>>?", "\\/", "+", "=")]
    public void The_key_is_removed_where_JSON_escapes_it(string key, string slash, string plus, string equal)
    {
        foreach (string secret in new[] { key, Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")) })
        {
            string escaped = secret.Replace("/", slash, StringComparison.Ordinal).Replace("+", plus, StringComparison.Ordinal).Replace("=", equal, StringComparison.Ordinal);
            string body = $$"""{"message":"Basic {{escaped}}\n","other":"private_"}""";

            string cleaned = Encoding.UTF8.GetString(new Redactor(key).Clean(Encoding.UTF8.GetBytes(body)).Span);

            Assert.Equal(body.Replace(escaped, new string('*', escaped.Length), StringComparison.Ordinal), cleaned);
        }
    }

    [Fact]
    public void A_short_text_is_not_a_key() => Assert.Equal("keep", new Redactor("k").Clean("keep"));

    [Fact]
    public void Every_URL_in_a_text_loses_its_user() => Assert.Equal(
        "The proxy 'http://…@proxy:80/' for https://…@host/a@b failed.",
        Redactor.RemoveUserInfo("The proxy 'http://user:pass@proxy:80/' for https://me@host/a@b failed."));
}
