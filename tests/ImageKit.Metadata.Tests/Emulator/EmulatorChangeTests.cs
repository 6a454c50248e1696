using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Tests.Emulator;

/// <summary>A library that changes while it is served, and requests that change it.</summary>
public sealed class EmulatorChangeTests : IAsyncLifetime
{
    private ImageKitEmulator _emulator = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 120, RecordRequests = true });
        _client = EmulatorClient.For(_emulator);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replaced_file_has_a_new_version_new_times_and_new_metadata_under_the_same_id(bool byHttp)
    {
        SampleAsset file = PlainFile();
        JsonNode before = await GetAsync($"v1/files/{file.FileId}/details");
        JsonNode metadataBefore = await GetAsync($"v1/files/{file.FileId}/metadata");

        if (byHttp)
        {
            await SendAsync(HttpMethod.Post, $"_emulator/files/{file.FileId}/replace", """{"width":640,"pHash":"00ff00ff00ff00ff","latitude":-33.5,"longitude":151.25}""");
        }
        else
        {
            _emulator.Library.Replace(file.FileId, (file.Content with { Width = 640, PHash = 0x00ff00ff00ff00ff }).WithLocation(-33.5, 151.25));
        }

        JsonNode after = await GetAsync($"v1/files/{file.FileId}/details");
        JsonNode metadata = await GetAsync($"v1/files/{file.FileId}/metadata");
        JsonNode byUrl = await GetAsync(EmulatorClient.MetadataOf((string)after["url"]!));
        Assert.Equal(file.FileId, (string?)after["fileId"]);
        Assert.NotEqual((string?)before["versionInfo"]!["id"], (string?)after["versionInfo"]!["id"]);
        Assert.Equal("Version 2", (string?)after["versionInfo"]!["name"]);
        Assert.True((DateTime)after["updatedAt"]! > (DateTime)before["updatedAt"]!);
        Assert.NotEqual((string?)before["url"], (string?)after["url"]);
        Assert.Equal((640, "00ff00ff00ff00ff"), ((int)metadata["width"]!, (string?)metadata["pHash"]));
        Assert.NotEqual((string?)metadataBefore["pHash"], (string?)metadata["pHash"]);
        Assert.Equal("[33,30,0]", metadata["exif"]!["gps"]!["GPSLatitude"]!.ToJsonString());
        Assert.Equal("S", (string?)metadata["exif"]!["gps"]!["GPSLatitudeRef"]);
        Assert.True(JsonNode.DeepEquals(metadata, byUrl));
        Assert.True(_emulator.Library.FindById(file.FileId)!.Traits.HasFlag(AssetTraits.HasLocation));
    }

    [Fact]
    public void Content_that_is_not_set_is_derived()
    {
        SampleAsset file = PlainFile();

        SampleAsset replaced = _emulator.Library.Replace(file.FileId);

        Assert.NotEqual((file.Size, file.PHash, file.VersionId), (replaced.Size, replaced.PHash, replaced.VersionId));
        Assert.Equal((file.Width, file.Height, file.Name), (replaced.Width, replaced.Height, replaced.Name));
        Assert.NotEqual(replaced.VersionId, _emulator.Library.Replace(file.FileId).VersionId);
    }

    [Fact]
    public async Task Renamed_moved_and_retagged_files_keep_id_and_version()
    {
        SampleAsset file = PlainFile();
        foreach ((string route, string body, string path, string tags) in new[]
        {
            ("rename", """{"name":"new name.jpg"}""", $"{file.Folder}/new name.jpg", ""),
            ("move", """{"folder":"/team"}""", "/team/new name.jpg", ""),
            ("tags", """{"tags":["x","y"]}""", "/team/new name.jpg", "x y"),
        })
        {
            DateTimeOffset before = _emulator.Library.FindById(file.FileId)!.UpdatedAt;
            await SendAsync(HttpMethod.Post, $"_emulator/files/{file.FileId}/{route}", body);
            JsonNode row = (await GetAsync("v1/files")).AsArray().Single(row => (string?)row!["fileId"] == file.FileId)!;

            Assert.Equal((path, file.VersionId), ((string?)row["filePath"], (string?)row["versionInfo"]!["id"]));
            Assert.True((DateTime)row["updatedAt"]! > before.UtcDateTime);
            Assert.True(tags.Length == 0 || tags == string.Join(' ', row["tags"]!.AsArray().Select(tag => (string)tag!)));
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(new Uri(EmulatorClient.MetadataOf((string)row["url"]!), UriKind.Relative))).StatusCode);
        }

        Assert.Null(_emulator.Library.Find(file.FilePath));
        Assert.Equal(400, await SendAsync(HttpMethod.Post, $"_emulator/files/{file.FileId}/move", """{"folder":1}"""));
    }

    [Fact]
    public async Task Files_come_and_go()
    {
        SampleAsset file = PlainFile();
        Assert.Equal(200, await SendAsync(HttpMethod.Post, "_emulator/files", """{"path":"/team/new.jpg","width":20}"""));
        SampleAsset added = _emulator.Library.Find("/team/new.jpg")!;
        Assert.Equal(200, await SendAsync(HttpMethod.Delete, $"_emulator/files/{file.FileId}"));

        string?[] listed = [.. (await GetAsync("v1/files?sort=DESC_CREATED")).AsArray().Select(row => (string?)row!["fileId"])];
        Assert.Equal(added.FileId, listed[0]);
        Assert.Equal(20, added.Width);
        Assert.DoesNotContain(file.FileId, listed);
        Assert.Equal(404, (int)(await _client.GetAsync(new Uri($"v1/files/{file.FileId}/metadata", UriKind.Relative))).StatusCode);
        Assert.Equal(404, await SendAsync(HttpMethod.Delete, $"_emulator/files/{file.FileId}"));
    }

    [Fact]
    public async Task Files_deleted_while_they_are_listed_shift_the_pages_that_follow()
    {
        string[] all = [.. _emulator.Library.Assets.Select(asset => asset.FileId)];
        _emulator.AfterListPage = page => Assert.True(page != 2 || all[..10].All(_emulator.Library.Delete));
        List<string> seen = [];
        JsonArray rows;
        do
        {
            rows = (await GetAsync($"v1/files?limit=30&skip={seen.Count}")).AsArray();
            seen.AddRange(rows.Select(row => (string)row!["fileId"]!));
        }
        while (rows.Count == 30);

        Assert.Equal(all.Take(60).Concat(all.Skip(70)), seen);
    }

    [Fact]
    public async Task Tags_are_added_and_removed_and_what_failed_is_reported()
    {
        string[] ids = [.. _emulator.Library.Assets.Take(3).Select(asset => asset.FileId)];
        string before = _emulator.Library.DumpState();
        JsonObject added = await PostAsync("addTags", 200, ids, "audit-1", "audit-2");
        Assert.Equal(ids, added["successfullyUpdatedFileIds"]!.AsArray().Select(id => (string)id!));
        Assert.All(ids, id => Assert.Subset(new HashSet<string>(_emulator.Library.FindById(id)!.Tags), new HashSet<string> { "audit-1", "audit-2" }));
        Assert.All(ids, id => Assert.Equal(id, _emulator.Library.FindById(id)!.VersionId));
        Assert.NotEqual(before, _emulator.Library.DumpState());

        _emulator.FailingFiles.Add(ids[1]);
        JsonObject some = await PostAsync("removeTags", 207, ids, "audit-1", "audit-2");
        Assert.Equal([ids[0], ids[2]], some["successfullyUpdatedFileIds"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(ids[1], (string?)Assert.Single(some["errors"]!.AsArray())!["fileId"]);

        _emulator.FailingFiles.Clear();
        await PostAsync("removeTags", 200, ids, "audit-1", "audit-2");
        Assert.Equal(before, _emulator.Library.DumpState());
        using HttpResponseMessage state = await _client.GetAsync(new Uri("_emulator/state", UriKind.Relative));
        Assert.Equal(before, await state.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Tag_requests_outside_the_limits_are_refused()
    {
        string[] unknown = ["0123456789abcdef01234567"];
        string[] one = [_emulator.Library.Assets[0].FileId];
        JsonObject missing = await PostAsync("addTags", 404, unknown, "x");
        Assert.Equal(unknown, missing["missingFileIds"]!.AsArray().Select(id => (string)id!));
        await PostAsync("addTags", 207, [.. one, .. unknown], "x");
        await PostAsync("addTags", 400, [.. _emulator.Library.Assets.Take(51).Select(asset => asset.FileId)], "x");
        await PostAsync("addTags", 200, [.. _emulator.Library.Assets.Take(50).Select(asset => asset.FileId)], "x");
        await PostAsync("addTags", 400, one);
        await PostAsync("addTags", 400, one, new string('a', 250), new string('b', 251));
        await PostAsync("addTags", 200, one, new string('a', 250), new string('b', 250));
    }

    [Fact]
    public async Task Details_are_changed_and_a_null_removes_a_field()
    {
        SampleAsset file = _emulator.Library.Assets.First(asset => asset.CustomMetadata.ContainsKey("brand"));
        string path = $"v1/files/{file.FileId}/details";
        Assert.Equal(200, await SendAsync(HttpMethod.Patch, path, """{"tags":["a"],"description":"A lamp","customMetadata":{"brand":null,"price":12.5,"season":["spring"],"rights":"public"}}"""));

        JsonNode details = await GetAsync(path);
        Assert.Equal("""["a"]""", details["tags"]!.ToJsonString());
        Assert.Equal("A lamp", (string?)details["description"]);
        Assert.False(details["customMetadata"]!.AsObject().ContainsKey("brand"));
        Assert.Equal((12.5, "public", "spring"), ((double)details["customMetadata"]!["price"]!, (string?)details["customMetadata"]!["rights"], (string?)details["customMetadata"]!["season"]![0]));
        Assert.Equal(file.VersionId, (string?)details["versionInfo"]!["id"]);
        Assert.True((DateTime)details["updatedAt"]! > file.UpdatedAt.UtcDateTime);

        Assert.Equal(200, await SendAsync(HttpMethod.Patch, path, """{"tags":null,"description":""}"""));
        details = await GetAsync(path);
        Assert.Null(details["tags"]);
        Assert.False(details.AsObject().ContainsKey("description"));
        Assert.Equal(200, await SendAsync(HttpMethod.Patch, path, """{"publish":{"isPublished":false}}"""));
        Assert.False(_emulator.Library.FindById(file.FileId)!.IsPublished);
        Assert.Equal(404, await SendAsync(HttpMethod.Patch, "v1/files/0123456789abcdef01234567/details", "{}"));
    }

    [Theory]
    [InlineData("""{"unheard":"x"}""", "unheard")]
    [InlineData("""{"price":"12"}""", "price")]
    [InlineData("""{"price":-1}""", "price")]
    [InlineData("""{"brand":"None"}""", "brand")]
    [InlineData("""{"season":["spring","monsoon"]}""", "season")]
    [InlineData("""{"inStock":"yes"}""", "inStock")]
    [InlineData("""{"embargo":"soon"}""", "embargo")]
    [InlineData("""{"rights":null}""", "rights")]
    public async Task Invalid_custom_metadata_is_refused_and_nothing_is_changed(string fields, string name)
    {
        string before = _emulator.Library.DumpState();
        using HttpResponseMessage response = await _client.PatchAsync(
            new Uri($"v1/files/{PlainFile().FileId}/details", UriKind.Relative), new StringContent($$"""{"tags":["new"],"customMetadata":{{fields}}}"""));
        JsonNode body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Invalid custom metadata.", (string?)body["message"]);
        Assert.True(body["errors"]!.AsObject().ContainsKey(name));
        Assert.Equal(before, _emulator.Library.DumpState());
    }

    [Fact]
    public async Task Custom_metadata_fields_are_of_every_type_and_one_is_required()
    {
        JsonArray fields = (await GetAsync("v1/customMetadataFields")).AsArray();

        Assert.Equal(["Boolean", "Date", "MultiSelect", "Number", "SingleSelect", "Text"], fields.Select(field => (string)field!["schema"]!["type"]!).Distinct().Order());
        Assert.Single(fields, field => (bool)field!["schema"]!["isValueRequired"]!);
    }

    [Fact]
    public async Task A_write_can_be_applied_and_its_response_lost_or_refused_before_it_is_applied()
    {
        string[] ids = [PlainFile().FileId];
        _emulator.Faults.Add(new Fault { Kind = FaultKind.AppliedButDropped, Endpoint = EndpointGroup.AddTags, FirstAttempts = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("addTags", 200, ids, "kept"));
        Assert.Contains("kept", _emulator.Library.FindById(ids[0])!.Tags);

        string before = _emulator.Library.DumpState();
        _emulator.Faults.Clear();
        await SendAsync(HttpMethod.Post, "_emulator/faults", """{"kind":"ServiceUnavailable","endpoint":"RemoveTags","firstAttempts":1}""");
        using HttpResponseMessage unavailable = await PostTagsAsync("removeTags", ids, "kept");
        Assert.Equal((503, before), ((int)unavailable.StatusCode, _emulator.Library.DumpState()));
        Assert.Equal(200, (int)(await _client.GetAsync(new Uri($"v1/files/{ids[0]}/metadata", UriKind.Relative))).StatusCode);
        await PostAsync("removeTags", 200, ids, "kept");
    }

    [Fact]
    public async Task Requests_are_counted_by_what_they_do()
    {
        SampleAsset file = PlainFile();
        await GetAsync("v1/files");
        await GetAsync($"v1/files/{file.FileId}/metadata");
        await GetAsync(EmulatorClient.MetadataOf(file.Url(_emulator.UrlEndpoint)));
        await GetAsync($"v1/files/{file.FileId}/details");
        await GetAsync("v1/customMetadataFields");
        _emulator.SetRateLimit(EndpointGroup.AddTags, new RateLimit { Limit = 1, Interval = TimeSpan.FromHours(1) });
        await PostAsync("addTags", 200, [file.FileId], "x");
        using HttpResponseMessage refused = await PostTagsAsync("addTags", [file.FileId], "y");

        EmulatorStatistics counts = _emulator.Statistics;
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.True(refused.Headers.Contains("X-RateLimit-Reset"));
        Assert.Equal((new(1, 0), new(2, 0), new(1, 0), new(1, 0)), (counts.Listing, counts.Metadata, counts.Details, counts.CustomMetadataFields));
        Assert.Equal(new RequestCount(2, 1), counts.Writes);
        Assert.Contains("\"y\"", _emulator.RequestLog.Snapshot()[^1].Body, StringComparison.Ordinal);
        JsonNode byHttp = await GetAsync("_emulator/statistics");
        Assert.Equal((2, 1, 7), ((int)byHttp["writes"]!["received"]!, (int)byHttp["writes"]!["refused"]!, (int)byHttp["requests"]!));
        await SendAsync(HttpMethod.Delete, "_emulator/statistics");
        Assert.Equal((0, new RequestCount(0, 0)), (counts.Requests, counts.Writes));
    }

    private SampleAsset PlainFile() => _emulator.Library.Assets.First(asset => asset is { IsVideo: false, Breakage: Breakage.None, Versions: 1 } && asset.CustomMetadata.Count == 0);

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    private async Task<int> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : new StringContent(body) };
        using HttpResponseMessage response = await _client.SendAsync(request);
        return (int)response.StatusCode;
    }

    private Task<HttpResponseMessage> PostTagsAsync(string action, string[] ids, params string[] tags) =>
        _client.PostAsJsonAsync(new Uri("v1/files/" + action, UriKind.Relative), new { fileIds = ids, tags });

    private async Task<JsonObject> PostAsync(string action, int status, string[] ids, params string[] tags)
    {
        using HttpResponseMessage response = await PostTagsAsync(action, ids, tags);
        Assert.Equal(status, (int)response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }
}
