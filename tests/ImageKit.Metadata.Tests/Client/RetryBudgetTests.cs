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

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(TimeSpan.Zero, budget.Withdraw()));
        Assert.Equal([0.2, 0.4, 0.6], Enumerable.Range(0, 3).Select(_ => Math.Round(budget.Withdraw().TotalSeconds, 6)));
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

    private static int CountFree(RetryBudget budget)
    {
        int count = 0;
        while (budget.Withdraw() == TimeSpan.Zero)
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
