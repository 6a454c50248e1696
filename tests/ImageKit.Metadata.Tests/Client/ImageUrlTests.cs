using CsCheck;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>Where a URL contains a transformation, and which URLs can be requested.</summary>
public sealed class ImageUrlTests
{
    private const string Image = "https://ik.imagekit.io/demo/a.jpg";

    private static readonly Gen<string> Steps = Gen.String[Gen.Char["abcwhr019-_,.:@~"], 1, 20].Where(steps => !steps.StartsWith("tr:", StringComparison.Ordinal));

    private static readonly Gen<string> Urls =
        from path in Gen.String[Gen.Char["abcé% /.-_~+"], 0, 12]
        from query in Gen.OneOf(Gen.Const(""), Gen.String[Gen.Char["abtr=&+/:%"], 0, 12].Select(text => "?" + text))
        from fragment in Gen.OneOf(Gen.Const(""), Gen.String[Gen.Char["ab?&="], 0, 6].Select(text => "#" + text))
        from transformed in Gen.OneOf(Gen.Const(""), Gen.Const("tr:w-1/"))
        select "https://ik.imagekit.io/demo/" + transformed + path + query + fragment;

    [Theory]
    // No transformation yet: the query gets one.
    [InlineData(Image, "w-100", Image + "?tr=w-100")]
    [InlineData(Image + "?updatedAt=1", "w-100", Image + "?updatedAt=1&tr=w-100")]
    [InlineData(Image + "?", "w-100", Image + "?tr=w-100")]
    [InlineData(Image + "?a=1&", "w-100", Image + "?a=1&tr=w-100")]
    [InlineData(Image + "#top", "w-100", Image + "?tr=w-100#top")]
    [InlineData(Image + "?a=1#top?x&y", "w-100", Image + "?a=1&tr=w-100#top?x&y")]
    [InlineData(Image + "#top?tr=w-1", "w-100", Image + "?tr=w-100#top?tr=w-1")]
    [InlineData(Image + "?str=w-1", "w-100", Image + "?str=w-1&tr=w-100")]
    [InlineData(Image + "?attr=tr=1", "w-100", Image + "?attr=tr=1&tr=w-100")]
    // One in the query: chained there.
    [InlineData(Image + "?tr=w-100", "rt-90", Image + "?tr=w-100:rt-90")]
    [InlineData(Image + "?tr=w-100&updatedAt=1", "rt-90", Image + "?tr=w-100:rt-90&updatedAt=1")]
    [InlineData(Image + "?updatedAt=1&tr=w-100#top", "rt-90", Image + "?updatedAt=1&tr=w-100:rt-90#top")]
    [InlineData(Image + "?tr=", "rt-90", Image + "?tr=rt-90")]
    [InlineData(Image + "?tr=&a=1", "rt-90", Image + "?tr=rt-90&a=1")]
    // One in the path: chained there.
    [InlineData("https://ik.imagekit.io/demo/tr:w-100/a.jpg", "rt-90", "https://ik.imagekit.io/demo/tr:w-100:rt-90/a.jpg")]
    [InlineData("https://ik.imagekit.io/demo/tr:w-100/a.jpg?updatedAt=1", "rt-90", "https://ik.imagekit.io/demo/tr:w-100:rt-90/a.jpg?updatedAt=1")]
    [InlineData("https://ik.imagekit.io/demo/a.jpg/tr:w-100", "rt-90", "https://ik.imagekit.io/demo/a.jpg/tr:w-100:rt-90")]
    [InlineData("https://ik.imagekit.io/demo/tr:w-100:h-5/a.jpg?tr=q-1", "rt-90", "https://ik.imagekit.io/demo/tr:w-100:h-5/a.jpg?tr=q-1:rt-90")]
    [InlineData(Image + "?next=/tr:w-1/", "w-100", Image + "?next=/tr:w-1/&tr=w-100")]
    // However it is written.
    [InlineData(Image, "tr:w-100,h-50", Image + "?tr=w-100,h-50")]
    [InlineData(Image, "tr=w-100,h-50", Image + "?tr=w-100,h-50")]
    [InlineData(Image, "n-thumb", Image + "?tr=n-thumb")]
    // What is encoded stays; what would break the URL is encoded.
    [InlineData(Image, "l-text,i-a%20b,l-end", Image + "?tr=l-text,i-a%20b,l-end")]
    [InlineData(Image, "l-text,i-a b,l-end", Image + "?tr=l-text,i-a%20b,l-end")]
    [InlineData(Image, "l-text,i-a&b=c#d?e+f,l-end", Image + "?tr=l-text,i-a%26b=c%23d%3Fe%2Bf,l-end")]
    [InlineData(Image, "l-text,i-é€😀\t\"<>\\^`{|},l-end", Image + "?tr=l-text,i-%C3%A9%E2%82%AC%F0%9F%98%80%09%22%3C%3E%5C%5E%60%7B%7C%7D,l-end")]
    [InlineData("https://ik.imagekit.io/demo/tr:w-100/a.jpg", "l-text,i-a/b?c,l-end", "https://ik.imagekit.io/demo/tr:w-100:l-text,i-a%2Fb%3Fc,l-end/a.jpg")]
    public void A_transformation_is_added(string url, string transformation, string expected) =>
        Assert.Equal(expected, ImageUrl.AddTransformation(url, transformation));

