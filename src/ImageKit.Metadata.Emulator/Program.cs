using System.Globalization;
using ImageKit.Metadata.Emulator;

// Takes the port (8700) and the number of files (300). ControlApi.cs lists the routes that change the rest.
int[] numbers = [.. args.Select(argument => int.Parse(argument, NumberStyles.None, CultureInfo.InvariantCulture))];
EmulatorOptions options = new() { Port = numbers.ElementAtOrDefault(0) is > 0 and int port ? port : 8700, LibrarySize = numbers.Length > 1 ? numbers[1] : 300 };
await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(options);
Console.WriteLine($"API {emulator.BaseUri}, images {emulator.UrlEndpoint}, private key {options.PrivateKey}, {emulator.Library.Assets.Count} files. Ctrl+C stops it.");
await Task.Delay(Timeout.Infinite);
