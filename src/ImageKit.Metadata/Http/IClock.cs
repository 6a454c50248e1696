namespace ImageKit.Metadata.Http;

/// <summary>The client's source of time and random numbers, which tests replace.</summary>
internal interface IClock
{
    /// <summary>Time since some fixed moment; never goes back.</summary>
    TimeSpan Now { get; }

    /// <summary>A number from 0 to 1.</summary>
    double NextRandom();

    /// <summary>Completes when the time has passed.</summary>
    Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);
}
