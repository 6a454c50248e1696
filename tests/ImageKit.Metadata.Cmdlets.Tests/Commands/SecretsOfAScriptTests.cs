using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>
/// A script that fails and succeeds in every way that involves a secret, and shows, traces and saves all that it gets: the private
/// key and the password of the proxy are in no stream and in no file.
/// </summary>
public sealed partial class SecretsOfAScriptTests : IAsyncLifetime
{
    private const string Key = "private_Kx/+9zQ=secret/?>>x";
    private const string WrongKey = "private_Wr/+0nG=other/?>>y";
    private const string ProxyPassword = "pr0xy-pa55word";

    private readonly string _folder = Directory.CreateTempSubdirectory("secrets").FullName;
    private ImageKitEmulator _emulator = null!;

    public async Task InitializeAsync() => _emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { PrivateKey = Key, LibrarySize = 120 });

    public async Task DisposeAsync()
    {
        await _emulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void No_stream_and_no_file_contains_a_secret()
    {
        string script = Path.Combine(_folder, "script.ps1");
        string files = Directory.CreateDirectory(Path.Combine(_folder, "files")).FullName;
        File.WriteAllText(script, $$"""
            Import-Module '{{Repository.ModuleManifest}}'
            function secret($text) { [System.Net.NetworkCredential]::new('', $text).SecurePassword }
            $key = '{{Key}}'
            $wrong = '{{WrongKey}}'
            $api = '{{_emulator.BaseUri}}'
            $u = '{{_emulator.UrlEndpoint}}'
            $folder = '{{files}}'
            $env:HTTPS_PROXY = 'http://proxyuser:{{ProxyPassword}}@127.0.0.1:{{_emulator.BaseUri.Port}}'

            """ + Script);

        (int exitCode, string output, string errors) = Pwsh.RunToEnd("-File", script);

        Assert.True(exitCode == 0, output + errors);
        string[] names = [.. Directory.GetFiles(files, "*", SearchOption.AllDirectories)];
        AssertSecretless("the output", output);
        AssertSecretless("the errors", errors);
        Assert.All(names, file => AssertSecretless(file, Encoding.UTF8.GetString(File.ReadAllBytes(file))));

        // The script took each path.
        string transcript = File.ReadAllText(Path.Combine(files, "transcript.txt"));
        Assert.All(
            ["KeyInUserName", "EmptyPrivateKey", "AuthenticationFailed", "InvalidApiBaseUri", "NotFound", "BadRequest", "ConnectionFailed", "CheckpointUnusable", "Cannot serve Authorization: Basic ****", "the script ends"],
            text => Assert.Contains(text, transcript, StringComparison.Ordinal));
        Assert.Contains("proxy", transcript, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            ["audit.csv", "audit.html", "audit.json", "audit.junit.xml", "audit.md", "audit.prom", "audit.sarif", "audit.baseline.json", "library.jsonl", "changes.jsonl", "trace.txt"],
            new[] { "audit.csv", "audit.html", "audit.json", "audit.junit.xml", "audit.md", "audit.prom", "audit.sarif", "audit.baseline.json", "library.jsonl", "changes.jsonl", "trace.txt" }
                .Where(name => new FileInfo(Path.Combine(files, name)) is { Exists: true, Length: > 0 }));
    }

    private const string Script = """
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $null = Start-Transcript (Join-Path $folder transcript.txt)

        $number = 0
        function show {
            $items = @($input)
            $script:number++
            "show $number, $($items.Count) of $(@($items.ForEach{ $_.GetType().Name } | Select-Object -Unique) -join ', ')"
            $items
            $items | Format-Table
            $items | Format-Table * -AutoSize
            $items | Format-List
            $items | Format-List * -Force
            $items.ForEach{ "$_" }
            $depth = $items.Where{ $_ -is [System.Management.Automation.ErrorRecord] } ? 1 : 8
            $items | ConvertTo-Json -Depth $depth -WarningAction Ignore
            $items | Export-Clixml (Join-Path $folder "$number.xml") -Depth $depth
            $items | Export-Csv (Join-Path $folder "$number.csv")
        }

        function fails([scriptblock] $script) {
            $Error.Clear()
            try { & $script } catch { "caught $($_.FullyQualifiedErrorId)" }
            if (-not $Error.Count) { throw "No error: $script" }
            $script:number++
            $Error
            $Error | Format-List * -Force
            $Error | ConvertTo-Json -Depth 1 -WarningAction Ignore
            $Error | Export-Clixml (Join-Path $folder "$number.xml") -Depth 2
            Get-Error
            $Error.ForEach{ $_.Exception.ToString(); $_.Exception.Data; "$($_.TargetObject)"; $_.ScriptStackTrace; $_.ErrorDetails }
        }

        fails { Connect-IKAccount ([pscredential]::new($key, (secret $key))) -ApiBaseUri $api }
        fails { Connect-IKAccount ([pscredential]::new($key, (secret 'x'))) -ApiBaseUri $api }
        fails { Connect-IKAccount ([pscredential]::new("shop $key", (secret $key))) -ApiBaseUri $api }
        fails { [pscredential]::new($key, (secret $key)) | Connect-IKAccount -ApiBaseUri $api }
        fails { Connect-IKAccount $key -ApiBaseUri $api }
        fails { Connect-IKAccount ([pscredential]::Empty) -ApiBaseUri $api }
        fails { Connect-IKAccount (secret $wrong) -ApiBaseUri $api }
        fails { Connect-IKAccount (secret $key) -ApiBaseUri http://example.com }
        fails { Connect-IKAccount (secret $key) -ApiBaseUri https://api.example.invalid }
        fails { Connect-IKAccount (secret $key) -ApiBaseUri http://127.0.0.1:1 }

        Connect-IKAccount ([pscredential]::new('shop', (secret $key))) -ApiBaseUri $api -PassThru | show
        Get-IKConnection | show
        $faults = "$u/none.jpg", 'x', "$u/faults/html/a.jpg", "$u/faults/reset/a.jpg", "$u/faults/redirect/a.jpg", "$u/faults/echo-in-error/a.jpg", "$u/faults/echo-in-data/a.jpg"
        fails { Get-IKMetadata $faults -MaximumRetryCount 1 }
        $checkpoint = Join-Path $folder library.jsonl
        $mixed = Get-IKFile -Recurse | Get-IKMetadata -Checkpoint $checkpoint -ErrorAction Continue 2>&1
        $mixed += $faults | Get-IKMetadata -Checkpoint $checkpoint -MaximumRetryCount 0 -ErrorAction Continue 2>&1
        $mixed | Select-Object -Last 10 | show
        $proxied = Connect-IKAccount (secret $key) -ApiBaseUri https://api.example.invalid -SkipVerification -PassThru
        $proxied | show
        fails { Get-IKMetadata "$u/a.jpg" -Connection $proxied -MaximumRetryCount 0 }
        $mixed += Get-IKMetadata "$u/a.jpg" -Connection $proxied -MaximumRetryCount 0 2>&1
        fails { Get-IKMetadata "$u/a.jpg" -Checkpoint $checkpoint -Connection $proxied }
        Connect-IKAccount ([pscredential]::new('shop', (secret $key))) -ApiBaseUri $api

        Import-IKMetadata $checkpoint | Select-Object -First 3 | show
        Get-IKFile -Recurse | Select-Object -First 3 | show
        Get-IKFile -Directory | Select-Object -First 3 | show
        "$u/samples/canon40d.jpg", "$u/faults/echo-in-error/a.jpg" | Compare-IKTransformation 'w-200' -ErrorAction Continue 2>&1 | show
        "$u/samples/canon40d.jpg" | Compare-IKTransformation 'w-200' -Summary | show
        $mixed.Where{ $_ -is [ImageKit.Metadata.ImageMetadata] } | Find-IKDuplicate | Select-Object -First 2 | show
        Measure-IKPHashDistance f06830ca9f1e3e90 f06830ca9f1e3e91 | show
        Get-IKAuditRule | Select-Object -First 2 | show
        $mixed | Invoke-IKAudit | Select-Object -Last 20 | show
        $reports = 'html', 'sarif', 'csv', 'json', 'md', 'prom', 'junit.xml', 'baseline.json' | ForEach-Object { Join-Path $folder "audit.$_" }
        $mixed | Export-IKAuditReport $reports -PassThru | ForEach-Object FullName
        fails { $mixed | Export-IKAuditReport (Join-Path $folder second.json) -FailOn Information }
        $journal = Join-Path $folder changes.jsonl
        Get-IKFile -Recurse | Select-Object -First 2 | Add-IKFileTag -Tag seen -Journal $journal -PassThru -Confirm:$false | show
        Undo-IKFileChange $journal -PassThru -Confirm:$false | show
        fails { Set-IKFile -FileId none -Description text -Confirm:$false }
        $credential = [pscredential]::new('shop', (secret $key))
        Trace-Command -Name ParameterBinding, CommandDiscovery, TypeConversion -FilePath (Join-Path $folder trace.txt) -Expression {
            Connect-IKAccount $credential -ApiBaseUri $api -PassThru
            Get-IKMetadata "$u/faults/echo-in-error/a.jpg" -ErrorAction Continue
        }

        (Get-Command Connect-IKAccount).Module | Format-List * -Force
        Get-Variable -Scope Global -Name IK*, ImageKit* | Format-List * -Force
        Disconnect-IKAccount
        $Error.Clear()
        'the script ends'
        $null = Stop-Transcript
        """;

    private static void AssertSecretless(string name, string text)
    {
        string plain = WebUtility.HtmlDecode(Escape().Replace(
            text.Replace("\\/", "/", StringComparison.Ordinal), match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString()));
        foreach (string secret in new[] { Key, WrongKey }.SelectMany(FormsOf).Append(ProxyPassword))
        {
            int at = plain.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, $"{name}: {plain.Substring(Math.Max(0, at - 300), Math.Min(at < 0 ? 0 : 400, plain.Length - Math.Max(0, at - 300)))}");
        }
    }

    /// <summary>The key itself, and the beginnings of its encodings that are the same whatever follows.</summary>
    private static IEnumerable<string> FormsOf(string key) =>
    [
        key,
        Uri.EscapeDataString(key),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(key)[..24]),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")),
        Convert.ToBase64String(Encoding.Unicode.GetBytes(key)[..48]),
    ];

    [GeneratedRegex(@"\\u00([0-9a-fA-F]{2})")]
    private static partial Regex Escape();
}
