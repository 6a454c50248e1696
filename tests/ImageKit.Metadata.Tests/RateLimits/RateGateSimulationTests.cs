using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.RateLimits;

/// <summary>What a crowd of workers behind one gate gets out of a limited service: minutes of it, in virtual time.</summary>
public sealed class RateGateSimulationTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(RateLimitWindow.Fixed, 0)]
    [InlineData(RateLimitWindow.Sliding, 0)]
    [InlineData(RateLimitWindow.Fixed, 100)]
    [InlineData(RateLimitWindow.Sliding, 100)]
    public void An_announced_limit_is_used_and_respected(RateLimitWindow window, int jitterInMilliseconds)
    {
        VirtualServer server = Start(100, TimeSpan.FromSeconds(1), window, Announcement.Always, jitterInMilliseconds);

        server.Run(workers: 64, Minute);

        AssertRate(server, 100, 2, 60, 0.95);
        AssertRefused(server, 0.02);
        if (jitterInMilliseconds == 0)
        {
            Assert.InRange(server.Busiest(TimeSpan.FromSeconds(1), 2), 1, 100);
        }
    }

    [Theory]
    [InlineData(RateLimitWindow.Fixed)]
    [InlineData(RateLimitWindow.Sliding)]
    public void A_limit_announced_only_with_refusals_is_used_and_respected(RateLimitWindow window)
    {
        VirtualServer server = Start(100, TimeSpan.FromSeconds(1), window, Announcement.OnRefusal);

        server.Run(workers: 64, Minute);

        AssertRate(server, 100, 2, 60, 0.95);
        AssertRefused(server, 0.02);
    }

    [Theory]
    [InlineData(RateLimitWindow.Fixed)]
    [InlineData(RateLimitWindow.Sliding)]
    public void A_limit_that_is_never_announced_is_learned(RateLimitWindow window)
    {
        VirtualServer server = Start(100, TimeSpan.FromSeconds(1), window, Announcement.Nothing);

        server.Run(workers: 64, TimeSpan.FromSeconds(120));

        AssertRate(server, 100, 15, 120, 0.85);
        AssertRefused(server, 0.05);
        Assert.Equal(0, server.Lost);
    }

    [Theory]
    [InlineData(RateLimitWindow.Fixed)]
    [InlineData(RateLimitWindow.Sliding)]
    public void With_a_Retry_After_alone_nothing_is_lost(RateLimitWindow window)
    {
        VirtualServer server = Start(100, TimeSpan.FromSeconds(1), window, Announcement.RetryAfter);

        server.Run(workers: 64, Minute);

        // Whole seconds are coarse, and every window begins with a burst that ends in refusals.
        AssertRate(server, 100, 2, 60, 0.45);
        Assert.Equal(0, server.Lost);
    }

    [Theory]
    [InlineData(RateLimitWindow.Fixed)]
    [InlineData(RateLimitWindow.Sliding)]
    public void A_limit_over_five_seconds_is_used_and_respected(RateLimitWindow window)
    {
        VirtualServer server = Start(100, TimeSpan.FromSeconds(5), window, Announcement.Always);

        server.Run(workers: 64, Minute);

        AssertRate(server, 20, 5, 60, 0.95);
        AssertRefused(server, 0.02);
    }

    [Theory]
    [InlineData(RateLimitWindow.Fixed)]
    [InlineData(RateLimitWindow.Sliding)]
    public void A_limit_smaller_than_the_number_of_workers_is_used_and_respected(RateLimitWindow window)
    {
        VirtualServer server = Start(10, TimeSpan.FromSeconds(1), window, Announcement.Always);

        server.Run(workers: 64, TimeSpan.FromSeconds(300));

        // The crowd is on its way before the first response announces a limit: 54 refusals at the most.
        AssertRate(server, 10, 7, 300, 0.93);
        Assert.InRange(server.Refused(), 0, 60);
        Assert.InRange(server.Refused(7), 0, 0.02 * 10 * 293);
        Assert.Equal(0, server.Lost);
    }

    [Theory]
    [InlineData(RateLimitWindow.Fixed)]
    [InlineData(RateLimitWindow.Sliding)]
    public void A_long_window_is_used_at_once_and_then_waited_for(RateLimitWindow window)
    {
        VirtualServer server = Start(1_000, TimeSpan.FromMinutes(15), window, Announcement.Always);

        server.Run(workers: 64, TimeSpan.FromMinutes(31));

        Assert.InRange(server.Granted(0, 60), 950, 1_000);
        Assert.InRange(server.Granted(0, 1_860), 2_900, 3_000);
        AssertRefused(server, 0.02);
        Assert.Equal(0, server.Lost);
    }

    [Fact]
    public void Two_windows_are_both_respected()
    {
        VirtualServer server = Start(1_000, TimeSpan.FromSeconds(30), RateLimitWindow.Fixed, Announcement.Always);
        server.Limit(50, TimeSpan.FromSeconds(1), RateLimitWindow.Fixed);

        server.Run(workers: 64, Minute);

        Assert.InRange(server.Granted(0, 60), 0.93 * 2_000, 2_000);
        Assert.Equal(0, server.Lost);
        Assert.InRange(server.Refused(3), 0, 0.02 * 2_000);
    }

    [Theory]
    [InlineData(200, 50, Announcement.Always)]
    [InlineData(50, 200, Announcement.Always)]
    [InlineData(200, 50, Announcement.OnRefusal)]
    [InlineData(50, 200, Announcement.OnRefusal)]
    internal void A_limit_that_changes_is_followed(int before, int after, Announcement announces)
    {
        VirtualServer server = Start(before, TimeSpan.FromSeconds(1), RateLimitWindow.Fixed, announces);
        server.Run(workers: 64, TimeSpan.FromSeconds(20));

        server.Windows.Clear();
        server.Limit(after, TimeSpan.FromSeconds(1), RateLimitWindow.Fixed);
        server.Run(workers: 64, TimeSpan.FromSeconds(40));

        Assert.Equal(0, server.Lost);
        AssertRate(server, before, 2, 20, 0.95);
        if (announces == Announcement.Always || after < before)
        {
            AssertRate(server, after, 23, 60, 0.95);
        }
        else
        {
            // No response announces the higher limit: the rate stays.
            AssertRate(server, before, 23, 60, 0.95);
        }
    }

    [Fact]
    public void A_limit_that_falls_unannounced_is_learned_again()
    {
        VirtualServer server = Start(200, TimeSpan.FromSeconds(1), RateLimitWindow.Fixed, Announcement.Nothing);
        server.Run(workers: 64, TimeSpan.FromSeconds(30));

        server.Windows.Clear();
        server.Limit(50, TimeSpan.FromSeconds(1), RateLimitWindow.Fixed);
        server.Run(workers: 64, TimeSpan.FromSeconds(60));

        Assert.Equal(0, server.Lost);
        AssertRate(server, 50, 50, 90, 0.85);
        Assert.InRange(server.Refused(50, 90), 0, 0.05 * 50 * 40);
    }

    [Fact]
    public void Without_a_limit_no_request_waits()
    {
        FakeClock clock = new();
        VirtualServer server = new(clock, new RateGate(clock, TimeSpan.FromMinutes(10))) { Announces = Announcement.Nothing };

        server.Run(workers: 64, TimeSpan.FromSeconds(10));

        Assert.InRange(server.Granted(0, 10), 0.99 * 64 * 20 * 10, 64 * 20 * 10);
    }

    [Theory]
    [InlineData(RateLimitWindow.Fixed)]
    [InlineData(RateLimitWindow.Sliding)]
    public void After_a_pause_the_next_requests_are_not_refused(RateLimitWindow window)
    {
        VirtualServer server = Start(100, TimeSpan.FromSeconds(1), window, Announcement.Always);
        server.Run(workers: 64, TimeSpan.FromSeconds(5));
        int before = server.Refused();

        server.Run(workers: 0, TimeSpan.FromSeconds(30));
        double start = server.Now;
        server.Run(workers: 64, TimeSpan.FromSeconds(5));

        Assert.InRange(server.Refused() - before, 0, 5);
        AssertRate(server, 100, start, start + 5, 0.93);
    }

    [Theory]
    [InlineData(RateLimitWindow.Fixed)]
    [InlineData(RateLimitWindow.Sliding)]
    public void After_a_pause_of_two_days_a_learned_rate_is_learned_again(RateLimitWindow window)
    {
        VirtualServer server = Start(100, TimeSpan.FromSeconds(1), window, Announcement.Nothing);
        server.Run(workers: 64, Minute);
        int before = server.Refused();

        server.Run(workers: 0, TimeSpan.FromHours(48));
        double start = server.Now;
        server.Run(workers: 64, Minute);

        Assert.Equal(0, server.Lost);
        Assert.InRange(server.Refused() - before, 0, 0.05 * 6_000);
        AssertRate(server, 100, start + 15, start + 60, 0.85);
    }

    private static VirtualServer Start(int limit, TimeSpan interval, RateLimitWindow window, Announcement announces, int jitterInMilliseconds = 0)
    {
        FakeClock clock = new();
        VirtualServer server = new(clock, new RateGate(clock, TimeSpan.FromMinutes(10)))
        {
            Announces = announces,
            Jitter = TimeSpan.FromMilliseconds(jitterInMilliseconds),
        };
        server.Limit(limit, interval, window);
        return server;
    }

    private static void AssertRate(VirtualServer server, double perSecond, double from, double to, double share)
    {
        double permitted = perSecond * (to - from);
        double granted = server.Granted(from, to);
        Assert.True(granted >= share * permitted, $"{granted} of {permitted} permitted requests were granted, {granted / permitted:P1}; {server.Refused()} were refused.");
    }

    private static void AssertRefused(VirtualServer server, double share)
    {
        Assert.Equal(0, server.Lost);
        double refused = server.Refused();
        double all = server.Arrivals.Count;
        Assert.True(refused < share * all, $"{refused} of {all} requests were refused, {refused / all:P1}.");
    }
}
