using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Examples;

/// <summary>
/// What the examples rely on: a connection to the account <c>demo</c>, which the emulator plays, a folder with the URLs of the
/// sample library and new images, a vault with the key, a user who enters the key as the password, and a machine whose culture is the invariant
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

    /// <summary>The images in the folder new, and what they are copies of.</summary>
    private static readonly (string Name, string Vector)[] Images = [("chair.png", "s17-400x300.png"), ("desk.png", "s14-301x299.png"), ("lamp.png", "s18-128x640.png")];

    private const string TimeZone = "TZ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("examples");
    private readonly Dictionary<Example, ExampleResult[]> _results = [];
    private readonly string? _timeZone = Environment.GetEnvironmentVariable(TimeZone);
    private ImageKitEmulator _emulator = null!;

    public async Task InitializeAsync()
    {
        SetTimeZone("UTC");
        _emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { UrlEndpoint = "https://ik.imagekit.io/demo" });
    }

    public async Task DisposeAsync()
    {
        SetTimeZone(_timeZone);
        await _emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>What came of each step of an example. The page it is in is run once, from its beginning.</summary>
    internal ExampleResult[] ResultsOf(ExamplePage page, Example example)
    {
        if (!_results.ContainsKey(example))
        {
            Example[] examples = [.. page.Runnable];
            ExampleStep[] steps = [.. examples.SelectMany(example => example.Steps)];
            string folder = Furnish(page);
            Queue<ExampleResult> results = new(Run(steps, folder));
            foreach (Example done in examples)
            {
                _results.Add(done, [.. done.Steps.Select(_ => results.Dequeue())]);
            }
        }

        return _results[example];
    }

    /// <summary>The output as the page has it, where the address of the API is the real one.</summary>
    internal string AsOnPage(string text) => text.Replace(_emulator.BaseUri.ToString(), "https://api.imagekit.io/", StringComparison.Ordinal);

    private static void SetTimeZone(string? value)
    {
        Environment.SetEnvironmentVariable(TimeZone, value);
        TimeZoneInfo.ClearCachedData();
    }

    private string Furnish(ExamplePage page)
    {
        string folder = _folder.CreateSubdirectory(Path.GetFileNameWithoutExtension(page.Name)).FullName;
        string[] urls = [.. _emulator.Library.Assets.Select(asset => asset.Url(_emulator.UrlEndpoint))];
        File.WriteAllLines(Path.Combine(folder, Lists[0]), urls.Select(url => $"\"{url}\"").Prepend("Url"));
        File.WriteAllLines(Path.Combine(folder, Lists[1]), urls);
        File.WriteAllLines(Path.Combine(folder, "urls-00"), urls.Take(urls.Length / 2));
        File.WriteAllLines(Path.Combine(folder, "urls-01"), urls.Skip(urls.Length / 2));
        DirectoryInfo images = Directory.CreateDirectory(Path.Combine(folder, "new"));
        foreach ((string name, string vector) in Images)
        {
            File.Copy(Path.Combine(Repository.Root, "tests", "ImageKit.Metadata.Tests", "PerceptualHashing", "Vectors", vector), Path.Combine(images.FullName, name));
        }

        foreach (FencedBlock block in page.Blocks.Where(block => block.FileName is not null))
        {
            string path = Path.Combine(folder, block.FileName!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, block.Text);
        }

        return folder;
    }

    /// <summary>Strict as to variables: one that no example sets is an error.</summary>
    private string SetUp(string folder) => $"""
        [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = ''
        $ExecutionContext.SessionState.Path.SetLocation('{folder}') | Out-Null
        Import-Module '{Repository.ModuleManifest}', '{Repository.CompanionManifest}' -ErrorAction Stop
        {Vault}
        $PSDefaultParameterValues['Connect-IKAccount:ApiBaseUri'] = '{_emulator.BaseUri}'
        Connect-IKAccount (Get-Secret demo)
        Set-StrictMode -Version 1.0
        """;

    private ExampleResult[] Run(ExampleStep[] steps, string folder)
    {
        using Shell shell = new(culture: "", importModule: false, password: new EmulatorOptions().PrivateKey);
        shell.Run(SetUp(folder)).Succeeded();
        return [.. steps.Select(step =>
        {
            if (step.Output is not null)
            {
                return new ExampleResult(shell.Print(step.Script), null);
            }

            ShellResult result = shell.Run(step.Script);
            return new ExampleResult(null, (result.TerminatingError ?? (result.Errors is [ErrorRecord first, ..] ? first : null))?.ToString());
        })];
    }
}
