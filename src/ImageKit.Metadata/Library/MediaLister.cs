using ImageKit.Metadata.Bulk;

namespace ImageKit.Metadata.Library;

/// <summary>
/// A list of the media library for one thread that takes its elements one by one. The next pages are fetched while it works
/// on this one, never more than a few, one after the other: whether there is a next page only the page before it tells.
/// </summary>
/// <remarks>
/// The service counts a page from the start of the list. When files are added meanwhile, the last ones of a page come again
/// on the next: what has been written is remembered by its id, at some 30 bytes an element, and left out.
/// </remarks>
internal sealed class MediaLister : IDisposable
{
    /// <summary>Pages fetched or being fetched beyond the one that is worked on.</summary>
    internal const int PagesAhead = 2;

    /// <summary>A service that gives the same page again and again would never come to an end.</summary>
    private const int MostRepeatedPages = 3;

    private readonly ImageKitClient _client;
    private readonly MediaListRequest _request;
    private readonly RequestOptions _requestOptions;
    private readonly Func<MediaItem, bool>? _filter;
    private readonly long _skip;
    private readonly long _first;
    private readonly WorkStop _stop;
    private readonly object _lock;
    private readonly SemaphoreSlim _room = new(PagesAhead);
    private readonly Queue<List<MediaItem>> _pages = new();
    private readonly RequestNotices _notices = new();
    private readonly TimeSpan _startedAt;
    private readonly SeenItems _seen = new();
    private List<MediaItem> _page = [];
    private int _position;
    private bool _isFetching = true;

    /// <param name="client">Whom to ask.</param>
    /// <param name="request">What to list.</param>
    /// <param name="options">Timeout and retries of a page.</param>
    /// <param name="skip">Elements to pass over.</param>
    /// <param name="first">The most elements to give; null for all.</param>
    /// <param name="filter">What an element must pass besides the request; null for nothing. Called from another thread.</param>
    public MediaLister(
        ImageKitClient client, MediaListRequest request, RequestOptions options, long skip = 0, long? first = null, Func<MediaItem, bool>? filter = null)
    {
        _client = client;
        _request = request;
        _skip = skip;
        _first = first ?? long.MaxValue;
        _filter = filter;
        _stop = new WorkStop(client.Clock);
        _lock = _stop.Lock;
        _startedAt = client.Clock.Now;
        _requestOptions = new RequestOptions { Timeout = options.Timeout, MaximumRetryCount = options.MaximumRetryCount, Observer = _notices };
        _ = Task.Run(RunAsync);
    }

    /// <summary>How long the list has taken so far.</summary>
    public TimeSpan Elapsed => _client.Clock.Now - _startedAt;

    /// <summary>Elements taken so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Pages received so far.</summary>
    public int Pages { get; private set; }

    /// <summary>What ended the list before its time; null if nothing did. To be looked at when <see cref="IsComplete"/>.</summary>
    public ImageKitException? Failure { get; private set; }

    /// <summary>Whether nothing is left to be taken, and nothing will come.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return !_isFetching && _pages.Count == 0 && _position == _page.Count;
            }
        }
    }

    /// <summary>Takes the next element, if one is there.</summary>
    public bool TryTake(out MediaItem item)
    {
        if (_position == _page.Count && !TryTurnPage())
        {
            item = null!;
            return false;
        }

        item = _page[_position++];
        Taken++;
        return true;
    }

    /// <summary>Waits until an element can be taken, or the list is at its end or stopped.</summary>
    public void WaitForChange(TimeSpan timeout)
    {
        lock (_lock)
        {
            if (_isFetching && _pages.Count == 0 && !_stop.Token.IsCancellationRequested)
            {
                Monitor.Wait(_lock, timeout);
            }
        }
    }

    /// <summary>Takes what there is to tell of retries and waits.</summary>
    public bool TryTakeNotice(out string notice) => _notices.TryTake(out notice);

    /// <summary>Ends what is under way, without waiting for it.</summary>
    public void Stop() => _stop.Stop();

    /// <summary>Ends what is under way, and gives it a moment to be gone.</summary>
    public void Dispose()
    {
        if (_stop.TryEnd(() => !_isFetching))
        {
            _room.Dispose();
            _stop.Dispose();
        }
    }

    private bool TryTurnPage()
    {
        lock (_lock)
        {
            while (_pages.Count > 0)
            {
                _room.Release();
                _page = _pages.Dequeue();
                _position = 0;
                if (_page.Count > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private async Task RunAsync()
    {
        ImageKitException? failure = null;
        try
        {
            await FetchAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the rest.
        }
        catch (ImageKitException exception)
        {
            failure = exception;
        }
        catch (Exception exception)
        {
            // Nothing may be lost on a pool thread.
            failure = new ImageKitException(ImageKitErrorKind.UnexpectedResponse, exception.Message, exception);
        }

        lock (_lock)
        {
            Failure = failure;
            _isFetching = false;
            Monitor.PulseAll(_lock);
        }
    }

    private async Task FetchAsync()
    {
        long skip = _skip;
        long missing = _first;
        int repeated = 0;
        while (missing > 0)
        {
            await _room.WaitAsync(_stop.Token).ConfigureAwait(false);

            // A filter may pass any number of them, so that asking for as many as are missing could take many small pages.
            int limit = _filter is null ? (int)Math.Min(missing, MediaListRequest.LargestPage) : MediaListRequest.LargestPage;
            IReadOnlyList<MediaItem> received = await _client.ListAsync(_request, skip, limit, _requestOptions, _stop.Token).ConfigureAwait(false);
            List<MediaItem> unseen = [.. received.Where(_seen.Add)];
            List<MediaItem> page = _filter is null ? unseen : unseen.FindAll(item => _filter(item));
            if (page.Count > missing)
            {
                page.RemoveRange((int)missing, page.Count - (int)missing);
            }

            missing -= page.Count;
            skip += received.Count;
            lock (_lock)
            {
                Pages++;
                _pages.Enqueue(page);
                Monitor.PulseAll(_lock);
            }

            if (received.Count < limit)
            {
                return;
            }

            repeated = unseen.Count == 0 ? repeated + 1 : 0;
            if (repeated == MostRepeatedPages)
            {
                throw new ImageKitException(
                    ImageKitErrorKind.UnexpectedResponse, "The service gives the same files again and again, where others should follow.");
            }
        }
    }
}
