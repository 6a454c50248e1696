namespace ImageKit.Metadata.Emulator;

/// <summary>
/// Leaves Ctrl+C and termination signals to the process that hosts the emulator: the default lifetime would take them.
/// </summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
