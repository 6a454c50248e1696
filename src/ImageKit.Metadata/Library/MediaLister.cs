using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Library;

/// <summary>
/// A listing of the media library for one thread that takes its elements. The next pages are requested meanwhile, a few at
/// most and one after the other: only a page shows whether another one follows.
/// </summary>
/// <remarks>
/// The service counts the elements of each page from the start of the list. When files are added meanwhile, elements of a page
/// can come again on the next one: the IDs of all elements so far are remembered, at some 30 bytes each. When files are deleted
/// meanwhile, the elements behind them move up, past the start of the next page: so each page starts with the last element of
/// the page before it. If it does not, the listing goes back until a page starts with an element that is known.
/// </remarks>
internal sealed class MediaLister : IPump<MediaItem>, IDisposable
{
    /// <summary>Pages that are requested or received beyond the one whose elements are being taken.</summary>
    internal const int PagesAhead = 2;

    /// <summary>A service that sends the same page again and again would never reach the end.</summary>
    private const int MaximumRepeatedPages = 3;

    /// <summary>How far to go back at first, where elements have moved up.</summary>
    private const int StepBack = 100;

    private readonly ImageKitClient _client;
    private readonly MediaListRequest _request;
    private readonly RequestOptions _requestOptions;
    private readonly Func<MediaItem, bool>? _filter;
    private readonly long _skip;
    private readonly long _first;
    private readonly Pump<List<MediaItem>> _pump;
    private readonly TimeSpan _startedAt;
    private readonly MediaListing _listing;
    private List<MediaItem> _page = [];
    private int _position;
    private int _pages;
    private long _reached;
    private int _timesBack;
    private bool _mayHaveSkipped;

    /// <summary>Starts to list. The filter is a condition besides the request, called from another thread.</summary>
    public MediaLister(
        ImageKitClient client,
        MediaListRequest request,
        RequestOptions options,
        long skip = 0,
        long? first = null,
        Func<MediaItem, bool>? filter = null,
        MediaListing? listing = null,
        CancellationToken cancellationToken = default)
    {
        _client = client;
        _request = request;
        _skip = skip;
        _first = first ?? long.MaxValue;
        _filter = filter;
        _listing = listing ?? new MediaListing();
        _reached = skip;
        _startedAt = client.Clock.Now;
        _pump = new Pump<List<MediaItem>>(new PumpOptions<List<MediaItem>> { MaximumHeld = PagesAhead }, cancellationToken);
        _requestOptions = new RequestOptions { Timeout = options.Timeout, MaximumRetryCount = options.MaximumRetryCount, Observer = _pump.Notices };
        _pump.Start(ListAsync);
    }

    /// <summary>How long the listing has taken so far.</summary>
    public TimeSpan Elapsed => _client.Clock.Now - _startedAt;

    /// <summary>How many elements have been taken.</summary>
    public long Emitted { get; private set; }

    /// <summary>How many pages have been received.</summary>
    public int Pages => Volatile.Read(ref _pages);

    /// <summary>What ended the listing early; null if nothing did.</summary>
    public ImageKitException? Failure => _pump.Failure is Exception failure
        ? failure as ImageKitException ?? new ImageKitException(ImageKitErrorKind.UnexpectedResponse, failure.Message, failure)
        : null;

    Exception? IPump<MediaItem>.Failure => Failure;

    public bool IsComplete => _position == _page.Count && _pump.IsComplete;

    public bool TryTake(out MediaItem item)
    {
        while (_position == _page.Count)
        {
            if (!_pump.TryTake(out List<MediaItem> page))
            {
                item = null!;
                return false;
            }

            _page = page;
            _position = 0;
        }

        item = _page[_position++];
        Emitted++;
        return true;
    }

    public bool TryTakeNotice(out string notice) => _pump.TryTakeNotice(out notice);

    public void WaitForChange(bool forRoom, TimeSpan timeout) => _pump.WaitForChange(forRoom: false, timeout);

    public void Stop() => _pump.Stop();

    /// <summary>Cancels what is in flight, and gives it a moment to end.</summary>
    public void Dispose() => _pump.Dispose();

    private async Task ListAsync()
    {
        long skip = _skip;
        long missing = _first;
        int repeated = 0;
        while (missing > 0)
        {
            PumpPlace<List<MediaItem>> place = await _pump.OpenAsync().ConfigureAwait(false);
            try
            {
                (IReadOnlyList<MediaItem> received, long end, bool isLast) = await RequestPageAsync(skip, missing).ConfigureAwait(false);
                List<MediaItem> unseen = [.. received.Where(_listing.Add)];
                foreach (MediaFile file in unseen.OfType<MediaFile>())
                {
                    file.Listing = _listing;
                }

                List<MediaItem> page = _filter is null ? unseen : unseen.FindAll(item => _filter(item));
                if (page.Count > missing)
                {
                    page.RemoveRange((int)missing, page.Count - (int)missing);
                }

                _pump.Write(place, page);
                missing -= page.Count;
                if (isLast)
                {
                    if (!_mayHaveSkipped)
                    {
                        _listing.Complete();
                    }

                    return;
                }

                repeated = unseen.Count > 0 ? 0 : end > _reached ? repeated + 1 : repeated;
                skip = end;
                _reached = Math.Max(_reached, end);
            }
            finally
            {
                _pump.Finish(place);
            }

            if (repeated == MaximumRepeatedPages)
            {
                throw new ImageKitException(
                    ImageKitErrorKind.UnexpectedResponse, "The service returns the same files again and again instead of the next ones.");
            }
        }
    }

    /// <summary>Requests the page that continues the listing: its elements, where they end in the list, and whether no more follow.</summary>
    private async Task<(IReadOnlyList<MediaItem> Received, long End, bool IsLast)> RequestPageAsync(long skip, long missing)
    {
        int overlap = skip > _skip ? 1 : 0;
        long start = skip - overlap;

        // A filter may accept few elements: a limit as small as the number missing could take many small pages.
        int limit = _filter is null ? (int)Math.Min(missing + overlap, MediaListRequest.LargestPage) : MediaListRequest.LargestPage;
        int stepBack = StepBack;
        while (true)
        {
            IReadOnlyList<MediaItem> received = await _client.ListAsync(_request, start, limit, _requestOptions, _pump.Token).ConfigureAwait(false);
            Interlocked.Increment(ref _pages);
            bool isConnected = start == _skip || (received.Count > 0 && _listing.Contains(received[0]));
            if (!isConnected && _timesBack == MaximumRepeatedPages)
            {
                // The order of the list is not stable: going back does not help.
                _mayHaveSkipped = true;
                isConnected = true;
            }

            if (isConnected)
            {
                _timesBack = start + received.Count > _reached ? 0 : _timesBack;
                return (received, start + received.Count, received.Count < limit);
            }

            _timesBack += start >= _reached - 1 ? 1 : 0;
            start = Math.Max(_skip, start - stepBack);
            stepBack *= 10;
            limit = MediaListRequest.LargestPage;
        }
    }
}
