namespace ImageKit.Metadata.Bulk;

/// <summary>Work on other threads, as the one thread sees it that takes the results.</summary>
internal interface IPump<TResult>
{
    /// <summary>What ended the work early; null if nothing did.</summary>
    Exception? Failure { get; }

    /// <summary>Whether no work is running and no result waits to be taken.</summary>
    bool IsComplete { get; }

    /// <summary>Takes the next result, if there is one.</summary>
    bool TryTake(out TResult result);

    /// <summary>Takes the next sentence about a retry or a wait, if there is one.</summary>
    bool TryTakeNotice(out string notice);

    /// <summary>
    /// Waits until a result can be taken, all work is complete, failed or stopped or, with <paramref name="forRoom"/>, there is room for
    /// one more piece of work.
    /// </summary>
    void WaitForChange(bool forRoom, TimeSpan timeout);

    /// <summary>Cancels all work, without waiting for it.</summary>
    void Stop();
}
