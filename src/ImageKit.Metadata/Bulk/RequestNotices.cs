using System.Collections.Concurrent;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Bulk;

/// <summary>Sentences about retries and waits, kept until they are taken.</summary>
internal sealed class RequestNotices : IRequestObserver
{
    // Nobody may be reading; a run of a million must not remember a million.
    private const int MaximumCount = 1_000;

    private readonly ConcurrentQueue<string> _notices = new();

    public bool TryTake(out string notice) => _notices.TryDequeue(out notice!);

    public void OnRetry(ServiceRequest request, ImageKitException failure, int attempt, TimeSpan delay) =>
        Add(FormattableString.Invariant($"Attempt {attempt} for {PlainText.Clean(request.Subject)} failed, trying again in {delay.TotalSeconds:0.0} s. {failure.Message}"));

    public void OnRateLimited(ServiceRequest request, TimeSpan wait) =>
        Add(FormattableString.Invariant($"The rate limit is reached: all requests to this endpoint wait {wait.TotalSeconds:0.0} s."));

    public void OnServiceDown(ImageKitException failure) => Add("The service is down, waiting for it. " + failure.Message);

    public void OnServiceUp(TimeSpan downtime) =>
        Add(FormattableString.Invariant($"The service responds again after {downtime.TotalSeconds:0} s."));

    public void OnHeldBack(TimeSpan wait)
    {
    }

    private void Add(string notice)
    {
        if (_notices.Count < MaximumCount)
        {
            _notices.Enqueue(notice);
        }
    }
}
