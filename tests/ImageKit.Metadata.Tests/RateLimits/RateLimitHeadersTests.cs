using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.RateLimits;

/// <summary>What the headers of a response say of the rate limit.</summary>
public sealed class RateLimitHeadersTests
{
    [Theory]
    [InlineData("10", "1000", "250", 10, 1_000.0, 250.0)]
    [InlineData("10.0", "1000.5", "0", 10, 1_000.5, 0.0)]
    [InlineData("0", "0", "-1", null, null, null)]
    [InlineData("many", "NaN", "Infinity", null, null, null)]
    [InlineData("99999999999999", "1e300", "1e300", null, null, null)]
    [InlineData("1,000", "1 000", "", null, null, null)]
    public void Numbers_are_read_and_nonsense_is_left_out(string limit, string interval, string reset, int? expectedLimit, double? expectedInterval, double? expectedWait)
    {
        using HttpResponseMessage response = Fakes.StubHandler.CreateResponse(
            429, headers: [("X-RateLimit-Limit", limit), ("x-ratelimit-interval", interval), ("X-RATELIMIT-RESET", reset)]);

        RateLimitHeaders headers = RateLimitHeaders.Read(response.Headers);

        Assert.Equal((expectedLimit, expectedInterval, expectedWait), (headers.Limit, headers.Interval?.TotalMilliseconds, headers.Wait?.TotalMilliseconds));
    }

    [Fact]
    public void Milliseconds_of_the_service_go_before_seconds_of_a_proxy()
    {
        using HttpResponseMessage response = Fakes.StubHandler.CreateResponse(429, headers: [("X-RateLimit-Reset", "250"), ("Retry-After", "1")]);

        Assert.Equal(TimeSpan.FromMilliseconds(250), RateLimitHeaders.Read(response.Headers).Wait);
    }

    [Theory]
    [InlineData("86400000", 86_400_000)]
    [InlineData("86400001", 1_000)]
    [InlineData("1764041818", 1_000)]
    public void A_date_instead_of_them_is_replaced_by_the_seconds(string reset, double milliseconds)
    {
        using HttpResponseMessage response = Fakes.StubHandler.CreateResponse(429, headers: [("X-RateLimit-Reset", reset), ("Retry-After", "1")]);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RateLimitHeaders.Read(response.Headers).Wait);
    }

    [Fact]
    public void A_date_counts_from_the_senders_clock()
    {
        using HttpResponseMessage response = Fakes.StubHandler.CreateResponse(
            429, headers: [("Date", "Wed, 21 Oct 2015 07:28:00 GMT"), ("Retry-After", "Wed, 21 Oct 2015 07:28:30 GMT")]);

        Assert.Equal(TimeSpan.FromSeconds(30), RateLimitHeaders.Read(response.Headers).Wait);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    [InlineData("NaN")]
    public void A_wait_that_cannot_be_parsed_is_ignored(string value)
    {
        using HttpResponseMessage response = Fakes.StubHandler.CreateResponse(429, headers: ("Retry-After", value));

        Assert.Null(RateLimitHeaders.Read(response.Headers).Wait);
    }

    [Fact]
    public void A_date_in_the_past_is_now()
    {
        using HttpResponseMessage response = Fakes.StubHandler.CreateResponse(429, headers: ("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"));

        Assert.Equal(TimeSpan.Zero, RateLimitHeaders.Read(response.Headers).Wait);
    }
}
