using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>Jobs, which run in processes of their own: what they return is deserialized.</summary>
public sealed class JobTests
{
    [Fact]
    public async Task What_jobs_return_can_be_piped_on()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 0 });

        string[] lines = Pwsh.Run("-Command", $$"""
            $ErrorActionPreference = 'Stop'
            $credential = [pscredential]::new('tests', [System.Net.NetworkCredential]::new('', '{{new EmulatorOptions().PrivateKey}}').SecurePassword)
            $jobs = 0..1 | ForEach-Object {
                Start-Job -ArgumentList $_, $credential {
                    param($part, $credential)
                    Import-Module '{{Repository.ModuleManifest}}'
                    Connect-IKAccount -Credential $credential -ApiBaseUri '{{emulator.BaseUri}}'
                    0..19 | ForEach-Object { "{{emulator.UrlEndpoint}}/bulk/$part-$_.jpg" } | Get-IKMetadata
                }
            }
            Import-Module '{{Repository.ModuleManifest}}'
            $images = @($jobs | Receive-Job -Wait -AutoRemoveJob)
            $images.Count
            $images.Exif.Image.Make | Select-Object -First 1
            @($images | Invoke-IKAudit).Count -gt 0
            """);

        Assert.Equal(3, lines.Length);
        Assert.Equal(("40", "True"), (lines[0], lines[2]));
        Assert.NotEmpty(lines[1]);
    }
}
