namespace ImageKit.Metadata.Http;

/// <summary>Hears of what a request goes through. Called on whatever thread it happens: must be quick and thread-safe.</summary>
internal interface IRequestObserver
{
    /// <summary>An attempt failed in a way that can pass, and another one follows.</summary>
    void OnRetry(ServiceRequest request, ImageKitException failure, int attempt, TimeSpan delay);

    /// <summary>The service refused a request by its rate limit, and everybody waits until then.</summary>
    void OnRateLimited(ServiceRequest request, TimeSpan wait);

    /// <summary>The service stopped answering: from now on one request at a time asks whether it is back.</summary>
    void OnServiceDown(ImageKitException failure);

    /// <summary>The service answers again.</summary>
    void OnServiceUp(TimeSpan downtime);

    /// <summary>A request was held back by the rate limit for this long before it was sent.</summary>
    void OnHeldBack(TimeSpan wait);
}
