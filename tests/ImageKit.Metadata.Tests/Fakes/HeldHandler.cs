using System.Collections.Concurrent;

namespace ImageKit.Metadata.Tests.Fakes;

/// <summary>Holds requests until the test lets them go, and then answers them: nothing depends on how fast a machine is.</summary>
/// <param name="isHeld">Which requests are held; null for all.</param>
/// <param name="status">The status of the answers.</param>
internal sealed class HeldHandler(Func<Uri, bool>? isHeld = null, int status = 200) : HttpMessageHandler
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<int> _inFlightAtArrival = new();
    private int _inFlight;

    public int Requests => _inFlightAtArrival.Count;

    public int InFlight => Volatile.Read(ref _inFlight);

    public int MaximumInFlight => _inFlightAtArrival.Max();

    public void Release() => _release.TrySetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _inFlightAtArrival.Enqueue(Interlocked.Increment(ref _inFlight));
        try
        {
            if (isHeld?.Invoke(request.RequestUri!) ?? true)
            {
                await _release.Task.WaitAsync(cancellationToken);
            }

            return StubHandler.CreateResponse(status);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
