using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.RateLimits;

/// <summary>Who waits at the gate, for how long, and what becomes of their moment if they leave.</summary>
public sealed class RateGateTests
{
    private readonly FakeClock _clock = new();
    private readonly RateGate _gate;

    public RateGateTests() => _gate = new RateGate(_clock, TimeSpan.FromMinutes(10));

    [Theory]
    [InlineData("10", "10000", 2)]
    [InlineData("10", "900000", 900)]
    public void A_crowd_that_is_stopped_does_not_hold_up_the_next(string limit, string interval, int seconds)
    {
        Announce(limit, interval);
        using CancellationTokenSource stop = new();
        Task[] crowd = Enter(64, stop.Token);
        Assert.Contains(crowd, task => !task.IsCompleted);
        FakeClock.InPlace(stop.Cancel);

        Task next = Assert.Single(Enter(1));
        _clock.RunUntilDone(next);

        Assert.InRange(_clock.Now.TotalSeconds, 0, seconds);
    }

    [Fact]
    public void Of_a_crowd_whose_first_is_stopped_the_others_move_up()
    {
        Announce("1", "10000");
        Assert.True(Assert.Single(Enter(1)).IsCompleted);
        using CancellationTokenSource stop = new();
        Task first = Assert.Single(Enter(1, stop.Token));
        Task second = Assert.Single(Enter(1));

        FakeClock.InPlace(stop.Cancel);
        _clock.RunUntilDone(second);

        Assert.True(first.IsCanceled);
        Assert.InRange(_clock.Now.TotalSeconds, 0, 12);
    }

    [Fact]
    public void While_a_window_is_used_up_the_gate_shows_when_the_next_opens()
    {
        Announce("10", "900000");
        Assert.InRange(_gate.PausedUntil, TimeSpan.Zero, _clock.Now);
        Task[] crowd = Enter(20);
        Assert.Equal(TimeSpan.FromMinutes(15), _gate.PausedUntil);

        _clock.RunUntilDone(Task.WhenAll(crowd));

        Assert.InRange(_gate.PausedUntil, TimeSpan.Zero, _clock.Now);
    }

    [Fact]
    public void After_the_give_up_time_waiting_requests_fail_with_the_next_refusal()
    {
        Refuse();
        _clock.Advance(TimeSpan.FromMinutes(11));
        Refuse(out bool again);
        Assert.False(again);
        Task[] crowd = Enter(5);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(crowd, task => task.IsFaulted);

        Refuse();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Task[] failed = [.. crowd.Where(task => task.IsFaulted)];
        Assert.NotEmpty(failed);
        Assert.All(failed, task => Assert.Equal(ImageKitErrorKind.RateLimitExceeded, Assert.IsType<ImageKitException>(task.Exception!.InnerException).Kind));
        Assert.All(crowd.Except(failed), task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public void A_success_resets_the_give_up_time()
    {
        Refuse();
        _clock.Advance(TimeSpan.FromMinutes(11));
        Announce("1000", "1000");
        Refuse(out bool again);

        Assert.True(again);
    }

    [Fact]
    public void A_window_that_is_announced_with_another_length_each_time_does_not_pile_up()
    {
        Announce("1", "3600000");
        for (int i = 0; i < 100; i++)
        {
            Announce("100000", $"{2_000 + i}");
        }

        // The first, which would let one through in an hour, is forgotten.
        Assert.All(Enter(2), task => _clock.RunUntilDone(task, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Two_windows_that_are_announced_alternately_both_hold()
    {
        for (int i = 0; i < 50; i++)
        {
            Announce("10", "900000");
            Announce("100", "1000");
        }

        Task[] crowd = Enter(20);
        _clock.Advance(TimeSpan.FromMinutes(14));

        // Nine, and the probes: after 5, 10, 20 … seconds without a request.
        Assert.InRange(crowd.Count(task => task.IsCompleted), 9, 9 + 7);
    }

    [Fact]
    public void A_window_that_was_announced_once_does_not_bind_for_ever()
    {
        Announce("5", "20000");
        for (int i = 0; i < 5; i++)
        {
            Announce("1000", "1000");
        }

        _clock.RunUntilDone(Task.WhenAll(Enter(500)), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_window_that_would_stall_a_run_is_probed(bool isRepeated)
    {
        Send(isRepeated: true);
        for (int i = 0; i < 20; i++)
        {
            Send(isRepeated);
        }

        Assert.InRange(_clock.Now.TotalSeconds, 0, 30);

        void Send(bool isRepeated)
        {
            Task<RateTicket> request = null!;
            FakeClock.InPlace(() => request = _gate.WaitAsync(null, default));
            _clock.RunUntilDone(request, TimeSpan.FromMinutes(2));
            (string, string)[] headers = isRepeated ? [("X-RateLimit-Limit", "1"), ("X-RateLimit-Interval", "3599999")] : [];
            using HttpResponseMessage response = StubHandler.CreateResponse(headers: headers);
            _gate.OnAccepted(request.Result, RateLimitHeaders.Read(response.Headers));
        }
    }

    private Task[] Enter(int count, CancellationToken stop = default)
    {
        Task[] tasks = [];
        FakeClock.InPlace(() => tasks = [.. Enumerable.Range(0, count).Select(_ => _gate.WaitAsync(null, stop))]);
        return tasks;
    }

    private void Announce(string limit, string interval)
    {
        using HttpResponseMessage answer = StubHandler.CreateResponse(headers: [("X-RateLimit-Limit", limit), ("X-RateLimit-Interval", interval)]);
        _gate.OnAccepted(default, RateLimitHeaders.Read(answer.Headers));
    }

    private void Refuse() => Refuse(out _);

    private void Refuse(out bool again) => again = _gate.OnRefused(default, default, out _);
}
