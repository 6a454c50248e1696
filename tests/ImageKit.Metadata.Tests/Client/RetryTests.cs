using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Client;

/// <summary>What is tried again, how often, and after how long: with a stub for the network and a clock that is held.</summary>
public sealed class RetryTests
{
    private const string Image = "https://ik.imagekit.io/demo/a.jpg";

    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(421)]
    [InlineData(425)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void A_transient_failure_is_retried_as_often_as_requested(int status)
    {
        StubHandler handler = new(() => StubHandler.CreateResponse(status));

        ImageKitException exception = Fail(handler, retries: 3);

        Assert.Equal(4, handler.Requests.Count);
        Assert.Equal(4, exception.Attempts);
        Assert.Equal(3, _clock.Delays.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(501)]
    [InlineData(505)]
    [InlineData(302)]
    public void A_permanent_failure_is_not_retried(int status)
    {
        StubHandler handler = new(() => StubHandler.CreateResponse(status));

        Assert.Equal(1, Fail(handler, retries: 5).Attempts);
        Assert.Single(handler.Requests);
        Assert.Empty(_clock.Delays);
    }

    [Fact]
    public void A_response_that_is_not_JSON_is_not_retried()
    {
        StubHandler handler = new(() => StubHandler.CreateResponse(200, "<html>", "text/html"));

        Fail(handler, retries: 5);

        Assert.Single(handler.Requests);
    }

    [Fact]
    public void A_failed_connection_is_tried_again()
    {
        StubHandler handler = new((_, number) => number < 3 ? throw new HttpRequestException("No route.") : StubHandler.CreateResponse(200, StubHandler.Metadata));

        Assert.Equal(5, Request(handler).Width);
        Assert.Equal(3, handler.Requests.Count);
    }

    [Fact]
    public void Zero_retries_are_none()
    {
        StubHandler handler = new(() => StubHandler.CreateResponse(500));

        Assert.Equal(1, Fail(handler, retries: 0).Attempts);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public void Delays_double_up_to_twenty_seconds()
    {
        _clock.FixedRandom = 1;

        Fail(new StubHandler(() => StubHandler.CreateResponse(500)), retries: 8);

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 20, 20], _clock.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public void From_the_second_retry_on_a_delay_is_at_least_half_of_the_longest()
    {
        // Else a request could use up its retries before enough others have failed to show an outage.
        _clock.FixedRandom = 0;

        Fail(new StubHandler(() => StubHandler.CreateResponse(500)), retries: 4);

        Assert.Equal([0, 0.5, 1, 2], _clock.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public void Delays_are_spread_over_the_whole_span()
    {
        List<double> first = [];
        for (int i = 0; i < 200; i++)
        {
            FakeClock clock = new(i);
            Run(clock, new StubHandler(() => StubHandler.CreateResponse(500)), 1);
            first.Add(Assert.Single(clock.Delays).TotalSeconds);
        }

        Assert.All(first, delay => Assert.InRange(delay, 0, 0.5));
        Assert.InRange(first.Average(), 0.2, 0.3);
        Assert.Contains(first, delay => delay < 0.1);
        Assert.Contains(first, delay => delay > 0.4);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0.25)]
    [InlineData("86400", 120)]
    [InlineData("soon", 0.25)]
    public void A_wait_that_the_service_requests_is_respected_up_to_two_minutes(string retryAfter, double seconds)
    {
        _clock.FixedRandom = 0.5;
        StubHandler handler = new((_, number) => number == 1 ? StubHandler.CreateResponse(503, headers: ("Retry-After", retryAfter)) : StubHandler.CreateResponse());

        Request(handler);

        Assert.Equal(seconds, Assert.Single(_clock.Delays).TotalSeconds);
    }

    [Fact]
    public void A_wait_until_a_date_is_kept()
    {
        _clock.FixedRandom = 0;
        string date = DateTimeOffset.UtcNow.AddSeconds(60).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        StubHandler handler = new((_, number) => number == 1 ? StubHandler.CreateResponse(503, headers: ("Retry-After", date)) : StubHandler.CreateResponse());

        Request(handler);

        Assert.InRange(Assert.Single(_clock.Delays).TotalSeconds, 1, 60);
    }

    [Fact]
    public void The_window_of_the_rate_limit_is_not_the_wait_after_a_failed_server()
    {
        // The headers stand on every response of the service: here, 1,000 requests per 15 minutes with room to spare.
        _clock.FixedRandom = 0.5;
        StubHandler handler = new((_, number) => StubHandler.CreateResponse(
            number == 1 ? 500 : 200, headers: [("X-RateLimit-Limit", "1000"), ("X-RateLimit-Interval", "900000"), ("X-RateLimit-Reset", "899000")]));

        Request(handler);

        Assert.Equal(0.25, Assert.Single(_clock.Delays).TotalSeconds);
    }

    [Fact]
    public async Task A_refusal_by_the_rate_limit_uses_up_no_retry()
    {
        StubHandler handler = new((_, number) => number <= 3
            ? StubHandler.CreateResponse(429, headers: ("X-RateLimit-Reset", "2500"))
            : StubHandler.CreateResponse(200, StubHandler.Metadata));

        Assert.Equal(5, (await Run(_clock, handler, retries: 0)).Width);

        Assert.Equal(4, handler.Requests.Count);
        Assert.InRange(_clock.Now.TotalSeconds, 7.5, 8);
    }

    [Theory]
    [InlineData("X-RateLimit-Reset", "1000")]
    [InlineData("Retry-After", "1")]
    [InlineData("X-Other", "1")]
    public void A_request_that_is_always_refused_fails_after_the_give_up_time(string header, string value)
    {
        StubHandler handler = new(() => StubHandler.CreateResponse(429, """{"message":"Too many."}""", headers: (header, value)));

        ImageKitException exception = Fail(handler, retries: 5);

        Assert.Equal(ImageKitErrorKind.RateLimitExceeded, exception.Kind);
        Assert.Equal("Too many.", exception.ServiceMessage);
        Assert.InRange(_clock.Now.TotalMinutes, 9, 13);
        Assert.InRange(exception.Attempts, 5, 700);
        Assert.Equal(handler.Requests.Count, exception.Attempts);
    }

    [Fact]
    public void A_wait_of_more_than_an_hour_is_not_respected()
    {
        StubHandler handler = new(() => StubHandler.CreateResponse(429, headers: ("X-RateLimit-Reset", "7200000")));

        Assert.Equal(ImageKitErrorKind.RateLimitExceeded, Fail(handler, retries: 5).Kind);
        Assert.Single(handler.Requests);
        Assert.Equal(TimeSpan.Zero, _clock.Now);
    }

    [Fact]
    public void A_cancelled_wait_for_a_retry_ends_at_once()
    {
        using CancellationTokenSource stop = new();
        StubHandler handler = new(() => StubHandler.CreateResponse(500));
        using ImageKitClient client = Client(_clock, handler);
        Task task = Task.CompletedTask;
        FakeClock.InPlace(() => task = client.GetMetadataAsync(Image, cancellationToken: stop.Token));
        Assert.False(task.IsCompleted);

        FakeClock.InPlace(stop.Cancel);

        Assert.True(task.IsCanceled);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public void A_cancelled_wait_for_the_rate_limit_ends_at_once()
    {
        using CancellationTokenSource stop = new();
        StubHandler handler = new(() => StubHandler.CreateResponse(429, headers: ("X-RateLimit-Reset", "60000")));
        using ImageKitClient client = Client(_clock, handler);
        Task task = Task.CompletedTask;
        FakeClock.InPlace(() => task = client.GetMetadataAsync(Image, cancellationToken: stop.Token));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(task.IsCompleted);

        FakeClock.InPlace(stop.Cancel);

        Assert.True(task.IsCanceled);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public void When_the_service_is_down_everyone_waits_and_nothing_is_lost()
    {
        bool down = true;
        StubHandler handler = new((_, _) => down ? StubHandler.CreateResponse(503) : StubHandler.CreateResponse());
        using ImageKitClient client = Client(_clock, handler);
        Task<ImageMetadata>[] tasks = [];
        FakeClock.InPlace(() => tasks = [.. Enumerable.Range(0, 50).Select(i => client.GetMetadataAsync($"https://ik.imagekit.io/demo/{i}.jpg", new RequestOptions { MaximumRetryCount = 1 }))]);

        _clock.Advance(TimeSpan.FromMinutes(5));
        int whileDown = handler.Requests.Count;
        Assert.All(tasks, task => Assert.False(task.IsCompleted && task.IsFaulted, task.Exception?.Message));

        down = false;
        _clock.RunUntilDone(Task.WhenAll(tasks));

        // Fifty requests at the start, a few more until the outage is noticed, and then one every few seconds.
        Assert.InRange(whileDown, 50, 50 + 8 + (5 * 60));
        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.InRange(_clock.Now.TotalMinutes, 5, 5.5);
    }

    [Fact]
    public void A_service_that_stays_down_fails_the_requests()
    {
        StubHandler handler = new(() => StubHandler.CreateResponse(503, """{"message":"Maintenance."}""", headers: ("x-ik-requestid", "id-3")));
        using ImageKitClient client = Client(_clock, handler);
        Task<ImageMetadata>[] tasks = [];
        FakeClock.InPlace(() => tasks = [.. Enumerable.Range(0, 20).Select(i => client.GetMetadataAsync($"https://ik.imagekit.io/demo/{i}.jpg"))]);

        _clock.RunUntilDone(Task.WhenAll(tasks).ContinueWith(_ => { }, TaskContinuationOptions.ExecuteSynchronously));

        foreach (Task<ImageMetadata> task in tasks)
        {
            ImageKitException exception = Assert.IsType<ImageKitException>(task.Exception!.InnerException);
            Assert.Equal(ImageKitErrorKind.ServerError, exception.Kind);
            Assert.Equal("Maintenance.", exception.ServiceMessage);
            Assert.Equal("id-3", exception.RequestId);
        }

        Assert.InRange(_clock.Now.TotalMinutes, 9, 15);
    }

    [Fact]
    public void A_name_that_does_not_resolve_fails_after_a_short_while()
    {
        StubHandler handler = new((_, _) => throw new HttpRequestException("No.", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound)));
        using ImageKitClient client = Client(_clock, handler);
        Task<ImageMetadata>[] tasks = [];
        FakeClock.InPlace(() => tasks = [.. Enumerable.Range(0, 50).Select(i => client.GetMetadataAsync($"https://ik.imagekit.io/demo/{i}.jpg"))]);

        _clock.RunUntilDone(Task.WhenAll(tasks).ContinueWith(_ => { }, TaskContinuationOptions.ExecuteSynchronously));

        Assert.All(tasks, task => Assert.Equal(Http.FailureCause.NameNotResolved, Assert.IsType<ImageKitException>(task.Exception!.InnerException).Cause));
        Assert.InRange(_clock.Now.TotalSeconds, 1, 60);
    }

    [Fact]
    public void A_service_that_is_back_after_the_give_up_time_costs_few_items()
    {
        bool down = true;
        StubHandler handler = new((_, _) => down ? StubHandler.CreateResponse(503) : StubHandler.CreateResponse());
        using ImageKitClient client = Client(_clock, handler);
        List<Task> tasks = [];

        // Thirty-two at a time, as long as there are any.
        while (_clock.Now < TimeSpan.FromMinutes(12) || tasks.Count < 5_000)
        {
            down = _clock.Now < TimeSpan.FromMinutes(11);
            while (tasks.Count < 5_000 && tasks.Count(task => !task.IsCompleted) < 32)
            {
                FakeClock.InPlace(() => tasks.Add(client.GetMetadataAsync($"https://ik.imagekit.io/demo/{tasks.Count}.jpg")));
            }

            _clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        _clock.RunUntilDone(Task.WhenAll(tasks).ContinueWith(_ => { }, TaskContinuationOptions.ExecuteSynchronously));

        // In the minute between, all that wait fail together, once every few seconds.
        Assert.InRange(tasks.Count(task => task.IsFaulted), 32, 32 * 60 / 4);
    }

    [Theory]
    [InlineData("X-RateLimit-Reset", "86400000")]
    [InlineData("Retry-After", "86400")]
    [InlineData("Retry-After", "Wed, 21 Oct 2099 07:28:00 GMT")]
    public void An_absurd_wait_fails_its_own_request_and_delays_no_other(string header, string value)
    {
        StubHandler handler = new((_, number) => number == 1 ? StubHandler.CreateResponse(429, headers: (header, value)) : StubHandler.CreateResponse());
        using ImageKitClient client = Client(_clock, handler);
        Task[] tasks = [];

        FakeClock.InPlace(() => tasks = [.. Enumerable.Range(0, 10).Select(i => client.GetMetadataAsync($"https://ik.imagekit.io/demo/{i}.jpg"))]);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ImageKitErrorKind.RateLimitExceeded, Assert.IsType<ImageKitException>(tasks[0].Exception!.InnerException).Kind);
        Assert.All(tasks.Skip(1), task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public void A_date_instead_of_milliseconds_is_ignored()
    {
        StubHandler handler = new((_, number) => number == 1 ? StubHandler.CreateResponse(429, headers: ("X-RateLimit-Reset", "1764041818")) : StubHandler.CreateResponse(200, StubHandler.Metadata));

        Assert.Equal(5, Request(handler).Width);
        Assert.InRange(_clock.Now.TotalSeconds, 0, 60);
    }

    [Fact]
    public void A_request_that_is_always_refused_while_others_are_accepted_fails()
    {
        StubHandler handler = new((request, _) => request.RequestUri!.OriginalString.Contains("hopeless", StringComparison.Ordinal)
            ? StubHandler.CreateResponse(429)
            : StubHandler.CreateResponse(200, StubHandler.Metadata));
        using ImageKitClient client = Client(_clock, handler);
        Task<ImageMetadata> hopeless = null!;
        FakeClock.InPlace(() => hopeless = client.GetMetadataAsync("https://ik.imagekit.io/demo/hopeless.jpg"));
        List<Task> others = [];
        while (!hopeless.IsCompleted)
        {
            Assert.True(_clock.Now < TimeSpan.FromMinutes(30), "It is not given up.");
            FakeClock.InPlace(() => others.Add(client.GetMetadataAsync($"https://ik.imagekit.io/demo/{others.Count}.jpg")));
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(ImageKitErrorKind.RateLimitExceeded, Assert.IsType<ImageKitException>(hopeless.Exception!.InnerException).Kind);
        Assert.InRange(_clock.Now.TotalMinutes, 10, 15);
        _clock.RunUntilDone(Task.WhenAll(others));
    }

    [Fact]
    public void A_window_of_a_year_is_ignored()
    {
        StubHandler handler = new((_, _) => StubHandler.CreateResponse(headers: [("X-RateLimit-Limit", "10"), ("X-RateLimit-Interval", "31536000000")]));
        using ImageKitClient client = Client(_clock, handler);
        Task[] tasks = [];

        FakeClock.InPlace(() => tasks = [.. Enumerable.Range(0, 100).Select(i => client.GetMetadataAsync($"https://ik.imagekit.io/demo/{i}.jpg"))]);

        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully));
    }

    private static ImageKitClient Client(FakeClock clock, HttpMessageHandler handler) =>
        new("k", new ImageKitClientOptions { HttpMessageHandler = handler }, clock, TimeSpan.FromMinutes(10));

    private static Task<ImageMetadata> Run(FakeClock clock, HttpMessageHandler handler, int retries)
    {
        using ImageKitClient client = Client(clock, handler);
        Task<ImageMetadata> task = null!;
        FakeClock.InPlace(() => task = client.GetMetadataAsync(Image, new RequestOptions { MaximumRetryCount = retries }));
        clock.RunUntilDone(task);
        return task;
    }

    private ImageMetadata Request(HttpMessageHandler handler) => Run(_clock, handler, retries: 5).GetAwaiter().GetResult();

    private ImageKitException Fail(HttpMessageHandler handler, int retries) =>
        Assert.IsType<ImageKitException>(Run(_clock, handler, retries).Exception?.InnerException);
}
