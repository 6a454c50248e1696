using ImageKit.Metadata.Decoding;

namespace ImageKit.Metadata.Local.Tests;

public class MemoryBudgetTests
{
    [Fact]
    public async Task Threads_never_hold_more_than_there_is()
    {
        var budget = new MemoryBudget(100);
        long held = 0, most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (int i = 0; i < 500; i++)
            {
                int bytes = random.Next(0, 101);
                using (budget.Reserve(bytes, CancellationToken.None))
                {
                    InterlockedMax(ref most, Interlocked.Add(ref held, bytes));
                    Interlocked.Add(ref held, -bytes);
                }
            }
        })));

        Assert.InRange(most, 1, 100);
    }

    [Fact]
    public void More_than_there_is_can_be_had_alone()
    {
        var budget = new MemoryBudget(100);
        using (budget.Reserve(1000, CancellationToken.None))
        {
        }

        using (budget.Reserve(100, CancellationToken.None))
        {
        }
    }

    [Fact]
    public async Task A_wait_can_be_stopped()
    {
        var budget = new MemoryBudget(100);
        using var stop = new CancellationTokenSource();
        using (budget.Reserve(1, CancellationToken.None))
        {
            Task waiting = Task.Run(() => budget.Reserve(100, stop.Token));
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        using (budget.Reserve(100, CancellationToken.None))
        {
        }
    }

    [Fact]
    public void Memory_comes_back_once()
    {
        var budget = new MemoryBudget(100);
        IDisposable first = budget.Reserve(60, CancellationToken.None);
        first.Dispose();
        first.Dispose();
        using IDisposable second = budget.Reserve(100, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => budget.Reserve(1, stop.Token));
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (long seen = Interlocked.Read(ref most); value > seen;)
        {
            long before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
