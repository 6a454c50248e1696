namespace ImageKit.Metadata.Http;

/// <summary>Is notified of the retries and waits of a request. Called on any thread: must be fast and thread-safe.</summary>
internal interface IRequestObserver
{
    /// <summary>An attempt failed with a transient failure, and another one follows.</summary>
    void OnRetry(ServiceRequest request, ImageKitException failure, int attempt, TimeSpan delay);

    /// <summary>The rate limit refused a request, and all requests wait for this long.</summary>
    void OnRateLimited(ServiceRequest request, TimeSpan wait);

    /// <summary>The service is down: from now on one request at a time probes whether it is back.</summary>
    void OnServiceDown(ImageKitException failure);

    /// <summary>The service responds again.</summary>
    void OnServiceUp(TimeSpan downtime);

    /// <summary>The rate limit delayed a request for this long before it was sent.</summary>
    void OnHeldBack(TimeSpan wait);
}
