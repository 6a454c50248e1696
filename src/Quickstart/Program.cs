using System.Management.Automation;
using System.Reflection;
using ImageKit.Metadata.Emulator;
using Quickstart;

const string usage = """
    dotnet run --project src/Quickstart                          the tour: the module against a local ImageKit
    dotnet run --project src/Quickstart -- -Command '…'          your own line against the local ImageKit
    dotnet run --project src/Quickstart -- --live -Command '…'   your own line against the service; the key is in IMAGEKIT_PRIVATE_KEY
    … -- --module NAME …                                         with a module that is installed, in place of the one built here

    In a line, $endpoint is the URL endpoint of the sample library and $library are the URLs of its pictures; $report is where the
    tour leaves the page of the audit.
    """;

string? command = null;
string? module = null;
bool live = false;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i].ToLowerInvariant())
    {
        case "-command" or "-c" or "--command" when i + 1 < args.Length:
            command = string.Join(' ', args[(i + 1)..]);
            i = args.Length;
            break;
        case "--module" when i + 1 < args.Length:
            module = args[++i];
            break;
        case "--live":
            live = true;
            break;
        case "-h" or "--help" or "-help" or "-?":
            Console.WriteLine(usage);
            return 0;
        default:
            Console.Error.WriteLine($"Unknown argument: {args[i]}\n\n{usage}");
            return 2;
    }
}

if (live && (command is null || string.IsNullOrEmpty(Environment.GetEnvironmentVariable("IMAGEKIT_PRIVATE_KEY"))))
{
    Console.Error.WriteLine($"--live takes a line to run and the private key in IMAGEKIT_PRIVATE_KEY.\n\n{usage}");
    return 2;
}

module ??= typeof(ConsoleSession).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
    .Single(attribute => attribute.Key == "ModuleDirectory").Value + "ImageKit.Metadata.psd1";

using ConsoleSession session = new();
session.Run($"Import-Module '{module.Replace("'", "''", StringComparison.Ordinal)}' -ErrorAction Stop");
if (live)
{
    return session.Run(command!) == LineOutcome.Clean ? 0 : 1;
}

await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync();
session["endpoint"] = emulator.UrlEndpoint;
session["library"] = emulator.Library.Assets.Select(asset => asset.Url(emulator.UrlEndpoint)).ToArray();
session["key"] = new PSCredential("quickstart", new System.Net.NetworkCredential("", new EmulatorOptions().PrivateKey).SecurePassword);
session["report"] = Path.Combine(Path.GetTempPath(), "imagekit-audit.html");
session["emulator"] = emulator.BaseUri;
session.Run("Connect-IKAccount -Credential $key -ApiBaseUri $emulator");

if (command is not null)
{
    return session.Run(command) == LineOutcome.Clean ? 0 : 1;
}

return Tour.Run(session) ? 0 : 1;
