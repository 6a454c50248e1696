namespace ImageKit.Metadata.Http;

/// <summary>Time and chance as the client sees them, so that tests can hold both.</summary>
internal interface IClock
{
    /// <summary>Time since some fixed moment; never goes back.</summary>
    TimeSpan Now { get; }

    /// <summary>A number from 0 to 1.</summary>
    double NextRandom();

    /// <summary>Completes when the time has passed.</summary>
    Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);
}
