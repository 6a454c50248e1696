using CsCheck;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.RateLimits;

/// <summary>The moments that one announced limit hands out.</summary>
public sealed class RateWindowTests
{
    [Fact]
    public void No_interval_wherever_it_begins_holds_more_than_the_limit() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[10, 20_000], Gen.Int[0, 3_000].Array[1, 600]).Holds((limit, milliseconds, gaps) =>
        {
            TimeSpan interval = TimeSpan.FromMilliseconds(milliseconds);
            RateWindow window = new(limit, interval, 0, TimeSpan.Zero);
            List<TimeSpan> sent = [];
            TimeSpan now = TimeSpan.Zero;
            foreach (int gap in gaps)
            {
                // Mostly in a rush, with a silence now and then.
                now += TimeSpan.FromMilliseconds(gap < 2_900 ? 0 : gap);
                TimeSpan moment = window.Earliest(now);
                Assert.True(moment >= now);
                window.Reserve(moment);
                sent.Add(moment);
                now = moment;
            }

            for (int i = limit; i < sent.Count; i++)
            {
                Assert.True(sent[i] - sent[i - limit] >= interval - TimeSpan.FromTicks(limit), $"{sent[i - limit]} to {sent[i]} holds {limit + 1}.");
            }
        });

    [Fact]
    public void Returned_times_are_free_again()
    {
        RateWindow window = new(100, TimeSpan.FromSeconds(1), 0, TimeSpan.Zero);
        for (int i = 0; i < 300; i++)
        {
            window.Reserve(window.Earliest(TimeSpan.Zero));
        }

        Assert.True(window.Earliest(TimeSpan.Zero) > TimeSpan.FromSeconds(2));
        window.Release(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), window.Earliest(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void What_was_sent_before_the_limit_was_known_counts()
    {
        RateWindow window = new(1_000, TimeSpan.FromMinutes(15), 980, TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(3), window.Earliest(TimeSpan.FromSeconds(10)));
    }
}
