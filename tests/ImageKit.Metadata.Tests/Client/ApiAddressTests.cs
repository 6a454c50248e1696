using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>Where the private key may be sent, and how a deceptive address is shown.</summary>
public sealed class ApiAddressTests
{
    [Theory]
    [InlineData("https://api.imagekit.io", true)]
    [InlineData("http://api.imagekit.io", false)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://127.9.9.9", true)]
    [InlineData("http://[::1]:80", true)]
    [InlineData("http://[::ffff:127.0.0.1]", true)]
    [InlineData("http://[::127.0.0.1]", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("https://user@api.imagekit.io", false)]
    [InlineData("ftp://localhost", false)]
    public void The_key_goes_to_https_or_this_machine(string address, bool isAcceptable) =>
        Assert.Equal(isAcceptable, ApiAddress.IsAcceptable(new Uri(address)));

    [Theory]
    [InlineData("https://api.imagekit.io", null)]
    [InlineData("https://api.im\u0430gekit.io", "api.xn--imgekit-vbb.io")]
    [InlineData("https://127.0.0.1", null)]
    [InlineData("https://[::1]", null)]
    public void An_internationalized_name_has_an_ASCII_form(string address, string? expected)
    {
        string? shown = ApiAddress.AsciiHost(new Uri(address));

        Assert.Equal(expected is null, shown is null);
        Assert.StartsWith(expected is null ? string.Empty : "api.xn--", shown ?? string.Empty, StringComparison.Ordinal);
    }
}
