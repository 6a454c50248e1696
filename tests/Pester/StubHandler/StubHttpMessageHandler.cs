using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Text;

namespace ImageKit.Metadata.Pester;

/// <summary>
/// Answers requests from a table, in place of the network, and remembers them. A handler written as a class of PowerShell
/// would not do: its script would have to run on pool threads, which have no runspace.
/// </summary>
public sealed class StubHttpMessageHandler : HttpMessageHandler
{
    private readonly object _lock = new();
    private readonly List<KeyValuePair<string, Queue<IDictionary>>> _answers = [];
    private readonly List<StubRequest> _requests = [];

    /// <summary>What came, in order.</summary>
    public StubRequest[] Requests
    {
        get
        {
            lock (_lock)
            {
                return _requests.ToArray();
            }
        }
    }

    /// <summary>
    /// Adds answers for requests whose decoded address contains a text; the first addition that fits is used. Several answers
    /// are given one after the other, the last one for good.
    /// </summary>
    /// <param name="match">The text.</param>
    /// <param name="answers">
    /// Hashtables with Status (200), Body ({}), ContentType (application/json), Headers (a hashtable); or Throw (a message); or
    /// Stall (true), for an answer that never comes.
    /// </param>
    public void Add(string match, params IDictionary[] answers)
    {
        lock (_lock)
        {
            _answers.Add(new KeyValuePair<string, Queue<IDictionary>>(match, new Queue<IDictionary>(answers)));
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string address = Uri.UnescapeDataString(request.RequestUri!.AbsoluteUri);
        string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync().ConfigureAwait(false);
        IDictionary? answer = null;
        lock (_lock)
        {
            _requests.Add(new StubRequest(request.Method.Method, request.RequestUri.AbsoluteUri, address, request.Headers.Authorization?.ToString(), body));
            foreach (KeyValuePair<string, Queue<IDictionary>> entry in _answers)
            {
                if (address.Contains(entry.Key))
                {
                    answer = entry.Value.Count > 1 ? entry.Value.Dequeue() : entry.Value.Peek();
                    break;
                }
            }
        }

        answer ??= new Hashtable { ["Status"] = 404, ["Body"] = "{\"message\":\"The stub has no answer for this.\"}" };
        if (answer["Throw"] is object message)
        {
            throw new HttpRequestException(message.ToString());
        }

        if (answer["Stall"] is true)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }

        return Make(answer);
    }

    private static HttpResponseMessage Make(IDictionary answer)
    {
        HttpResponseMessage response = new((HttpStatusCode)Convert.ToInt32(answer["Status"] ?? 200, CultureInfo.InvariantCulture))
        {
            Content = new StringContent(answer["Body"]?.ToString() ?? """{"width":5,"height":5,"size":5}""", Encoding.UTF8, answer["ContentType"]?.ToString() ?? "application/json"),
        };
        foreach (DictionaryEntry header in answer["Headers"] as IDictionary ?? new Hashtable())
        {
            response.Headers.TryAddWithoutValidation(header.Key.ToString(), header.Value?.ToString());
        }

        return response;
    }
}
