using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ImageKit.Metadata.Emulator;

/// <summary>How an emulator starts.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The only private key that is accepted.</summary>
    public string PrivateKey { get; set; } = "private_emulator_key";
    /// <summary>The port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; set; }
    /// <summary>The URL that library images start with, without a final slash; null for the emulator's own address plus <c>demo</c>.</summary>
    public string? UrlEndpoint { get; set; }
    /// <summary>How long each response of the API takes.</summary>
    public TimeSpan Latency { get; set; }
    /// <summary>The rate limit of every endpoint group; null for none.</summary>
    public RateLimit? RateLimit { get; set; }
    /// <summary>Files in the library. Below 150 some of the planted ones are left out; above 300 they are generated.</summary>
    public int LibrarySize { get; set; } = 300;
    /// <summary>Whether responses are compressed for clients that accept gzip.</summary>
    public bool Compress { get; set; }
    /// <summary>Whether API requests are kept in <see cref="ImageKitEmulator.RequestLog"/>.</summary>
    public bool RecordRequests { get; set; }
    /// <summary>The clock of rate limits, statistics, changes and the log.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}

/// <summary>A local ImageKit: the media API and image delivery, on one loopback address.</summary>
public sealed class ImageKitEmulator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _application;
    private MediaApi _api = null!;

    private ImageKitEmulator(EmulatorOptions options)
    {
        Latency = options.Latency;
        Library = SampleData.Create(options.LibrarySize, options.TimeProvider);
        RequestLog = new RequestLog(options.RecordRequests);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestLineSize = 65_536;
            kestrel.Limits.MaxRequestBufferSize = 262_144;

            // Tests slow responses down on purpose.
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _application = builder.Build();
        _application.Run(RouteAsync);
    }

    /// <summary>The address of the API and the images, for example <c>http://127.0.0.1:8700/</c>.</summary>
    public Uri BaseUri { get; private set; } = null!;
    /// <summary>The start of the URLs of library images, without a final slash.</summary>
    public string UrlEndpoint { get; private set; } = null!;
    /// <summary>The files; may be changed at any time.</summary>
    public SampleLibrary Library { get; }
    /// <summary>Counts of API requests.</summary>
    public EmulatorStatistics Statistics { get; } = new();
    /// <summary>The latest API requests, if <see cref="EmulatorOptions.RecordRequests"/> is set.</summary>
    public RequestLog RequestLog { get; }
    /// <summary>The faults in force; may be changed at any time.</summary>
    public FaultCollection Faults { get; } = new();
    /// <summary>The IDs of files whose changes fail: one of several in a tag request gives 207.</summary>
    public HashSet<string> FailingFiles { get; } = [];
    /// <summary>Runs after each list page, before it is sent, with the number of pages so far: to change the library while it is listed.</summary>
    public Action<int>? AfterListPage { get; set; }
    /// <summary>How long each response of the API takes.</summary>
    public TimeSpan Latency { get; set; }
    /// <summary>While true, no API request is handled: see <see cref="DownAs"/>.</summary>
    public bool IsDown { get; set; }
    /// <summary>What happens to requests while <see cref="IsDown"/>.</summary>
    public FaultKind DownAs { get; set; } = FaultKind.ServiceUnavailable;

    /// <summary>Sets one rate limit for every endpoint group, counting from zero; null removes all of them.</summary>
    public RateLimit? RateLimit
    {
        get;
        set => Array.ForEach(Enum.GetValues<EndpointGroup>(), endpoint => SetRateLimit(endpoint, field = value));
    }

    /// <summary>Starts an emulator on the loopback address.</summary>
    public static async Task<ImageKitEmulator> StartAsync(EmulatorOptions? options = null)
    {
        options ??= new EmulatorOptions();
        ImageKitEmulator emulator = new(options);

        // The address, and with it the URL endpoint, is known only when the server listens on it.
        await emulator._application.StartAsync();
        emulator.BaseUri = new Uri(emulator._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        emulator.UrlEndpoint = (options.UrlEndpoint ?? emulator.BaseUri + "demo").TrimEnd('/');
        emulator._api = new MediaApi(emulator, options, new FaultSender(new Uri(emulator.BaseUri, "elsewhere"), emulator._stopping.Token));
        emulator.RateLimit = options.RateLimit;
        return emulator;
    }

    /// <summary>Sets the rate limit of one endpoint group, counting from zero; null removes it.</summary>
    public void SetRateLimit(EndpointGroup endpoint, RateLimit? limit) => _api.SetRateLimit(endpoint, limit);

    /// <summary>Stops the server; responses that are stalled on purpose are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private Task RouteAsync(HttpContext context) => context.Request.Path.Value?.Split('/') is ["", string first, ..] ? first switch
    {
        "v1" => _api.HandleAsync(context),
        "_emulator" => new ControlApi(this).HandleAsync(context),
        _ => _api.DeliverAsync(context),
    } : Task.CompletedTask;

    /// <summary>Leaves Ctrl+C and termination signals to the process that hosts the emulator.</summary>
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
