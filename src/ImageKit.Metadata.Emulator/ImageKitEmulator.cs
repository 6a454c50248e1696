using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ImageKit.Metadata.Emulator;

/// <summary>A local ImageKit: the media API and picture delivery, on one loopback address.</summary>
public sealed class ImageKitEmulator : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly PictureDelivery _pictures;
    private readonly CancellationTokenSource _stopping;
    private readonly RateLimits _rateLimits;
    private readonly MediaApi _api;

    private ImageKitEmulator(
        WebApplication application,
        PictureDelivery pictures,
        CancellationTokenSource stopping,
        Uri baseUri,
        string urlEndpoint,
        SampleLibrary library,
        EmulatorStatistics statistics,
        RequestLog log,
        RateLimits rateLimits,
        MediaApi api)
    {
        _application = application;
        _pictures = pictures;
        _stopping = stopping;
        BaseUri = baseUri;
        UrlEndpoint = urlEndpoint;
        Library = library;
        Statistics = statistics;
        RequestLog = log;
        _rateLimits = rateLimits;
        _api = api;
    }

    /// <summary>Where the API and the pictures are, for example <c>http://127.0.0.1:8700/</c>.</summary>
    public Uri BaseUri { get; }

    /// <summary>What the URLs of library pictures start with, without a final slash.</summary>
    public string UrlEndpoint { get; }

    /// <summary>The files, and the truth about them.</summary>
    public SampleLibrary Library { get; }

    /// <summary>Counts of API requests.</summary>
    public EmulatorStatistics Statistics { get; }

    /// <summary>The latest API requests, if <see cref="EmulatorOptions.RecordRequests"/> is set.</summary>
    public RequestLog RequestLog { get; }

    /// <summary>The faults in force; may be changed at any time.</summary>
    public FaultCollection Faults => _api.Faults;

    /// <summary>How long each answer of the API takes.</summary>
    public TimeSpan Latency
    {
        get => _api.Latency;
        set => _api.Latency = value;
    }

    /// <summary>Sets one rate limit for every endpoint group, counting from zero; null lifts all of them.</summary>
    public RateLimit? RateLimit
    {
        get => _rateLimits[EndpointGroup.MetadataByUrl]?.RateLimit;
        set => _rateLimits.SetAll(value);
    }

    /// <summary>While true, no API request is answered: see <see cref="DownAs"/>.</summary>
    public bool IsDown
    {
        get => _api.IsDown;
        set => _api.IsDown = value;
    }

    /// <summary>What requests meet while <see cref="IsDown"/>.</summary>
    public DownMode DownAs
    {
        get => _api.DownAs;
        set => _api.DownAs = value;
    }

    /// <summary>Whether answers are compressed for clients that accept gzip or br.</summary>
    public bool Compress
    {
        get => _api.Compress;
        set => _api.Compress = value;
    }

    /// <summary>Starts an emulator on the loopback address.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    public static async Task<ImageKitEmulator> StartAsync(EmulatorOptions? options = null)
    {
        options ??= new EmulatorOptions();
        SampleLibrary library = LibrarySeeder.Create(options.LibrarySize, options.Seed);
        Func<HttpContext, Task> handle = StartingAsync;
        WebApplication application = BuildServer(options.Port, context => handle(context));

        // The address, and with it the URL endpoint, is known only when the server listens on it.
        await application.StartAsync();
        Uri baseUri = new(application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        string urlEndpoint = (options.UrlEndpoint ?? baseUri + "demo").TrimEnd('/');

        CancellationTokenSource stopping = new();
        EmulatorStatistics statistics = new(options.TimeProvider);
        RequestLog log = new(options.RecordRequests, options.RecordedRequestLimit);
        RateLimits rateLimits = CreateRateLimits(options);
        FaultCollection faults = new();
        foreach (Fault fault in options.Faults)
        {
            faults.Add(fault);
        }

        MediaApi api = new(
            options,
            new MetadataEndpoint(library, urlEndpoint),
            new FilesEndpoint(library, urlEndpoint, options.TimeProvider),
            new FaultSender(options.RedirectTarget ?? new Uri(baseUri, "elsewhere"), stopping.Token),
            faults,
            rateLimits,
            statistics,
            log);
        PictureDelivery pictures = new(library, urlEndpoint);
        handle = context => context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
            ? api.HandleAsync(context)
            : pictures.HandleAsync(context);
        return new ImageKitEmulator(application, pictures, stopping, baseUri, urlEndpoint, library, statistics, log, rateLimits, api);
    }

    /// <summary>Sets the rate limit of one endpoint group, counting from zero; null lifts it.</summary>
    /// <param name="group">The endpoint group.</param>
    /// <param name="limit">The limit.</param>
    public void SetRateLimit(EndpointGroup group, RateLimit? limit) => _rateLimits.Set(group, limit);

    /// <summary>Stops the server; answers that are stalled on purpose are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _pictures.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication BuildServer(int port, RequestDelegate handle)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestLineSize = 65_536;
            kestrel.Limits.MaxRequestBufferSize = 262_144;

            // Tests let answers trickle on purpose.
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        WebApplication application = builder.Build();
        application.Run(handle);
        return application;
    }

    private static RateLimits CreateRateLimits(EmulatorOptions options)
    {
        RateLimits limits = new();
        limits.SetAll(options.RateLimit);
        foreach ((EndpointGroup group, RateLimit? limit) in options.RateLimits)
        {
            limits.Set(group, limit);
        }

        return limits;
    }

    private static Task StartingAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}
