using ImageKit.Metadata.Bulk;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>Results of work on other threads: in order or as they finish, bounded, and never stuck.</summary>
public sealed class PumpTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    [Fact]
    public void Results_are_taken_in_the_order_in_which_work_was_added()
    {
        using Pump<int> pump = new(new PumpOptions<int>());
        TaskCompletionSource<int>[] works = [.. Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource<int>())];
        Assert.All(works, work => Assert.True(pump.TryAdd(_ => work.Task)));
        foreach (int number in (int[])[4, 2, 0, 3, 1])
        {
            works[number].SetResult(number);
        }

        Assert.Equal([0, 1, 2, 3, 4], TakeAll(pump));
    }

    [Fact]
    public void Unordered_results_are_taken_as_they_finish()
    {
        using Pump<int> pump = new(new PumpOptions<int> { Unordered = true });
        TaskCompletionSource<int> late = new();
        pump.TryAdd(_ => late.Task);
        pump.TryAdd(_ => Task.FromResult(2));
        Assert.Equal(2, Take(pump));

        late.SetResult(1);
        Assert.Equal([1], TakeAll(pump));
    }

    [Fact]
    public void Work_that_fails_ends_all_work_and_what_finished_behind_it_can_be_taken()
    {
        using Pump<int> pump = new(new PumpOptions<int>());
        TaskCompletionSource<int> failing = new();
        pump.TryAdd(_ => failing.Task);
        Assert.True(pump.TryOpen(null, out PumpPlace<int>? place));
        pump.Finish(place, 7);
        Assert.False(pump.TryTake(out _));

        failing.SetException(new InvalidDataException("broken"));

        Assert.Equal([7], TakeAll(pump));
        Assert.Equal("broken", pump.Failure?.Message);
        Assert.False(pump.TryAdd(_ => Task.FromResult(1)));
    }

    [Fact]
    public async Task No_place_is_open_beyond_the_bound_until_a_result_is_taken()
    {
        using Pump<int> pump = new(new PumpOptions<int> { MaximumHeld = 2 });
        Assert.True(pump.TryAdd(_ => Task.FromResult(1)));
        Assert.True(pump.TryAdd(_ => Task.FromResult(2)));
        Assert.False(pump.TryAdd(_ => Task.FromResult(3)));
        Task<PumpPlace<int>> opening = pump.OpenAsync();
        Assert.False(opening.IsCompleted);

        Assert.Equal(1, Take(pump));
        pump.Finish(await opening.WaitAsync(Hang), 3);
        Assert.Equal([2, 3], TakeAll(pump));
    }

    [Fact]
    public void Writers_beyond_the_weight_wait_and_the_one_that_is_taken_next_does_not()
    {
        using Pump<int> pump = new(new PumpOptions<int> { MaximumWeight = 10, Weigh = weight => weight });
        PumpPlace<int> first = pump.Open();
        PumpPlace<int> second = pump.Open();
        using ManualResetEventSlim isFull = new();
        pump.Start(
            () =>
            {
                pump.Write(second, 10);
                isFull.Set();
                pump.Write(second, 11);
                pump.Finish(second);
                return Task.CompletedTask;
            },
            onOwnThread: true);
        Assert.True(isFull.Wait(Hang));

        pump.Start(
            () =>
            {
                pump.Write(first, 12);
                pump.Finish(first);
                return Task.CompletedTask;
            },
            onOwnThread: true);

        Assert.Equal([12, 10, 11], TakeAll(pump));
    }

    [Fact]
    public async Task A_stop_reaches_work_that_runs_and_work_that_waits_for_room()
    {
        using CancellationTokenSource caller = new();
        using Pump<int> pump = new(new PumpOptions<int> { MaximumHeld = 1 }, caller.Token);
        TaskCompletionSource<int> started = new();
        pump.TryAdd(async token =>
        {
            started.SetResult(0);
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });
        Task<PumpPlace<int>> opening = pump.OpenAsync();
        await started.Task.WaitAsync(Hang);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Hang));
        Assert.Empty(TakeAll(pump));
        Assert.Null(pump.Failure);
    }

    private static int Take(Pump<int> pump)
    {
        int result;
        using CancellationTokenSource patience = new(Hang);
        while (!pump.TryTake(out result))
        {
            patience.Token.ThrowIfCancellationRequested();
            pump.WaitForChange(forRoom: false, Hang);
        }

        return result;
    }

    private static List<int> TakeAll(Pump<int> pump)
    {
        List<int> results = [];
        using CancellationTokenSource patience = new(Hang);
        while (!pump.IsComplete)
        {
            patience.Token.ThrowIfCancellationRequested();
            pump.WaitForChange(forRoom: false, Hang);
            while (pump.TryTake(out int result))
            {
                results.Add(result);
            }
        }

        return results;
    }
}
