using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Every error of Get-IKMetadata: id, category, target, request id, recommended action; and the rest goes on.</summary>
public sealed class GetIKMetadataErrorTests : ConnectedShellTests
{
    private const string Command = ",ImageKit.Metadata.Commands.GetIKMetadataCommand";

    [Theory]
    [InlineData("bulk", "https://example.com/a.jpg", "BadRequest", ErrorCategory.InvalidArgument, true)]
    [InlineData("bulk", "$u/none.jpg", "NotFound", ErrorCategory.ObjectNotFound, true)]
    [InlineData("faults", "$u/faults/too-many-requests/a.jpg", "RateLimitExceeded", ErrorCategory.LimitsExceeded, true)]
    [InlineData("faults", "$u/faults/stall/a.jpg", "RequestTimeout", ErrorCategory.OperationTimeout, false)]
    [InlineData("faults", "$u/faults/stall-before-headers/a.jpg", "RequestTimeout", ErrorCategory.OperationTimeout, false)]
    [InlineData("faults", "$u/faults/reset/a.jpg", "ConnectionFailed", ErrorCategory.ConnectionError, false)]
    [InlineData("faults", "$u/faults/cut-off/a.jpg", "ConnectionFailed", ErrorCategory.ConnectionError, false)]
    [InlineData("faults", "$u/faults/internal-error/a.jpg", "ServerError", ErrorCategory.ResourceUnavailable, true)]
    [InlineData("faults", "$u/faults/service-unavailable/a.jpg", "ServerError", ErrorCategory.ResourceUnavailable, true)]
    [InlineData("faults", "$u/faults/bad-gateway/a.jpg", "ServerError", ErrorCategory.ResourceUnavailable, true)]
    [InlineData("faults", "$u/faults/html/a.jpg", "UnexpectedResponse", ErrorCategory.InvalidData, true)]
    [InlineData("faults", "$u/faults/empty-body/a.jpg", "UnexpectedResponse", ErrorCategory.InvalidData, true)]
    [InlineData("faults", "$u/faults/huge/a.jpg", "UnexpectedResponse", ErrorCategory.InvalidData, true)]
    [InlineData("faults", "$u/faults/nested/a.jpg", "UnexpectedResponse", ErrorCategory.InvalidData, true)]
    [InlineData("faults", "$u/faults/redirect/a.jpg", "UnexpectedResponse", ErrorCategory.InvalidData, true)]
    [InlineData("faults", "$u/faults/wrong-shape/a.jpg", "UnexpectedResponse", ErrorCategory.InvalidData, true)]
    public void Each_failure_is_one_error_and_the_command_continues(string before, string url, string id, ErrorCategory category, bool hasRequestId)
    {
        if (id == "RateLimitExceeded")
        {
            // A wait of more than an hour is not waited for.
            Emulator.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Match = "too-many-requests", RetryAfter = TimeSpan.FromHours(2) });
            ErrorRecord refused = Assert.Single(Shell.Run($"\"{url}\" | Get-IKMetadata").Errors);
            AssertRecord(refused, url, id, category, hasRequestId);
            return;
        }

        ShellResult result = Shell.Run($"\"$u/{(before == "bulk" ? "bulk" : "samples")}/{(before == "bulk" ? "1" : "canon40d")}.jpg\", \"{url}\", \"$u/bulk/2.jpg\" | Get-IKMetadata -TimeoutSec {(id == "RequestTimeout" ? 1 : 30)} -MaximumRetryCount 0");

        Assert.False(result.Terminated);
        Assert.Equal(2, result.OutputAs<ImageMetadata>().Count);
        Assert.Equal(Url("bulk/2.jpg"), result.OutputAs<ImageMetadata>()[1].Url);
        AssertRecord(Assert.Single(result.Errors), url, id, category, hasRequestId);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("'   '")]
    [InlineData("'ftp://ik.imagekit.io/demo/a.jpg'")]
    [InlineData("'images/a.jpg'")]
    [InlineData("'/images/a.jpg'")]
    [InlineData("'https://user:pw@ik.imagekit.io/demo/a.jpg'")]
    [InlineData("('https://ik.imagekit.io/demo/' + 'a' * 20480)")]
    [InlineData("([IO.FileInfo]'a.jpg')")]
    [InlineData("42")]
    [InlineData("([pscustomobject]@{ Url = '' })")]
    [InlineData("([pscustomobject]@{ Url = $null })")]
    public void Text_that_is_not_a_url_is_one_error(string input)
    {
        ShellResult piped = Shell.Run($"{input}, \"$u/bulk/1.jpg\" | Get-IKMetadata");
        long requests = Emulator.Statistics.Requests;

        Assert.False(piped.Terminated, piped.TerminatingError?.ToString());
        Assert.Equal(Url("bulk/1.jpg"), Assert.Single(piped.OutputAs<ImageMetadata>()).Url);
        ErrorRecord record = Assert.Single(piped.Errors);
        Assert.Equal("InvalidUrl" + Command, record.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, record.CategoryInfo.Category);
        Assert.NotEmpty(record.ErrorDetails.RecommendedAction);
        Assert.InRange(record.ToString().Length, 10, 1_000);
        Assert.Equal(1, requests);
    }

    [Theory]
    [InlineData("Get-IKMetadata '', \"$u/bulk/1.jpg\"")]
    [InlineData("Get-IKMetadata $null, \"$u/bulk/1.jpg\"")]
    [InlineData("Get-IKMetadata -Url ([IO.FileInfo]'a.jpg'), \"$u/bulk/1.jpg\"")]
    public void Text_that_is_not_a_url_is_one_error_as_an_argument_too(string script)
    {
        ShellResult result = Shell.Run(script);

        Assert.False(result.Terminated, result.TerminatingError?.ToString());
        Assert.Single(result.OutputAs<ImageMetadata>());
        Assert.Equal("InvalidUrl" + Command, Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Get-IKMetadata $null")]
    [InlineData("Get-IKMetadata ''")]
    [InlineData("$null | Get-IKMetadata")]
    public void Null_is_not_a_url(string script) => Assert.Equal("InvalidUrl" + Command, Assert.Single(Shell.Run(script).Errors).FullyQualifiedErrorId);

    [Theory]
    [InlineData("Get-IKMetadata -FileId ''", "BadRequest")]
    [InlineData("Get-IKMetadata -FileId $null", "BadRequest")]
    [InlineData("Get-IKMetadata -FileId 'not an id'", "BadRequest")]
    [InlineData("Get-IKMetadata -FileId '0123456789abcdef01234567'", "NotFound")]
    public void A_wrong_file_id_fails(string script, string id) => Assert.Equal(id + Command, Assert.Single(Shell.Run(script).Errors).FullyQualifiedErrorId);

    [Fact]
    public void Errors_come_in_the_order_of_the_input_among_the_results()
    {
        ShellResult result = Shell.Run("$all = 0..9 | ForEach-Object { if ($_ % 2) { \"$u/none/$_.jpg\" } else { \"$u/bulk/$_.jpg\" } } | Get-IKMetadata 2>&1; $all | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_.TargetObject } else { $_.Url } }");

        Assert.Equal(Enumerable.Range(0, 10).Select(i => Url(i % 2 == 1 ? $"none/{i}.jpg" : $"bulk/{i}.jpg")), result.Succeeded().OutputAs<string>());
    }

    [Fact]
    public void A_refused_key_ends_the_pipeline_once()
    {
        Shell["wrong"] = Credential("private_wrong");
        Shell.Run("Connect-IKAccount -Credential $wrong -ApiBaseUri $api -SkipVerification").Succeeded();

        ShellResult result = Shell.Run("0..999 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -ThrottleLimit 4; 'not reached'");

        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        AssertRecord(result.TerminatingError!, null, "AuthenticationFailed", ErrorCategory.AuthenticationError, hasRequestId: true);
        Assert.InRange(Emulator.Statistics.Requests, 1, 100);
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_pipeline_with_the_same_record()
    {
        ShellResult result = Shell.Run("\"$u/bulk/1.jpg\", \"$u/none.jpg\", \"$u/bulk/2.jpg\" | Get-IKMetadata -ErrorAction Stop; 'not reached'");

        Assert.Equal(Url("bulk/1.jpg"), Assert.Single(result.OutputAs<ImageMetadata>()).Url);
        AssertRecord(result.TerminatingError!, "$u/none.jpg", "NotFound", ErrorCategory.ObjectNotFound, hasRequestId: true);
    }

    [Theory]
    [InlineData("SilentlyContinue", 1)]
    [InlineData("Ignore", 0)]
    public void Errors_can_be_silenced(string action, int kept)
    {
        ShellResult result = Shell.Run($"$Error.Clear(); \"$u/none.jpg\", \"$u/bulk/2.jpg\" | Get-IKMetadata -ErrorAction {action}");

        Assert.Empty(result.Errors);
        Assert.Single(result.OutputAs<ImageMetadata>());
        Assert.Equal(kept, Shell.Run("$Error.Count").One<int>());
    }

    [Fact]
    public void ErrorVariable_takes_them()
    {
        ShellResult result = Shell.Run("\"$u/none.jpg\", 'x', \"$u/bulk/2.jpg\" | Get-IKMetadata -ErrorAction SilentlyContinue -ErrorVariable failures");

        Assert.Single(result.OutputAs<ImageMetadata>());
        Assert.Equal(["NotFound" + Command, "InvalidUrl" + Command], Shell.Run("$failures.FullyQualifiedErrorId").OutputAs<string>());
    }

    [Fact]
    public void A_temporary_failure_is_not_an_error()
    {
        Emulator.Faults.Add(new Fault { Kind = FaultKind.ServiceUnavailable, FirstAttempts = 1 });

        ShellResult result = Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\" -Verbose").Succeeded();

        Assert.Single(result.OutputAs<ImageMetadata>());
        Assert.Contains(result.Verbose, line => line.StartsWith("Attempt 1 for ", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, line => line.Contains("1 image: 1 read, 0 failed. 1 retry.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_number_of_attempts_is_said()
    {
        ErrorRecord record = Assert.Single(Shell.Run("Get-IKMetadata \"$u/faults/internal-error/a.jpg\" -MaximumRetryCount 1").Errors);

        Assert.EndsWith("(2 attempts)", record.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(2, Emulator.Statistics.Requests);
    }

    [Theory]
    [InlineData("-ThrottleLimit 0")]
    [InlineData("-ThrottleLimit 100000")]
    [InlineData("-TimeoutSec 0")]
    [InlineData("-MaximumRetryCount -1")]
    [InlineData("-Transformation @()")]
    [InlineData("-Transformation ''")]
    [InlineData("-Connection $null")]
    public void Invalid_values_are_refused_before_a_request(string parameter)
    {
        ShellResult result = Shell.Run($"Get-IKMetadata \"$u/bulk/1.jpg\" {parameter}");

        Assert.Equal("ParameterArgumentValidationError" + Command, result.TerminatingError?.FullyQualifiedErrorId);
        Assert.Equal(0, Emulator.Statistics.Requests);
    }

    private void AssertRecord(ErrorRecord record, string? url, string id, ErrorCategory category, bool hasRequestId)
    {
        string? target = url?.Replace("$u", Emulator.UrlEndpoint, StringComparison.Ordinal);
        Assert.Equal(id + Command, record.FullyQualifiedErrorId);
        Assert.Equal(category, record.CategoryInfo.Category);
        Assert.Equal(target, record.TargetObject is PSObject wrapped ? wrapped.BaseObject : record.TargetObject);
        Assert.False(string.IsNullOrEmpty(record.ErrorDetails.RecommendedAction));
        Assert.StartsWith(target is null ? "The service" : target + ": ", record.ErrorDetails.Message, StringComparison.Ordinal);
        ImageKitException exception = Assert.IsType<ImageKitException>(record.Exception);
        Assert.Equal(hasRequestId, exception.RequestId is not null);
        if (hasRequestId)
        {
            Assert.Contains($"(request ID {exception.RequestId})", record.ToString(), StringComparison.Ordinal);
        }
    }
}
