using System.Net;
using System.Text.Json;
using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Changes;

public sealed class ChangeSenderTests
{
    [Fact]
    public async Task One_bad_file_does_not_keep_the_others_of_its_request_from_being_changed()
    {
        using StubHandler handler = new((request, _) =>
        {
            string[] ids = [.. Ids(request)];
            return ids.Contains("bad") ? Respond(HttpStatusCode.BadRequest, """{"message":"Your request contains invalid fileId parameter."}""")
                : Respond(HttpStatusCode.OK, JsonSerializer.Serialize(new { successfullyUpdatedFileIds = ids }));
        });
        using ImageKitClient client = new("private_x", new ImageKitClientOptions { HttpMessageHandler = handler });
        MediaFileChange[] changes = [.. Enumerable.Range(0, 50).Select(i => Change(i == 33 ? "bad" : $"id-{i}"))];

        IReadOnlyList<ChangeResult> results = await Send(client, changes);

        Assert.Equal(changes, results.Select(result => result.Change));
        ChangeResult failed = Assert.Single(results, result => result.Error is not null);
        Assert.Equal(("bad", false), (failed.Change.FileId, failed.IsUnknown));
    }

    [Fact]
    public async Task A_file_that_the_response_does_not_name_has_failed()
    {
        using StubHandler handler = new((_, _) => Respond(HttpStatusCode.MultiStatus, """{"successfullyUpdatedFileIds":["a"],"errors":[{"fileId":"b","error":"Locked.\u001b[31m"}]}"""));
        using ImageKitClient client = new("private_x", new ImageKitClientOptions { HttpMessageHandler = handler });

        IReadOnlyList<ChangeResult> results = await Send(client, [Change("a"), Change("b"), Change("c")]);

        Assert.Equal([true, false, false], results.Select(result => result.Error is null));
        Assert.EndsWith("Locked.\uFFFD[31m", results[1].Error!.Message, StringComparison.Ordinal);
        Assert.Contains("did not report", results[2].Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, 0, false)]
    [InlineData(HttpStatusCode.Forbidden, 0, false)]
    [InlineData(HttpStatusCode.InternalServerError, 0, true)]
    [InlineData(HttpStatusCode.InternalServerError, 1, true)]
    public async Task Whether_a_change_was_made_is_unknown_unless_the_service_refused_the_only_attempt(HttpStatusCode status, int retries, bool isUnknown)
    {
        using StubHandler handler = new((_, _) => Respond(status, """{"message":"Your account cannot be authenticated."}"""));
        using ImageKitClient client = new("private_x", new ImageKitClientOptions { HttpMessageHandler = handler });

        ChangeResult result = Assert.Single(await Send(client, [Change("a")], retries));

        Assert.Equal(isUnknown, result.IsUnknown);
    }

    [Fact]
    public async Task Details_are_recorded_as_the_service_stored_them()
    {
        using StubHandler handler = new((_, _) => Respond(HttpStatusCode.OK, """{"type":"file","fileId":"a","customMetadata":{"embargo":"2026-01-31T00:00:00.000Z"}}"""));
        using ImageKitClient client = new("private_x", new ImageKitClientOptions { HttpMessageHandler = handler });
        MediaFileChange change = new() { FileId = "a", Property = FileValue.OfField("embargo"), After = "2026-01-31" };

        Assert.Null(Assert.Single(await Send(client, [change])).Error);
        Assert.Equal("2026-01-31T00:00:00.000Z", change.After);
    }

    private static MediaFileChange Change(string fileId) => new() { FileId = fileId, Property = FileValue.Tags, Action = ChangeAction.AddTags, Tags = ["x"] };

    private static Task<IReadOnlyList<ChangeResult>> Send(ImageKitClient client, IReadOnlyList<MediaFileChange> changes, int retries = 0) =>
        new ChangeSender(client, TimeSpan.FromSeconds(30), retries, journal: null).SendAsync(new ChangeRequest(changes), null, default);

    private static IEnumerable<string> Ids(HttpRequestMessage request)
    {
        using StreamReader body = new(request.Content!.ReadAsStream());
        return JsonDocument.Parse(body.ReadToEnd()).RootElement.GetProperty("fileIds").EnumerateArray().Select(id => id.GetString()!);
    }

    private static HttpResponseMessage Respond(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
}
