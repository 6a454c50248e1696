using System.Diagnostics;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>An emulator, a client of it, and runs of numbered images through the downloader: in four groups, so that faults can differ.</summary>
internal sealed class EmulatedRun : IAsyncDisposable
{
    public const string Key = "private_emulator_key";
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(120);

    private EmulatedRun(ImageKitEmulator emulator, TimeSpan patience)
    {
        Emulator = emulator;
        Client = new ImageKitClient(Key, new ImageKitClientOptions { ApiBaseUri = emulator.BaseUri }, new SystemClock(), patience);
    }

    public ImageKitEmulator Emulator { get; }

    public ImageKitClient Client { get; }

    public static async Task<EmulatedRun> StartAsync(RateLimit? limit = null, TimeSpan? patience = null) => new(
        await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 0, RateLimit = limit }),
        patience ?? TimeSpan.FromMinutes(10));

    public string Url(int number) => $"{Emulator.UrlEndpoint}/bulk/{"abcd"[number % 4]}/{number}.jpg";

    /// <summary>Puts in the images and takes out what becomes of them, until none is left. Between steps it looks elsewhere.</summary>
    public List<MetadataResult> Read(MetadataDownloader downloader, int count, Action? look = null)
    {
        Stopwatch clock = Stopwatch.StartNew();
        List<MetadataResult> results = [];
        int added = 0;
        while (added < count || !downloader.IsComplete)
        {
            Assert.True(clock.Elapsed < Hang, $"{added} put in, {results.Count} taken out, and no more.");
            while (added < count && downloader.TryAdd(MetadataRequest.ForUrl(Url(added)), added))
            {
                added++;
            }

            while (downloader.TryTake(out MetadataResult result))
            {
                results.Add(result);
            }

            look?.Invoke();
            downloader.WaitForChange(forRoom: added < count, TimeSpan.FromMilliseconds(50));
        }

        return results;
    }

    /// <summary>The notices of a run, oldest first.</summary>
    public static List<string> TakeNotices(MetadataDownloader downloader)
    {
        List<string> notices = [];
        while (downloader.TryTakeNotice(out string notice))
        {
            notices.Add(notice);
        }

        return notices;
    }

    /// <summary>Each image has its own metadata, in the order of the input.</summary>
    public void AssertComplete(int count, List<MetadataResult> results)
    {
        Assert.Null(results.Find(result => result.Error is not null).Error);
        Assert.Equal(Enumerable.Range(0, count), results.Select(result => (int)result.Target!));
        Assert.Equal(Enumerable.Range(0, count).Select(Url), results.Select(result => result.Metadata!.Url));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Emulator.DisposeAsync();
    }
}