    [Theory]
    [InlineData(Image, null)]
    [InlineData(Image + "?updatedAt=1", null)]
    [InlineData(Image + "?str=w-1", null)]
    [InlineData(Image + "?tr=", null)]
    [InlineData(Image + "#?tr=w-1", null)]
    [InlineData(Image + "?a=/tr:w-1/", null)]
    [InlineData("https://ik.imagekit.io/demo/str:w-1/a.jpg", null)]
    [InlineData("https://ik.imagekit.io/demo/tr:/a.jpg", null)]
    [InlineData(Image + "?tr=w-100:rt-90", "w-100:rt-90")]
    [InlineData(Image + "?a=1&tr=w-100&b=2#c", "w-100")]
    [InlineData(Image + "?tr=l-text,i-a%20b,l-end", "l-text,i-a b,l-end")]
    [InlineData("https://ik.imagekit.io/demo/tr:w-100,h-5:rt-90/x/a.jpg", "w-100,h-5:rt-90")]
    [InlineData("https://images.example.com/tr:n-thumb/a.jpg?updatedAt=1", "n-thumb")]
    public void A_transformation_is_found(string url, string? expected) => Assert.Equal(expected, ImageUrl.FindTransformation(url));

    [Fact]
    public void What_is_added_is_found_chained_and_the_rest_of_the_url_is_untouched() =>
        Gen.Select(Urls, Steps, Steps).Holds((url, first, second) =>
        {
            string? before = ImageUrl.FindTransformation(url);
            string once = ImageUrl.AddTransformation(url, first);
            string twice = ImageUrl.AddTransformation(once, second);

            string expected = before is null ? first : before + ":" + first;
            Assert.Equal(expected, ImageUrl.FindTransformation(once));
            Assert.Equal(expected + ":" + second, ImageUrl.FindTransformation(twice));

            // Taken out again, what was put in leaves what was there.
            Assert.Contains(once, WithoutEach(twice, ":" + second));
            Assert.Contains(url, new[] { ":", "?tr=", "&tr=", "tr=", "" }.SelectMany(separator => WithoutEach(once, separator + first)));
        });

    [Fact]
    public void Whatever_the_transformation_the_url_stays_one_and_holds_it() =>
        Gen.Select(Urls, Gen.String[Gen.Char['\0', '\uD7FF'].Where(c => c != '%'), 1, 20]).Holds((url, steps) =>
        {
            if (steps.StartsWith("tr:", StringComparison.Ordinal) || steps.StartsWith("tr=", StringComparison.Ordinal))
            {
                return;
            }

            string added = ImageUrl.AddTransformation(url, steps);
            string? before = ImageUrl.FindTransformation(url);

            Assert.Null(ImageUrl.Validate(added));
            Assert.Equal(before is null ? steps : before + ":" + steps, ImageUrl.FindTransformation(added));
        });

