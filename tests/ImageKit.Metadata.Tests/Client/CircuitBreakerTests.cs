using System.Net;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>When the service counts as down, and who asks whether it still is.</summary>
public sealed class CircuitBreakerTests
{
    private readonly FakeClock _clock = new();
    private readonly CircuitBreaker _circuit;

    public CircuitBreakerTests() => _circuit = new CircuitBreaker(_clock, TimeSpan.FromMinutes(10));

    [Theory]
    [InlineData(ImageKitErrorKind.ServerError, 503, true)]
    [InlineData(ImageKitErrorKind.ServerError, 502, true)]
    [InlineData(ImageKitErrorKind.ConnectionFailed, null, true)]
    [InlineData(ImageKitErrorKind.RequestTimeout, null, true)]
    [InlineData(ImageKitErrorKind.ServerError, 500, false)]
    [InlineData(ImageKitErrorKind.NotFound, 404, false)]
    [InlineData(ImageKitErrorKind.UnexpectedResponse, 200, false)]
    [InlineData(ImageKitErrorKind.RateLimitExceeded, 429, false)]
    public void Eight_different_pictures_that_fail_in_a_row_open_it(ImageKitErrorKind kind, int? status, bool opens)
    {
        for (int i = 1; i <= 8; i++)
        {
            Assert.Null(_circuit.DownSince);
            Assert.Equal(opens && i == 8, Fail($"{i}.jpg", kind, status));
        }

        Assert.Equal(opens, _circuit.DownSince is not null);
    }

    [Fact]
    public void The_same_picture_over_and_over_is_no_outage()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.False(Fail("a.jpg"));
        }

        Assert.Null(_circuit.DownSince);
    }

    [Fact]
    public void An_answer_in_between_begins_the_count_anew()
    {
        for (int i = 1; i <= 20; i++)
        {
            Assert.False(Fail($"{i}.jpg"));
            if (i % 7 == 0)
            {
                _circuit.OnAnswered(null);
            }
        }

        Assert.Null(_circuit.DownSince);
    }

    [Fact]
    public async Task While_it_is_open_one_asks_and_the_others_wait()
    {
        Open();
        Task[] crowd = [];
        FakeClock.InPlace(() => crowd = [.. Enumerable.Range(0, 10).Select(_ => _circuit.EnterAsync(default))]);
        Assert.All(crowd, task => Assert.False(task.IsCompleted));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, crowd.Count(task => task.IsCompleted));

        FakeClock.InPlace(() => _circuit.OnAnswered(null));
        await Task.WhenAll(crowd).WaitAsync(TimeSpan.FromSeconds(30));
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

    private void Open()
    {
        for (int i = 0; i < 8; i++)
        {
            Fail($"{i}.jpg");
        }

        Assert.NotNull(_circuit.DownSince);
    }

    private bool Fail(string picture, ImageKitErrorKind kind = ImageKitErrorKind.ServerError, int? status = 503) => _circuit.OnFailed(
        new ServiceRequest(ServiceEndpoint.UrlMetadata, "v1/metadata", picture),
        new ImageKitException(kind, "Broken.") { StatusCode = (HttpStatusCode?)status },
        null);
}
