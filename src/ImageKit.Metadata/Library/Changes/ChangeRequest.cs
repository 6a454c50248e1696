using System.Text.Json;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Library.Changes;

/// <summary>One request that writes: the same tags for up to 50 files, or new values for the properties of one file.</summary>
internal sealed class ChangeRequest(IReadOnlyList<MediaFileChange> changes)
{
    /// <summary>The most files that the service accepts in one request for tags.</summary>
    public const int MaximumFiles = 50;

    private static readonly HttpMethod Patch = new("PATCH");

    public IReadOnlyList<MediaFileChange> Changes { get; } = changes;

    public bool IsForTags => Changes[0].Action != ChangeAction.Set;

    /// <summary>Distributes changes to requests, in their order.</summary>
    public static IEnumerable<ChangeRequest> Split(IEnumerable<MediaFileChange> changes)
    {
        Dictionary<string, List<MediaFileChange>> open = [];
        foreach (MediaFileChange change in changes)
        {
            bool isForTags = change.Action != ChangeAction.Set;
            string key = isForTags ? $"{change.Action}\0{string.Join("\0", change.Tags)}" : $"{change.Action}\0{change.FileId}";
            if (!open.TryGetValue(key, out List<MediaFileChange>? request))
            {
                open.Add(key, request = []);
            }

            request.Add(change);
            if (isForTags && request.Count == MaximumFiles)
            {
                open.Remove(key);
                yield return new ChangeRequest(request);
            }
        }

        foreach (List<MediaFileChange> request in open.Values)
        {
            yield return new ChangeRequest(request);
        }
    }

    /// <summary>The same for fewer changes.</summary>
    public IEnumerable<ChangeRequest> Halve()
    {
        int half = Changes.Count / 2;
        return [new ChangeRequest([.. Changes.Take(half)]), new ChangeRequest([.. Changes.Skip(half)])];
    }

    public ServiceRequest ToServiceRequest()
    {
        MediaFileChange first = Changes[0];
        if (!IsForTags)
        {
            return new ServiceRequest(ServiceEndpoint.UpdateDetails, $"v1/files/{Uri.EscapeDataString(first.FileId!)}/details", first.FileId!)
            {
                Method = Patch,
                Body = JsonValueWriter.WriteObject(WriteDetails),
            };
        }

        bool adds = first.Action == ChangeAction.AddTags;
        string subject = Changes.Count == 1 ? first.FileId! : $"the tags of {Changes.Count} files";
        return new ServiceRequest(adds ? ServiceEndpoint.AddTags : ServiceEndpoint.RemoveTags, adds ? "v1/files/addTags" : "v1/files/removeTags", subject)
        {
            Method = HttpMethod.Post,
            Body = JsonValueWriter.WriteObject(WriteTags),
        };
    }

    /// <summary>Parses the response to a request for tags: the service's words for each file that failed.</summary>
    /// <exception cref="JsonException">The body is not such a response.</exception>
    public Dictionary<string, string> ParseFailures(ReadOnlyMemory<byte> body)
    {
        Utf8JsonReader reader = new(body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
            || JsonValueReader.ReadObject(ref reader) is not PropertyBag response || response.Find("successfullyUpdatedFileIds") is not object?[] changed)
        {
            throw new JsonShapeException("It does not report which files were changed.");
        }

        Dictionary<string, string> failures = [];
        foreach (PropertyBag error in (response.Find("errors") as object?[] ?? []).OfType<PropertyBag>())
        {
            if (TagValue.ToText(error, "fileId") is string fileId)
            {
                failures[fileId] = TagValue.ToText(error, "error") ?? "The service gives no reason.";
            }
        }

        foreach (MediaFileChange change in Changes)
        {
            if (!failures.ContainsKey(change.FileId!) && !changed.Contains(change.FileId))
            {
                failures[change.FileId!] = "The service did not report whether it changed the file.";
            }
        }

        return failures;
    }

    private void WriteTags(Utf8JsonWriter json)
    {
        json.WritePropertyName("fileIds");
        JsonValueWriter.Write(json, Changes.Select(change => change.FileId));
        json.WritePropertyName("tags");
        JsonValueWriter.Write(json, Changes[0].Tags);
    }

    private void WriteDetails(Utf8JsonWriter json)
    {
        List<MediaFileChange> fields = [];
        foreach (MediaFileChange change in Changes)
        {
            switch (change.Property)
            {
                case FileValue.Tags:
                    json.WritePropertyName("tags");
                    JsonValueWriter.Write(json, FileValue.IsEmpty(change.After) ? null : change.After);
                    break;
                case FileValue.Description:
                    json.WriteString("description", change.After as string ?? string.Empty);
                    break;
                default:
                    fields.Add(change);
                    break;
            }
        }

        if (fields.Count > 0)
        {
            json.WriteStartObject("customMetadata");
            foreach (MediaFileChange change in fields)
            {
                json.WritePropertyName(FileValue.FieldOf(change.Property!)!);
                JsonValueWriter.Write(json, change.After);
            }

            json.WriteEndObject();
        }
    }
}
