using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Library;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Files;

/// <summary>Paging: every file once, in order, with no request too many, and never far ahead of the consumer.</summary>
public sealed class MediaListerTests
{
    private static readonly RequestOptions Options = new() { MaximumRetryCount = 0 };

    [Fact]
    public async Task A_library_of_25_300_files_is_listed_in_26_requests()
    {
        await using ImageKitEmulator emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 25_300 });
        using ImageKitClient client = new("private_emulator_key", new ImageKitClientOptions { ApiBaseUri = emulator.BaseUri });
        using MediaLister lister = new(client, new MediaListRequest(), new RequestOptions());

        List<string> ids = FakeLibrary.TakeAll(lister);

        Assert.Null(lister.Failure);
        Assert.Equal(emulator.Library.Assets.Select(asset => asset.FileId), ids);
        Assert.Equal(26, emulator.Statistics.Requests);
    }

    [Theory]
    [InlineData(10, new[] { 10 })]
    [InlineData(1000, new[] { 1000 })]
    [InlineData(1500, new[] { 1000, 501 })]
    [InlineData(0, new int[0])]
    [InlineData(9_999, new[] { 1000, 1000, 1000 })]
    public void No_more_are_requested_than_are_wanted(int first, int[] limits)
    {
        FakeLibrary library = new(2_700);
        using MediaLister lister = new(library.Client, new MediaListRequest(), Options, skip: 5, first);

        List<string> ids = FakeLibrary.TakeAll(lister);

        Assert.Equal(Enumerable.Range(5, Math.Min(first, 2_695)).Select(FakeLibrary.Id), ids);
        Assert.Equal(limits, library.Requested.Select(page => page.Limit));
        Assert.Equal(limits.Select((_, page) => 5 + (page * 999)), library.Requested.Select(page => page.Skip));
    }

    [Fact]
    public void A_list_that_ends_with_a_full_page_ends_with_an_empty_one()
    {
        FakeLibrary library = new(2_000);
        using MediaLister lister = new(library.Client, new MediaListRequest(), Options);

        Assert.Equal(2_000, FakeLibrary.TakeAll(lister).Count);
        Assert.Equal(3, library.Requested.Count);
    }

    [Fact]
    public void It_fetches_two_pages_ahead_and_waits()
    {
        FakeLibrary library = new(100_000);
        using MediaLister lister = new(library.Client, new MediaListRequest(), Options);
        MediaItem item;
        while (!lister.TryTake(out item))
        {
            lister.WaitForChange(forRoom: false, TimeSpan.FromSeconds(1));
        }

        // The next two are fetched, and no third however long one waits; one that does not wait would be through by then.
        Assert.True(SpinWait.SpinUntil(() => library.Requested.Count >= 3, TimeSpan.FromMinutes(1)));
        Assert.False(SpinWait.SpinUntil(() => library.Requested.Count > 1 + MediaLister.PagesAhead, TimeSpan.FromMilliseconds(200)));
        lister.Dispose();
        Assert.Equal(3, library.Requested.Count);
    }

    [Fact]
    public void A_file_that_moved_to_the_next_page_is_emitted_once_and_the_rest_in_order()
    {
        // Newest first: 30 files are added while the first page is read, and all others move down by as many.
        FakeLibrary library = null!;
        int added = 0;
        library = new FakeLibrary(2_500, place => FakeLibrary.Id(10_000 - (place - added)))
        {
            OnRequest = number =>
            {
                if (number == 2)
                {
                    added = 30;
                    library.Count += added;
                }

                return null;
            },
        };
        using MediaLister lister = new(library.Client, new MediaListRequest { Descending = true }, Options, first: 2_400);

        Assert.Equal(Enumerable.Range(0, 2_400).Select(number => FakeLibrary.Id(10_000 - number)), FakeLibrary.TakeAll(lister));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(900, 2)]
    public void Files_that_moved_up_past_the_next_page_are_found_when_others_are_deleted_meanwhile(int deleted, int requestsMore)
    {
        FakeLibrary library = null!;
        int gone = 0;
        library = new FakeLibrary(5_000, place => FakeLibrary.Id(place + gone))
        {
            OnRequest = number =>
            {
                // The oldest files, all on the first page, which has been read.
                gone = number >= 3 ? deleted : 0;
                library.Count = 5_000 - gone;
                return null;
            },
        };
        MediaListing listing = new(isExhaustive: true);
        using MediaLister lister = new(library.Client, new MediaListRequest(), Options, listing: listing);

        Assert.Equal(Enumerable.Range(0, 5_000).Select(FakeLibrary.Id), FakeLibrary.TakeAll(lister));
        Assert.Equal(6 + requestsMore, library.Requested.Count);
        Assert.True(listing.IsComplete);
    }

    [Fact]
    public void A_list_without_a_stable_order_comes_to_an_end()
    {
        int shuffle = 0;
        FakeLibrary library = new(5_000, place => FakeLibrary.Id((int)((place * 7919L * (Volatile.Read(ref shuffle) + 1)) % 5_000))) { OnRequest = number => { shuffle = number; return null; } };
        using MediaLister lister = new(library.Client, new MediaListRequest(), Options);

        FakeLibrary.TakeAll(lister);

        Assert.Null(lister.Failure);
    }

    [Fact]
    public void A_complete_listing_shows_which_files_of_its_folders_are_missing()
    {
        FakeLibrary library = new(10);
        MediaListing listing = new(isExhaustive: true, ["/folder"]);
        Assert.False(listing.Lacks(FakeLibrary.Id(11), "/folder/image.jpg"));

        // The listing runs from here on, and may be complete at once.
        using MediaLister lister = new(library.Client, new MediaListRequest(), Options, listing: listing);
        FakeLibrary.TakeAll(lister);

        Assert.True(listing.Lacks(FakeLibrary.Id(11), "/folder/image.jpg"));
        Assert.True(listing.Lacks(FakeLibrary.Id(11), "/folder/below/image.jpg"));
        Assert.False(listing.Lacks(FakeLibrary.Id(9), "/folder/image.jpg"));
        Assert.False(listing.Lacks(FakeLibrary.Id(11), "/folder2/image.jpg"));
        Assert.False(listing.Lacks(FakeLibrary.Id(11), null));
    }

    [Fact]
    public void A_service_that_repeats_the_same_page_ends_the_listing()
    {
        FakeLibrary library = new(int.MaxValue, place => FakeLibrary.Id(place % 1000));
        using MediaLister lister = new(library.Client, new MediaListRequest(), Options);

        Assert.Equal(1_000, FakeLibrary.TakeAll(lister).Count);
        Assert.Equal(ImageKitErrorKind.UnexpectedResponse, lister.Failure?.Kind);
    }

    [Fact]
    public void Files_before_a_failure_are_emitted_and_the_failure_is_reported()
    {
        FakeLibrary library = new(5_000) { OnRequest = number => number == 3 ? StubHandler.CreateResponse(500, "{\"message\":\"no\"}") : null };
        using MediaLister lister = new(library.Client, new MediaListRequest(), Options);

        Assert.Equal(1_999, FakeLibrary.TakeAll(lister).Count);
        Assert.Equal((ImageKitErrorKind.ServerError, "no"), (lister.Failure!.Kind, lister.Failure.ServiceMessage));
    }

    [Fact]
    public void A_filter_thins_out_whole_pages_until_enough_are_found()
    {
        FakeLibrary library = new(10_000);
        using MediaLister lister = new(
            library.Client, new MediaListRequest(), Options, first: 25, filter: item => Convert.ToInt32(((MediaFile)item).FileId, 16) % 100 == 0);

        Assert.Equal(Enumerable.Range(0, 25).Select(number => FakeLibrary.Id(number * 100)), FakeLibrary.TakeAll(lister));
        Assert.Equal(3, library.Requested.Count);
    }

    [Fact]
    public void A_stopped_list_ends_at_once()
    {
        using ManualResetEventSlim asked = new();
        using ManualResetEventSlim answer = new();
        FakeLibrary library = new(5_000)
        {
            OnRequest = _ =>
            {
                asked.Set();
                answer.Wait(TimeSpan.FromMinutes(1));
                return null;
            },
        };
        MediaLister lister = new(library.Client, new MediaListRequest(), Options);
        asked.Wait();

        lister.Stop();
        answer.Set();

        Assert.Empty(FakeLibrary.TakeAll(lister));
        Assert.Null(lister.Failure);
        Assert.Single(library.Requested);
        lister.Dispose();
    }
}
