using System.Globalization;
using System.Text;
using ImageKit.Metadata.Library;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Files;

/// <summary>A media library of any size that holds nothing: each page is made when it is asked for.</summary>
internal sealed class FakeLibrary
{
    private readonly Func<int, string> _idAt;
    private readonly List<(int Skip, int Limit)> _asked = [];

    /// <param name="count">How many files there are.</param>
    /// <param name="idAt">The id of the file at a place of the list; null for one that tells the place.</param>
    public FakeLibrary(int count, Func<int, string>? idAt = null)
    {
        Count = count;
        _idAt = idAt ?? Id;
        Handler = new StubHandler((request, _) => CreateResponse(request.RequestUri!));
        Client = new ImageKitClient("private_key", new ImageKitClientOptions { HttpMessageHandler = Handler });
    }

    public int Count { get; set; }

    public StubHandler Handler { get; }

    public ImageKitClient Client { get; }

    /// <summary>Called with the number of a request before it is answered.</summary>
    public Func<int, HttpResponseMessage?>? OnRequest { get; set; }

    public IReadOnlyList<(int Skip, int Limit)> Requested
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    public static string Id(int number) => number.ToString("x24", CultureInfo.InvariantCulture);

    /// <summary>Takes all there is, as a cmdlet does.</summary>
    public static List<string> TakeAll(MediaLister lister)
    {
        List<string> taken = [];
        while (!lister.IsComplete)
        {
            while (lister.TryTake(out MediaItem item))
            {
                taken.Add(((MediaFile)item).FileId!);
            }

            lister.WaitForChange(forRoom: false, TimeSpan.FromSeconds(1));
        }

        return taken;
    }

    private HttpResponseMessage CreateResponse(Uri uri)
    {
        Dictionary<string, string> query = uri.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        int skip = query.TryGetValue("skip", out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        int limit = int.Parse(query["limit"], CultureInfo.InvariantCulture);
        int number;
        lock (_asked)
        {
            _asked.Add((skip, limit));
            number = _asked.Count;
        }

        if (OnRequest?.Invoke(number) is HttpResponseMessage other)
        {
            return other;
        }

        StringBuilder json = new("[");
        for (int place = skip; place < Math.Min(skip + limit, Count); place++)
        {
            json.Append(place > skip ? "," : string.Empty).Append("{\"type\":\"file\",\"fileId\":\"").Append(_idAt(place))
                .Append("\",\"name\":\"image.jpg\",\"filePath\":\"/folder/image.jpg\",\"tags\":[\"a\",\"b\"],\"size\":1}");
        }

        return StubHandler.CreateResponse(body: json.Append(']').ToString());
    }
}
