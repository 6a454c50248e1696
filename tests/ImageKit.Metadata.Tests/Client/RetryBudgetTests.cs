using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>What all requests together may spend on retries.</summary>
public sealed class RetryBudgetTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void A_hundred_retries_are_free_and_the_next_ones_wait_their_turn()
    {
        RetryBudget budget = new(_clock);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(TimeSpan.Zero, Wait(budget)));
        Assert.Equal([0.2, 0.4, 0.6], Enumerable.Range(0, 3).Select(_ => Math.Round(Wait(budget).TotalSeconds, 6)));
    }

    [Fact]
    public void Time_fills_it_but_never_over_the_brim()
    {
        RetryBudget budget = Empty();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(10, CountFree(budget));

        budget = Empty();
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(100, CountFree(budget));
    }

    [Fact]
    public void Two_successes_pay_for_a_retry()
    {
        RetryBudget budget = Empty();
        for (int i = 0; i < 20; i++)
        {
            budget.Deposit();
        }

        Assert.Equal(10, CountFree(budget));
    }

    [Fact]
    public void Those_who_wait_are_covered_in_order_and_the_sooner_the_more_succeeds()
    {
        RetryBudget budget = Empty();
        long[] places = [.. Enumerable.Range(0, 1_000).Select(_ => budget.Withdraw())];
        Assert.Equal(200, budget.TimeUntilCovered(places[^1]).TotalSeconds, 6);

        for (int i = 0; i < 1_000; i++)
        {
            budget.Deposit();
        }

        Assert.Equal(500, places.Count(place => budget.TimeUntilCovered(place) == TimeSpan.Zero));
        Assert.All(places.Take(500), place => Assert.Equal(TimeSpan.Zero, budget.TimeUntilCovered(place)));
        Assert.Equal(100, budget.TimeUntilCovered(places[^1]).TotalSeconds, 6);
    }

    [Fact]
    public void What_a_stopped_run_was_waiting_for_does_not_burden_the_next()
    {
        RetryBudget budget = Empty();
        for (int i = 0; i < 1_000; i++)
        {
            budget.Withdraw();
        }

        for (int i = 0; i < 1_000; i++)
        {
            budget.Return();
        }

        Assert.Equal(0.2, Wait(budget).TotalSeconds, 6);
    }

    private static TimeSpan Wait(RetryBudget budget) => budget.TimeUntilCovered(budget.Withdraw());

    private static int CountFree(RetryBudget budget)
    {
        int count = 0;
        while (Wait(budget) == TimeSpan.Zero)
        {
            count++;
        }

        return count;
    }

    private RetryBudget Empty()
    {
        RetryBudget budget = new(_clock);
        for (int i = 0; i < 100; i++)
        {
            budget.Withdraw();
        }

        return budget;
    }
}
