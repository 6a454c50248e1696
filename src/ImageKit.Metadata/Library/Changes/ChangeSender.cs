using ImageKit.Metadata.Http;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Library.Changes;

/// <summary>Sends changes, and keeps the journal: what is sent is written before, and what became of it after.</summary>
internal sealed class ChangeSender(ImageKitClient client, TimeSpan timeout, int maximumRetryCount, IChangeJournal? journal)
{
    /// <summary>How many requests may be in flight at once. The service permits far fewer writes than reads.</summary>
    public const int MaximumRunning = 8;

    /// <exception cref="JournalException">The journal could not be written; after the request the change may have been made.</exception>
    public async Task<IReadOnlyList<ChangeResult>> SendAsync(ChangeRequest request, IRequestObserver? observer, CancellationToken cancellationToken)
    {
        journal?.Plan(request.Changes);
        IReadOnlyList<ChangeResult> results = await SendUnplannedAsync(request, observer, cancellationToken).ConfigureAwait(false);
        journal?.Record(results);
        return results;
    }

    private async Task<IReadOnlyList<ChangeResult>> SendUnplannedAsync(ChangeRequest request, IRequestObserver? observer, CancellationToken cancellationToken)
    {
        int attempts = 0;
        RequestOptions options = new() { Timeout = timeout, MaximumRetryCount = maximumRetryCount, Observer = observer, Sending = () => attempts++ };
        try
        {
            return request.IsForTags
                ? await SendTagsAsync(request, options, () => attempts > 1, cancellationToken).ConfigureAwait(false)
                : await SendDetailsAsync(request, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageKitException failure) when (failure.Kind == ImageKitErrorKind.BadRequest && request.Changes.Count > 1 && request.IsForTags)
        {
            // One file may be the cause: the others are to be changed.
            List<ChangeResult> results = [];
            foreach (ChangeRequest half in request.Halve())
            {
                results.AddRange(await SendUnplannedAsync(half, observer, cancellationToken).ConfigureAwait(false));
            }

            return results;
        }
        catch (ImageKitException failure)
        {
            bool isRefusal = failure.Kind is ImageKitErrorKind.BadRequest or ImageKitErrorKind.NotFound or ImageKitErrorKind.AuthenticationFailed
                or ImageKitErrorKind.RateLimitExceeded;
            return [.. request.Changes.Select(change => new ChangeResult(change, failure, IsUnknown: attempts > 1 || (attempts > 0 && !isRefusal)))];
        }
    }

    private async Task<IReadOnlyList<ChangeResult>> SendTagsAsync(
        ChangeRequest request, RequestOptions options, Func<bool> wasRepeated, CancellationToken cancellationToken)
    {
        Dictionary<string, string> failures =
            await client.SendAsync(request.ToServiceRequest(), request.ParseFailures, options, cancellationToken).ConfigureAwait(false);
        return
        [
            .. request.Changes.Select(change => failures.TryGetValue(change.FileId!, out string? words)
                ? new ChangeResult(change, new FileRefusedException($"The service did not change the file: {PlainText.Clean(words)}"), wasRepeated())
                : Succeeded(change)),
        ];
    }

    private async Task<IReadOnlyList<ChangeResult>> SendDetailsAsync(ChangeRequest request, RequestOptions options, CancellationToken cancellationToken)
    {
        MediaFile file = await client.SendAsync(
            request.ToServiceRequest(), static body => MediaFileParser.ReadFile(body.Span), options, cancellationToken).ConfigureAwait(false);
        foreach (MediaFileChange change in request.Changes)
        {
            // The service may write a value in another form, such as a date with its time.
            object? stored = FileValue.Read(file, change.Property!);
            change.After = FileValue.IsEmpty(stored) ? change.After : stored;
        }

        return [.. request.Changes.Select(Succeeded)];
    }

    private static ChangeResult Succeeded(MediaFileChange change)
    {
        change.Status = MediaFileChangeStatus.Changed;
        return new ChangeResult(change, null, IsUnknown: false);
    }
}
