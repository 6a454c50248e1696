using System.Globalization;
using ImageKit.Metadata.Emulator;

const string help = """
    A local ImageKit for trying things out.

      --port <number>             the port on the loopback address          (default 8700; 0: any free one)
      --latency <milliseconds>    how long each response of the API takes   (default 0)
      --rate-limit <n>/<ms>       so many requests per interval, per endpoint
      --library-size <number>     files in the library                      (default 300)

    Any image below /demo/bulk/ exists. An image below /demo/faults/<kind>/ causes a fault, for example /demo/faults/cut-off/a.jpg.
    Below /_emulator/ are routes that change the library and report the counts; ControlApi.cs lists them.
    """;

EmulatorOptions options = new() { Port = 8700 };
try
{
    for (int i = 0; i < args.Length; i += 2)
    {
        int[] numbers = [.. args.ElementAtOrDefault(i + 1)?.Split('/').Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture)) ?? []];
        Action apply = (args[i], numbers) switch
        {
            ("--port", [int port]) => () => options.Port = port,
            ("--latency", [int milliseconds]) => () => options.Latency = TimeSpan.FromMilliseconds(milliseconds),
            ("--rate-limit", [> 0 and int limit, > 0 and int interval]) => () => options.RateLimit = new RateLimit { Limit = limit, Interval = TimeSpan.FromMilliseconds(interval) },
            ("--library-size", [int size]) => () => options.LibrarySize = size,
            _ => throw new FormatException(args[i] is "--help" or "-h" ? "" : $"Unknown option or missing value: {args[i]}\n"),
        };
        apply();
    }
}
catch (Exception exception) when (exception is FormatException or OverflowException)
{
    Console.Error.WriteLine(exception.Message + help);
    return 2;
}

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(options);
Console.WriteLine($"API {emulator.BaseUri}, images {emulator.UrlEndpoint}, private key {options.PrivateKey}, {emulator.Library.Assets.Count} files. Ctrl+C stops it.");
await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
Console.WriteLine($"{emulator.Statistics.Requests} requests, {emulator.Statistics.Refused} refused.");
return 0;
