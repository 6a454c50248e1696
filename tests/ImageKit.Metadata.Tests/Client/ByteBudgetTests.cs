using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>The memory of all responses together, and who waits for it.</summary>
public sealed class ByteBudgetTests
{
    private readonly ByteBudget _budget = new(100);

    [Fact]
    public async Task What_does_not_fit_waits_until_another_is_done()
    {
        ByteBudget.Share first = _budget.Open();
        ByteBudget.Share second = _budget.Open();
        Assert.True(first.TryGrow(80));
        Assert.False(second.TryGrow(30));
        Task grown = second.GrowAsync(30, default);
        Assert.False(grown.IsCompleted);

        first.Dispose();

        await grown.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void The_oldest_never_waits()
    {
        ByteBudget.Share oldest = _budget.Open();
        ByteBudget.Share next = _budget.Open();
        Assert.True(next.TryGrow(100));

        Assert.True(oldest.TryGrow(500));
        Assert.False(next.TryGrow(101));

        oldest.Dispose();
        Assert.True(next.TryGrow(500));
    }

    [Fact]
    public void A_failed_attempt_returns_its_share_and_keeps_its_turn()
    {
        ByteBudget.Share oldest = _budget.Open();
        ByteBudget.Share next = _budget.Open();
        Assert.True(oldest.TryGrow(100));
        oldest.Reset();

        Assert.True(next.TryGrow(100));
        Assert.True(oldest.TryGrow(100));
    }

    [Fact]
    public async Task A_stopped_wait_ends()
    {
        using CancellationTokenSource stop = new();
        Assert.True(_budget.Open().TryGrow(100));
        Task grown = _budget.Open().GrowAsync(1, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grown);
    }

    [Theory]
    [InlineData("Max open files            1024                 1048576              files     ", 384)]
    [InlineData("Max open files            65536                65536                files     ", 32_640)]
    [InlineData("Max open files            64                   64                   files     ", 8)]
    [InlineData("Max open files            unlimited            unlimited            files     ", int.MaxValue)]
    [InlineData("Max processes             1024                 1024                 processes ", int.MaxValue)]
    public void There_are_never_more_slots_than_the_process_may_open_connections(string limit, int connections) =>
        Assert.Equal(connections, AttemptSlots.ConnectionsWithin(["Limit                     Soft Limit           Hard Limit           Units     ", limit]));
}
