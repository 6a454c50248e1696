using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Reflection;
using ImageKit.Metadata.Emulator;
using Microsoft.PowerShell;
using Quickstart;

const string usage = """
    dotnet run --project src/Quickstart                          the tour: the module against a local ImageKit
    dotnet run --project src/Quickstart -- -Command '…'          your own line against the local ImageKit
    dotnet run --project src/Quickstart -- --shell               a prompt, connected to the local ImageKit
    dotnet run --project src/Quickstart -- --live -Command '…'   your own line against the service; the key is in IMAGEKIT_PRIVATE_KEY
    … -- --module NAME …                                         with an installed module instead of the one built here

    In a line, $endpoint is the URL endpoint of the sample library and $library are the URLs of its images; $report is where the
    tour writes the audit report. The exit code is that of pwsh -Command.
    """;

string? command = null;
string? module = null;
bool live = false;
bool shell = false;
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
        case "--shell":
            shell = true;
            break;
        case "-h" or "--help" or "-help" or "-?":
            Console.WriteLine(usage);
            return 0;
        default:
            Console.Error.WriteLine($"Unknown argument: {args[i]}\n\n{usage}");
            return 2;
    }
}

if (live && ((command is null && !shell) || string.IsNullOrEmpty(Environment.GetEnvironmentVariable("IMAGEKIT_PRIVATE_KEY"))))
{
    Console.Error.WriteLine($"--live needs -Command or --shell, and the private key in IMAGEKIT_PRIVATE_KEY.\n\n{usage}");
    return 2;
}

module ??= typeof(Tour).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
    .Single(attribute => attribute.Key == "ModuleDirectory").Value + "ImageKit.Metadata.psd1";

InitialSessionState session = InitialSessionState.CreateDefault();
if (OperatingSystem.IsWindows())
{
    session.ExecutionPolicy = ExecutionPolicy.Bypass;
}

string script = $"Import-Module '{module.Replace("'", "''", StringComparison.Ordinal)}' -ErrorAction Stop\n";
await using ImageKitEmulator? emulator = live ? null : await ImageKitEmulator.StartAsync();
if (emulator is not null)
{
    AddVariable("emulator", emulator.BaseUri);
    AddVariable("endpoint", emulator.UrlEndpoint);
    AddVariable("library", emulator.Library.Assets.Select(asset => asset.Url(emulator.UrlEndpoint)).ToArray());
    AddVariable("key", new PSCredential("quickstart", new NetworkCredential("", new EmulatorOptions().PrivateKey).SecurePassword));
    AddVariable("report", Path.Combine(Path.GetTempPath(), "imagekit-audit.html"));
    AddVariable("tour", Tour.Steps);
    script += "Connect-IKAccount -Credential $key -ApiBaseUri $emulator\n";
}

script += command ?? (shell ? "" : Tour.Script);
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
if (Console.IsOutputRedirected)
{
    Environment.SetEnvironmentVariable("NO_COLOR", "1");
}

if (!shell)
{
    // PowerShell reads a redirected input to its end, which may never come.
    Console.SetIn(TextReader.Null);
}

return ConsoleShell.Start(session, bannerText: null, helpText: null, ["-NoLogo", "-NoProfile", shell ? "-NoExit" : "-NonInteractive", "-Command", script]);

void AddVariable(string name, object value) => session.Variables.Add(new SessionStateVariableEntry(name, value, description: null));
