namespace ImageKit.Metadata.Http;

/// <summary>Finds out whether the service still accepts the private key after one request was refused: at most once in a while.</summary>
internal sealed class KeyCheck(IClock clock, Func<CancellationToken, Task> sendAsync) : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private TimeSpan? _acceptedAt;

    /// <summary>Whether a check request is refused as well. One that fails for another reason shows nothing, and counts as accepted.</summary>
    public async Task<bool> IsRefusedAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (clock.Now - _acceptedAt < Validity)
            {
                return false;
            }

            await sendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ImageKitException failure)
        {
            if (failure.Kind is ImageKitErrorKind.AuthenticationFailed)
            {
                return true;
            }
        }
        finally
        {
            _one.Release();
        }

        _acceptedAt = clock.Now;
        return false;
    }

    public void Dispose() => _one.Dispose();
}
