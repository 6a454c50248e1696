using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ImageKit.Metadata.Emulator;

/// <summary>
/// The emulator's own routes, for tests in another process; they take no key. Below <c>/_emulator/</c>:
/// <list type="bullet">
/// <item><c>GET statistics</c>, <c>DELETE statistics</c>: the counts; sets them to zero.</item>
/// <item><c>GET state</c>: everything that a write can change, one file per line.</item>
/// <item><c>POST files</c> {path, …}, <c>DELETE files/{id}</c>: uploads, deletes a file.</item>
/// <item><c>POST files/{id}/replace</c> {…}: new content; fields of the metadata object, or latitude and longitude, all optional.</item>
/// <item><c>POST files/{id}/rename</c> {name}, <c>move</c> {folder}, <c>tags</c> {tags}.</item>
/// <item><c>POST faults</c> {kind, endpoint, match, firstAttempts, every, retryAfter}, <c>DELETE faults</c>.</item>
/// <item><c>PUT latency</c> {milliseconds}, <c>PUT rate-limit</c> {limit, interval, window, …}, or {} for none.</item>
/// <item><c>PUT failing-files</c> {fileIds}: the files whose changes fail.</item>
/// </list>
/// </summary>
internal sealed class ControlApi(ImageKitEmulator emulator)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task HandleAsync(HttpContext context)
    {
        string text = await context.Request.Body.ReadTextAsync(context.RequestAborted);
        ApiResponse response;
        try
        {
            JsonObject body = text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
            response = Handle(context.Request.Method, context.Request.Path.Value!.Split('/')[2..], body);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            response = ApiResponse.Error(400, exception.Message);
        }

        await response.SendAsync(context.Response);
    }

    private ApiResponse Handle(string method, string[] path, JsonObject body)
    {
        SampleLibrary library = emulator.Library;
        switch (method, path)
        {
            case ("GET", ["statistics"]):
                return ApiResponse.Of(200, JsonSerializer.SerializeToNode(emulator.Statistics, Json)!);
            case ("DELETE", ["statistics"]):
                emulator.Statistics.Reset();
                break;
            case ("GET", ["state"]):
                return new ApiResponse(200, System.Text.Encoding.UTF8.GetBytes(library.DumpState()), "text/plain; charset=utf-8");
            case ("POST", ["files"]):
                SampleAsset added = library.Add((string)body["path"]!);
                return File(body.Count == 1 ? added : library.Change(added.FileId, old => old with { Content = Content(old.Content, body) }));
            case ("DELETE", ["files", string id]):
                return library.Delete(id) ? ApiResponse.Of(200, new JsonObject()) : ApiResponse.Error(404, $"No file has the ID '{id}'.");
            case ("POST", ["files", string id, "replace"]):
                return File(library.Replace(id, library.FindById(id) is SampleAsset asset ? Content(SampleLibrary.Derive(asset), body) : null));
            case ("POST", ["files", string id, "rename"]):
                return File(library.Rename(id, (string)body["name"]!));
            case ("POST", ["files", string id, "move"]):
                return File(library.Move(id, (string)body["folder"]!));
            case ("POST", ["files", string id, "tags"]):
                return File(library.Retag(id, FileChanges.Texts(body["tags"]) ?? []));
            case ("POST", ["faults"]):
                emulator.Faults.Add(body.Deserialize<Fault>(Json)!);
                break;
            case ("DELETE", ["faults"]):
                emulator.Faults.Clear();
                break;
            case ("PUT", ["latency"]):
                emulator.Latency = TimeSpan.FromMilliseconds((double)body["milliseconds"]!);
                break;
            case ("PUT", ["rate-limit"]):
                emulator.RateLimit = body.Count == 0 ? null : body.Deserialize<RateLimit>(Json);
                break;
            case ("PUT", ["failing-files"]):
                emulator.FailingFiles.Clear();
                emulator.FailingFiles.UnionWith(FileChanges.Texts(body["fileIds"]) ?? []);
                break;
            default:
                return ApiResponse.Error(404, "The emulator has no such route.");
        }

        return ApiResponse.Of(200, new JsonObject());
    }

    private static FileContent Content(FileContent basis, JsonObject body)
    {
        FileContent content = FileContent.FromJson(body, basis);
        return body["latitude"] is JsonValue latitude && body["longitude"] is JsonValue longitude ? content.WithLocation((double)latitude, (double)longitude) : content;
    }

    private ApiResponse File(SampleAsset asset) => ApiResponse.Of(200, FileJson.File(asset, emulator.UrlEndpoint, withDetails: true));
}
