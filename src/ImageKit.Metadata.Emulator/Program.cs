using System.Globalization;
using System.Runtime.InteropServices;
using ImageKit.Metadata.Emulator;

const string help = """
    A local ImageKit for trying things out.

      --port <number>             the port on the loopback address          (default 8700; 0: any free one)
      --latency <milliseconds>    how long each answer of the API takes     (default 0)
      --rate-limit <n>/<ms>       so many requests per interval, per endpoint
      --sliding                   the rate limit counts over a sliding window
      --library-size <number>     files in the library                      (default 300)
      --key <private key>         the key that is accepted                  (default private_emulator_key)
      --seed <number>             what everything generated depends on
      --compress                  compress answers for clients that accept it
      --help                      this text

    Any picture below /demo/bulk/ exists. A picture below /demo/faults/<kind>/ provokes a fault: internal-error,
    service-unavailable, bad-gateway, too-many-requests, reset, stall, stall-before-headers, cut-off, html, empty-body,
    huge, nested, redirect, not-found, wrong-shape, unknown-fields, slow.
    """;

EmulatorOptions options = new() { Port = 8700 };
bool sliding = false;
try
{
    for (int i = 0; i < args.Length; i++)
    {
        string Next() => ++i < args.Length ? args[i] : throw new FormatException($"A value must follow {args[i - 1]}.");
        int NextNumber() => int.Parse(Next(), NumberStyles.None, CultureInfo.InvariantCulture);
        switch (args[i])
        {
            case "--port":
                options.Port = NextNumber();
                break;
            case "--latency":
                options.Latency = TimeSpan.FromMilliseconds(NextNumber());
                break;
            case "--rate-limit":
                int[] parts = [.. Next().Split('/').Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))];
                options.RateLimit = parts is [> 0, > 0]
                    ? new RateLimit { Limit = parts[0], Interval = TimeSpan.FromMilliseconds(parts[1]) }
                    : throw new FormatException("A rate limit is written as <requests>/<milliseconds>.");
                break;
            case "--sliding":
                sliding = true;
                break;
            case "--library-size":
                options.LibrarySize = NextNumber();
                break;
            case "--key":
                options.PrivateKey = Next();
                break;
            case "--seed":
                options.Seed = NextNumber();
                break;
            case "--compress":
                options.Compress = true;
                break;
            case "--help" or "-h":
                Console.WriteLine(help);
                return 0;
            default:
                throw new FormatException($"Unknown option {args[i]}.");
        }
    }
}
catch (Exception exception) when (exception is FormatException or OverflowException)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine();
    Console.Error.WriteLine(help);
    return 2;
}

if (sliding && options.RateLimit is not null)
{
    options.RateLimit = options.RateLimit with { Window = RateLimitWindow.Sliding };
}

using CancellationTokenSource stop = new();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(options);
Console.WriteLine($"API          {emulator.BaseUri}");
Console.WriteLine($"Pictures     {emulator.UrlEndpoint}");
Console.WriteLine($"Private key  {options.PrivateKey}");
Console.WriteLine($"Library      {emulator.Library.Assets.Count} files");
Console.WriteLine("Ctrl+C stops it.");
try
{
    await Task.Delay(Timeout.Infinite, stop.Token);
}
catch (OperationCanceledException)
{
    Console.WriteLine($"{emulator.Statistics.Requests} requests, {emulator.Statistics.Refused} refused.");
}

return 0;
