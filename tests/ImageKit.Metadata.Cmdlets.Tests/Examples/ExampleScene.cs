using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>
/// What the examples rely on: a connection to the account <c>demo</c>, which the emulator plays, a folder with the URLs of the
/// sample library, a vault with the key, a user who enters the key as the password, and a machine whose culture is the invariant
/// one and whose time is UTC.
/// </summary>
public sealed class ExampleScene : IAsyncLifetime
{
    /// <summary>The vault of SecretManagement, which is not part of PowerShell.</summary>
    internal const string Vault = """
        function global:Get-Secret {
            param([Parameter(Mandatory)] [string] $Name)
            [pscredential]::new($Name, [System.Net.NetworkCredential]::new('', 'private_emulator_key').SecurePassword)
        }
        """;

    /// <summary>The files in every page's folder: the sample library's URLs under the heading Url, and line by line.</summary>
    internal static readonly string[] Lists = ["urls.csv", "urls.txt"];

    private const string TimeZone = "TZ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("examples");
    private readonly Dictionary<Example, ExampleResult[]> _results = [];
    private readonly string? _timeZone = Environment.GetEnvironmentVariable(TimeZone);

    public Task InitializeAsync()
    {
        SetTimeZone("UTC");
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        SetTimeZone(_timeZone);
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>What came of each step of an example. The page it is in is run once, from its beginning, with a library of its own.</summary>
    internal async Task<ExampleResult[]> ResultsOfAsync(ExamplePage page, Example example)
    {
        if (!_results.ContainsKey(example))
        {
            Example[] examples = [.. page.Runnable];
            ExampleStep[] steps = [.. examples.SelectMany(example => example.Steps)];
            await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { UrlEndpoint = "https://ik.imagekit.io/demo" });
            string folder = Furnish(page, emulator);
            Queue<ExampleResult> results = new(Run(steps, folder, emulator.BaseUri));
            foreach (Example done in examples)
            {
                _results.Add(done, [.. done.Steps.Select(_ => results.Dequeue())]);
            }
        }

        return _results[example];
    }

    private static void SetTimeZone(string? value)
    {
        Environment.SetEnvironmentVariable(TimeZone, value);
        TimeZoneInfo.ClearCachedData();
    }

    private string Furnish(ExamplePage page, ImageKitEmulator emulator)
    {
        string folder = _folder.CreateSubdirectory(Path.GetFileNameWithoutExtension(page.Name)).FullName;
        string[] urls = [.. emulator.Library.Assets.Select(asset => asset.Url(emulator.UrlEndpoint))];
        File.WriteAllLines(Path.Combine(folder, Lists[0]), urls.Select(url => $"\"{url}\"").Prepend("Url"));
        File.WriteAllLines(Path.Combine(folder, Lists[1]), urls);
        File.WriteAllLines(Path.Combine(folder, "urls-00"), urls.Take(urls.Length / 2));
        File.WriteAllLines(Path.Combine(folder, "urls-01"), urls.Skip(urls.Length / 2));
        foreach (FencedBlock block in page.Blocks.Where(block => block.FileName is not null))
        {
            string path = Path.Combine(folder, block.FileName!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, block.Text);
        }

        return folder;
    }

    /// <summary>Strict as to variables: one that no example sets is an error.</summary>
    private static string SetUp(string folder, Uri api) => $"""
        [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = ''
        $ExecutionContext.SessionState.Path.SetLocation('{folder}') | Out-Null
        Import-Module '{Repository.ModuleManifest}' -ErrorAction Stop
        {Vault}
        $PSDefaultParameterValues['Connect-IKAccount:ApiBaseUri'] = '{api}'
        Connect-IKAccount (Get-Secret demo)
        Set-StrictMode -Version 1.0
        """;

    private static ExampleResult[] Run(ExampleStep[] steps, string folder, Uri api)
    {
        using Shell shell = new(culture: "", importModule: false, password: new EmulatorOptions().PrivateKey);
        shell.Run(SetUp(folder, api)).Succeeded();
        return [.. steps.Select(step =>
        {
            if (step.Output is not null)
            {
                // On the page the address of the API is the real one.
                return new ExampleResult(shell.Print(step.Script).Replace(api.ToString(), "https://api.imagekit.io/", StringComparison.Ordinal), null);
            }

            ShellResult result = shell.Run(step.Script);
            return new ExampleResult(null, (result.TerminatingError ?? (result.Errors is [ErrorRecord first, ..] ? first : null))?.ToString());
        })];
    }
}
