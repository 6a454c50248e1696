using System.Net;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>When the service counts as down, and which request probes whether it still is.</summary>
public sealed class CircuitBreakerTests
{
    private readonly FakeClock _clock = new();
    private readonly CircuitBreaker _circuit;

    public CircuitBreakerTests() => _circuit = new CircuitBreaker(_clock, TimeSpan.FromMinutes(10));

    [Theory]
    [InlineData(ImageKitErrorKind.ServerError, 503, 8)]
    [InlineData(ImageKitErrorKind.ServerError, 502, 8)]
    [InlineData(ImageKitErrorKind.ConnectionFailed, null, 8)]
    [InlineData(ImageKitErrorKind.RequestTimeout, null, 8)]
    [InlineData(ImageKitErrorKind.ServerError, 500, 32)]
    public void So_many_different_images_that_fail_in_a_row_open_it(ImageKitErrorKind kind, int? status, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            Assert.Null(_circuit.DownSince);
            Assert.Equal(i == count, Fail($"{i}.jpg", kind, status));
        }

        Assert.NotNull(_circuit.DownSince);
    }

    [Theory]
    [InlineData(ImageKitErrorKind.NotFound, 404)]
    [InlineData(ImageKitErrorKind.UnexpectedResponse, 200)]
    [InlineData(ImageKitErrorKind.RateLimitExceeded, 429)]
    public void A_service_that_responds_is_not_down(ImageKitErrorKind kind, int status)
    {
        for (int i = 1; i <= 100; i++)
        {
            Assert.False(Fail($"{i}.jpg", kind, status));
        }

        Assert.Null(_circuit.DownSince);
    }

    [Fact]
    public void Repeated_failures_of_one_image_are_not_an_outage()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.False(Fail("a.jpg"));
        }

        Assert.Null(_circuit.DownSince);
    }

    [Fact]
    public void A_response_resets_the_count()
    {
        for (int i = 1; i <= 20; i++)
        {
            Assert.False(Fail($"{i}.jpg"));
            if (i % 7 == 0)
            {
                _circuit.OnResponse(null);
            }
        }

        Assert.Null(_circuit.DownSince);
    }

    [Fact]
    public async Task While_it_is_open_one_request_probes_and_the_others_wait()
    {
        Open();
        Task[] crowd = [];
        FakeClock.InPlace(() => crowd = [.. Enumerable.Range(0, 10).Select(_ => _circuit.EnterAsync(default))]);
        Assert.All(crowd, task => Assert.False(task.IsCompleted));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, crowd.Count(task => task.IsCompleted));

        FakeClock.InPlace(() => _circuit.OnResponse(null));
        await Task.WhenAll(crowd).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Null(_circuit.DownSince);
    }

    [Fact]
    public void Those_who_wait_can_be_stopped()
    {
        Open();
        using CancellationTokenSource stop = new();
        Task task = Task.CompletedTask;
        FakeClock.InPlace(() => task = _circuit.EnterAsync(stop.Token));

        FakeClock.InPlace(stop.Cancel);

        Assert.True(task.IsCanceled);
    }

    [Theory]
    [InlineData(503, 11)]
    [InlineData(500, 3)]
    public void After_the_give_up_time_a_request_fails_only_after_one_more_probe_has_failed(int status, int minutes)
    {
        Open(status);
        _clock.Advance(TimeSpan.FromMinutes(minutes));
        Task[] crowd = [];
        FakeClock.InPlace(() => crowd = [.. Enumerable.Range(0, 6).Select(_ => _circuit.EnterAsync(default))]);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, crowd.Count(task => task.IsCompleted));
        Assert.True(crowd[0].IsCompletedSuccessfully, "The first asks.");

        Fail("0.jpg", status: status);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(4, crowd.Count(task => task.Exception?.InnerException is ImageKitException { Kind: ImageKitErrorKind.ServerError }));
        Assert.Equal(2, crowd.Count(task => task.IsCompletedSuccessfully));
    }

    [Theory]
    [InlineData(500, 119, true)]
    [InlineData(500, 121, false)]
    [InlineData(503, 599, true)]
    [InlineData(503, 601, false)]
    public void A_folder_of_broken_images_holds_up_a_run_for_two_minutes_and_an_outage_for_ten(int status, int seconds, bool isExcused)
    {
        Open(status);
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(isExcused, Fail("another.jpg", status: status));
    }

    private void Open(int status = 503)
    {
        for (int i = 0; _circuit.DownSince is null; i++)
        {
            Fail($"{i}.jpg", status: status);
        }
    }

    private bool Fail(string image, ImageKitErrorKind kind = ImageKitErrorKind.ServerError, int? status = 503) => _circuit.OnFailure(
        new ServiceRequest(ServiceEndpoint.UrlMetadata, "v1/metadata", image),
        new ImageKitException(kind, "Broken.") { StatusCode = (HttpStatusCode?)status, IsTransient = kind is not (ImageKitErrorKind.NotFound or ImageKitErrorKind.UnexpectedResponse or ImageKitErrorKind.RateLimitExceeded) },
        null);
}