    [Theory]
    [InlineData(Image)]
    [InlineData("http://ik.imagekit.io/demo/a.jpg")]
    [InlineData("HTTPS://IK.IMAGEKIT.IO/demo/a.jpg")]
    [InlineData("https://images.example.com/a b/ü.jpg?x=1#y")]
    [InlineData("https://ik.imagekit.io/demo/https://www.example.com/x.jpg")]
    [InlineData("https://ik.imagekit.io/demo/user@example.com.jpg")]
    public void An_absolute_http_url_can_be_requested(string url) => Assert.Null(ImageUrl.Validate(url));

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData(" \t\r\n", "empty")]
    [InlineData("a.jpg", "absolute")]
    [InlineData("/demo/a.jpg", "absolute")]
    [InlineData("//ik.imagekit.io/demo/a.jpg", "absolute")]
    [InlineData("C:\\images\\a.jpg", "absolute")]
    [InlineData("file:///tmp/a.jpg", "absolute")]
    [InlineData("ftp://ik.imagekit.io/demo/a.jpg", "absolute")]
    [InlineData("data:image/png;base64,AAAA", "absolute")]
    [InlineData("598821f949c0a938d57563bd", "file ID")]
    [InlineData("598821f949c0a938d57563bg", "absolute")]
    [InlineData("https://", "absolute")]
    [InlineData("https:///a.jpg", "absolute")]
    [InlineData("https://user:pw@ik.imagekit.io/demo/a.jpg", "user name")]
    [InlineData("https://user@ik.imagekit.io/demo/a.jpg", "user name")]
    public void Text_that_is_not_a_valid_URL_is_explained(string? url, string because)
    {
        Assert.Contains(because, ImageUrl.Validate(url), StringComparison.Ordinal);
        ImageKitException exception = Assert.Throws<ImageKitException>(() => MetadataRequest.ForUrl(url));
        Assert.Equal(ImageKitErrorKind.InvalidUrl, exception.Kind);
        Assert.Equal(0, exception.Attempts);
    }

    [Fact]
    public void The_length_is_bounded_in_bytes()
    {
        string path = "https://ik.imagekit.io/demo/";
        string longest = path + new string('a', (8 * 1024) - path.Length);

        Assert.Null(ImageUrl.Validate(longest));
        Assert.Contains("8 KB", ImageUrl.Validate(longest + "a"), StringComparison.Ordinal);
        Assert.Contains("8 KB", ImageUrl.Validate(path + new string('é', 5_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_cannot_be_sent()
    {
        Assert.Null(ImageUrl.Validate(Image + "\ud83d\ude00"));
        Assert.Contains("unpaired surrogate", ImageUrl.Validate(Image + "\ud83d"), StringComparison.Ordinal);
        Assert.Contains("unpaired surrogate", ImageUrl.Validate(Image + "\ude00\ud83d"), StringComparison.Ordinal);
        Assert.Equal(ImageKitErrorKind.BadRequest, Assert.Throws<ImageKitException>(() => MetadataRequest.ForFile("a\ud83d")).Kind);
    }

    [Fact]
    public void A_transformation_that_makes_the_url_too_long_is_refused()
    {
        ImageKitException exception = Assert.Throws<ImageKitException>(() => MetadataRequest.ForUrl(Image, null, new string('w', 100_000)));

        Assert.Equal(ImageKitErrorKind.InvalidUrl, exception.Kind);
    }

    [Theory]
    [InlineData("https://user:secret@ik.imagekit.io/a@b.jpg", "https://…@ik.imagekit.io/a@b.jpg")]
    [InlineData("https://user:se@cret@ik.imagekit.io?x=@", "https://…@ik.imagekit.io?x=@")]
    [InlineData("https://ik.imagekit.io/@a.jpg", "https://ik.imagekit.io/@a.jpg")]
    [InlineData("https://", "https://")]
    [InlineData("://", "://")]
    [InlineData("a@b", "a@b")]
    [InlineData("https:\\/user:secret@ik.imagekit.io/a.jpg", "https:\\/…@ik.imagekit.io/a.jpg")]
    [InlineData("https://user:sec/ret@ik.imagekit.io", "https://…@ik.imagekit.io")]
    [InlineData("ftp://user:secret@ik.imagekit.io/a.jpg", "ftp://…@ik.imagekit.io/a.jpg")]
    [InlineData("", "")]
    public void A_password_in_a_url_is_not_shown(string url, string shown) => Assert.Equal(shown, Metadata.Text.Redactor.RemoveUserInfo(url));

    /// <summary>The text without one of the places where the part stands, for each place.</summary>
    private static IEnumerable<string> WithoutEach(string text, string part)
    {
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            yield return text.Remove(at, part.Length);
        }
    }
}
