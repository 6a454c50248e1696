using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Http;

/// <summary>Reads the body of a response within the limits of one response and of all responses together.</summary>
internal readonly struct BodyReader(
    ByteBudget.Share share, RequestOptions options, string? requestId, CancellationTokenSource attempt, CancellationToken cancellationToken)
{
    /// <summary>Metadata is much smaller; a larger response is something else.</summary>
    internal const int MaximumBodySize = 16 * 1024 * 1024;

    // So small that as many of them as there are connections need no budget.
    private const int FreeSize = 64 * 1024;

    // Besides its bytes a body takes the text of its values, and the buffer that it grew out of.
    private const int MemoryPerByte = 4;

    /// <exception cref="ImageKitException">The body is larger than <see cref="MaximumBodySize"/>.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response)
    {
        if (response.Content is null)
        {
            return default;
        }

        try
        {
            return JsonRepair.WithoutByteOrderMark(await ReadContentAsync(response).ConfigureAwait(false));
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // The Brotli stream reports damage this way, the gzip stream with an InvalidDataException.
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadContentAsync(HttpResponseMessage response)
    {
        long? announced = response.Content.Headers.ContentLength;
        if (announced > MaximumBodySize)
        {
            throw TooLarge(response);
        }

        CancellationToken token = attempt.Token;
#if NET8_0_OR_GREATER
        using Stream stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
#else
        // .NET Framework's stream ignores the token while it waits; disposing the response ends the wait.
        using CancellationTokenRegistration abort = token.Register(static state => ((HttpResponseMessage)state!).Dispose(), response);
        using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        // One byte more than announced, so that the end is seen without growing the buffer; but what is announced may never come.
        byte[] buffer = new byte[(int)Math.Min(announced ?? 4095, FreeSize - 1) + 1];
        int length = 0;
        while (true)
        {
#if NET8_0_OR_GREATER
            int read = await stream.ReadAsync(buffer.AsMemory(length), token).ConfigureAwait(false);
#else
            int read = await stream.ReadAsync(buffer, length, buffer.Length - length, token).ConfigureAwait(false);
#endif
            if (read == 0)
            {
                ThrowIfCutOff(response, announced, buffer, length);
                return buffer.AsMemory(0, length);
            }

            length += read;
            if (length > MaximumBodySize)
            {
                throw TooLarge(response);
            }

            if (length == buffer.Length)
            {
                int larger = Math.Min(buffer.Length * 2, MaximumBodySize + 1);
                await ReserveAsync(larger).ConfigureAwait(false);
                Array.Resize(ref buffer, larger);
            }
        }
    }

    /// <summary>Waits until the budget of all responses permits so large a buffer. The wait does not count as time of the attempt.</summary>
    private async Task ReserveAsync(int size)
    {
        if (size <= FreeSize || share.TryGrow((long)size * MemoryPerByte))
        {
            return;
        }

        // What it waits for may be held by requests that wait for a slot.
        attempt.CancelAfter(Timeout.InfiniteTimeSpan);
        options.Slots?.Leave();
        try
        {
            await share.GrowAsync((long)size * MemoryPerByte, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await (options.Slots?.EnterAsync(CancellationToken.None) ?? Task.CompletedTask).ConfigureAwait(false);
            attempt.CancelAfter(options.Timeout);
        }
    }

    /// <summary>
    /// .NET Framework returns a response that was cut off as if it were complete. What is announced of a compressed one is its
    /// compressed length, which may exceed that of a small body: hence the look at its end.
    /// </summary>
    private static void ThrowIfCutOff(HttpResponseMessage response, long? announced, byte[] buffer, int length)
    {
        if (announced > length && response.IsSuccessStatusCode && (length == 0 || buffer[length - 1] is not ((byte)'}' or (byte)']')))
        {
            throw new HttpRequestException("The response was cut off.");
        }
    }

    private ImageKitException TooLarge(HttpResponseMessage response) =>
        new(ImageKitErrorKind.UnexpectedResponse, "The response is larger than 16 MB.") { StatusCode = response.StatusCode, RequestId = requestId };
}
