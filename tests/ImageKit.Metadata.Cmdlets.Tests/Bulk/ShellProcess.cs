using System.Diagnostics;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>A shell in a process of its own, the quickstart's, that runs one line against an emulator here.</summary>
internal sealed class ShellProcess : IDisposable
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;

    public ShellProcess(ImageKitEmulator emulator, string line)
    {
        // Built for the same configuration as these tests.
        string configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        ProcessStartInfo start = new(Path.Combine(Repository.Root, "artifacts", "bin", "Quickstart", configuration, "Quickstart"))
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--live",
                "-Command",
                $"$key = [pscredential]::new('tests', [System.Net.NetworkCredential]::new('', $env:IMAGEKIT_PRIVATE_KEY).SecurePassword); Connect-IKAccount -Credential $key -ApiBaseUri '{emulator.BaseUri}'; {line}",
            },
        };
        start.Environment["IMAGEKIT_PRIVATE_KEY"] = new EmulatorOptions().PrivateKey;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        Assert.True(_process.WaitForExit(Hang));
    }

    /// <summary>The lines that it printed, once it has ended by itself.</summary>
    public async Task<string[]> WaitAsync()
    {
        string output = await _output.WaitAsync(Hang);
        Assert.True(_process.WaitForExit(Hang));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
