using System.Management.Automation;
using System.Net;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Connecting, showing the connection, using it, forgetting it.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ConnectionTests : ConnectedShellTests
{
    private const string Variable = "IMAGEKIT_PRIVATE_KEY";

    public override async Task InitializeAsync()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        await base.InitializeAsync();
        Shell.Run("Disconnect-IKAccount").Succeeded();
    }

    public override async Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        await base.DisposeAsync();
    }

    [Fact]
    public void A_connection_is_verified_kept_and_silent()
    {
        Assert.Empty(Shell.Run("Connect-IKAccount -Credential $key -ApiBaseUri $api").Succeeded().Output);

        Assert.Equal(1, Emulator.Statistics.Requests);
        IKConnection connection = Shell.Run("Get-IKConnection").One<IKConnection>();
        Assert.Equal(("tests", Emulator.BaseUri, "Connect-IKAccount", true), (connection.Name, connection.ApiBaseUri, connection.KeySource, connection.IsVerified));
        Assert.Equal(DateTimeKind.Utc, connection.ConnectedAt.Kind);
        Assert.Single(Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\"").Succeeded().Output);
    }

    [Theory]
    [InlineData("Connect-IKAccount $key -ApiBaseUri $api -PassThru", "tests")]
    [InlineData("$key | Connect-IKAccount -ApiBaseUri $api -PassThru", "tests")]
    [InlineData("Connect-IKAccount $key.Password -ApiBaseUri $api -PassThru", "ImageKit")]
    [InlineData("$key.Password | Connect-IKAccount -ApiBaseUri $api -PassThru", "ImageKit")]
    public void A_credential_or_a_secure_string_is_taken(string script, string name)
    {
        IKConnection connection = Shell.Run(script).One<IKConnection>();

        Assert.Equal(name, connection.Name);
        Assert.True(connection.IsVerified);
    }

    [Fact]
    public void A_wrong_key_is_refused_and_not_kept()
    {
        Shell["wrong"] = Credential("private_wrong");

        ShellResult result = Shell.Run("Connect-IKAccount $wrong -ApiBaseUri $api; 'not reached'");

        Assert.Equal("AuthenticationFailed,ImageKit.Metadata.Commands.ConnectIKAccountCommand", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, result.TerminatingError!.CategoryInfo.Category);
        Assert.Contains("private_", result.TerminatingError.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Shell.Run("Get-IKConnection").Output);
    }

    [Fact]
    public void A_wrong_key_leaves_the_connection_there_was()
    {
        Shell["wrong"] = Credential("private_wrong");
        Shell.Run("Connect-IKAccount $key -ApiBaseUri $api").Succeeded();

        Assert.True(Shell.Run("Connect-IKAccount $wrong -ApiBaseUri $api").Terminated);

        Assert.Single(Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\"").Succeeded().Output);
    }

    [Fact]
    public void Without_verification_nothing_is_sent()
    {
        Assert.False(Shell.Run("Connect-IKAccount $key -ApiBaseUri $api -SkipVerification -PassThru").One<IKConnection>().IsVerified);
        Assert.Equal(0, Emulator.Statistics.Requests);
    }

    [Theory]
    [InlineData("http://api.imagekit.io")]
    [InlineData("http://192.168.0.1:8080")]
    [InlineData("http://[::127.0.0.1]")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("relative/path")]
    [InlineData("https://user:pw@api.imagekit.io")]
    public void An_address_the_key_must_not_go_to_is_refused(string address)
    {
        ShellResult result = Shell.Run($"Connect-IKAccount $key -ApiBaseUri '{address}' -SkipVerification");

        Assert.Equal("InvalidApiBaseUri,ImageKit.Metadata.Commands.ConnectIKAccountCommand", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.Empty(Shell.Run("Get-IKConnection").Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void A_credential_without_a_key_is_refused(string password)
    {
        Shell["empty"] = Credential(password);

        Assert.Equal(
            "EmptyPrivateKey,ImageKit.Metadata.Commands.ConnectIKAccountCommand",
            Shell.Run("Connect-IKAccount $empty -ApiBaseUri $api -SkipVerification").TerminatingError?.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("[pscredential]::Empty", "EmptyPrivateKey")]
    [InlineData("[pscredential]::new($secret, $key.Password)", "KeyInUserName")]
    [InlineData("[pscredential]::new($secret, [securestring]::new())", "KeyInUserName")]
    [InlineData("[pscredential]::new($secret, $other)", "KeyInUserName")]
    [InlineData("[pscredential]::new(\"my $secret\", $key.Password)", "KeyInUserName")]
    [InlineData("$secret", "KeyInUserName")]
    public void A_credential_with_the_key_as_its_user_name_is_refused_and_shown_nowhere(string credential, string id)
    {
        Shell["secret"] = Key;
        Shell["other"] = Credential("label").Password;

        ShellResult result = Shell.Run($"Connect-IKAccount -Credential ({credential}) -ApiBaseUri $api -Verbose");

        ErrorRecord error = result.TerminatingError!;
        Assert.Equal(id + ",ImageKit.Metadata.Commands.ConnectIKAccountCommand", error.FullyQualifiedErrorId);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(Key, $"{error} {error.Exception} {error.ErrorDetails.RecommendedAction} {error.TargetObject} {result.HostText} {string.Concat(result.Verbose)} {string.Concat(result.Warnings)}", StringComparison.Ordinal);
        Assert.Equal(0, Emulator.Statistics.Requests);
        Assert.Empty(Shell.Run("Get-IKConnection").Output);
    }

    [Theory]
    [InlineData("", "ImageKit")]
    [InlineData("shop", "shop")]
    public void PowerShell_prompts_for_the_private_key_by_name(string label, string name)
    {
        using Shell shell = new(password: Key);
        shell["api"] = Emulator.BaseUri;

        ShellResult result = shell.Run($"Connect-IKAccount {label} -ApiBaseUri $api -PassThru");

        Assert.Contains("Private key: ****", result.HostText, StringComparison.Ordinal);
        Assert.Equal(name, result.One<IKConnection>().Name);
    }

    [Fact]
    public void Without_a_prompt_the_error_states_what_to_use() => Assert.Equal(
        "EmptyPrivateKey,ImageKit.Metadata.Commands.ConnectIKAccountCommand",
        Shell.Run("Connect-IKAccount -ApiBaseUri $api").TerminatingError?.FullyQualifiedErrorId);

    [Theory]
    [InlineData("https://api.imagekıt.io", "api.xn--imagekt-wfb.io")]
    [InlineData("https://xn--imagekt-wfb.io", "xn--imagekt-wfb.io")]
    [InlineData("https://gateway.example/imagekit/v1/", "https://gateway.example/imagekit/v1/v1/files")]
    public void An_address_that_deceives_is_shown_as_it_is(string address, string shown) => Assert.Contains(
        shown,
        Assert.Single(Shell.Run($"Connect-IKAccount $key -ApiBaseUri '{address}' -SkipVerification").Succeeded().Warnings),
        StringComparison.Ordinal);

    [Fact]
    public void A_handler_replaces_the_network()
    {
        RecordingHandler handler = new();
        Shell["handler"] = handler;

        Shell.Run("Connect-IKAccount $key -HttpMessageHandler $handler; Get-IKMetadata https://ik.imagekit.io/x/a.jpg").One<ImageMetadata>();

        Assert.Equal(["/v1/files?limit=1", "/v1/metadata?url=https%3A%2F%2Fik.imagekit.io%2Fx%2Fa.jpg"], handler.Requests);
        Assert.Equal(0, Emulator.Statistics.Requests);
        Assert.False(Shell.Run("(Get-Command Connect-IKAccount).Parameters['HttpMessageHandler'].Attributes.Where{ $_ -is [Parameter] }[0].DontShow -eq $false").One<bool>());
    }

    [Fact]
    public void A_verification_that_hangs_can_be_stopped()
    {
        Emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders });
        using ShellCall call = Shell.Begin("Connect-IKAccount $key -ApiBaseUri $api");
        Eventually.IsTrue(() => Emulator.Statistics.InFlight == 1, "the verification is on its way");

        call.Stop();

        Assert.True(call.Wait().Stopped);
        Eventually.IsTrue(() => Emulator.Statistics.InFlight == 0, "nothing is in flight");
        Assert.Empty(Shell.Run("Get-IKConnection").Output);
    }

    [Theory]
    [InlineData("Get-IKMetadata https://ik.imagekit.io/x/a.jpg")]
    [InlineData("'https://ik.imagekit.io/x/a.jpg' | Get-IKMetadata")]
    public void Without_a_key_there_is_no_connection(string script)
    {
        ShellResult result = Shell.Run(script + "; 'not reached'");

        Assert.Equal("NotConnected,ImageKit.Metadata.Commands.GetIKMetadataCommand", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, result.TerminatingError!.CategoryInfo.Category);
        Assert.Contains("Connect-IKAccount", result.TerminatingError.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(Variable, result.TerminatingError.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Disconnect_forgets_the_connection_and_may_be_called_twice()
    {
        Shell.Run("$c = Connect-IKAccount $key -ApiBaseUri $api -PassThru").Succeeded();

        Assert.Empty(Shell.Run("Disconnect-IKAccount; Disconnect-IKAccount").Succeeded().Warnings);

        Assert.Empty(Shell.Run("Get-IKConnection").Output);
        Assert.StartsWith("NotConnected", Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\"").TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NotConnected", Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\" -Connection $c").TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_connection_can_be_used_and_closed()
    {
        Shell.Run("$old = Connect-IKAccount $key -ApiBaseUri $api -PassThru; $new = Connect-IKAccount $key -ApiBaseUri $api -PassThru").Succeeded();

        Assert.Single(Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\" -Connection $old").Succeeded().Output);
        Shell.Run("$old | Disconnect-IKAccount").Succeeded();

        Assert.True(Shell.Run("[object]::ReferenceEquals((Get-IKConnection), $new)").One<bool>());
        Assert.Single(Shell.Run("Get-IKMetadata \"$u/bulk/1.jpg\"").Succeeded().Output);
    }

    [Fact]
    public void The_environment_variable_is_the_last_resort_and_its_source_is_named()
    {
        Environment.SetEnvironmentVariable(Variable, "private_from_environment");

        IKConnection connection = Shell.Run("Get-IKConnection").One<IKConnection>();
        Assert.Equal((Variable, new Uri("https://api.imagekit.io")), (connection.KeySource, connection.ApiBaseUri));

        ShellResult own = Shell.Run("Connect-IKAccount $key -ApiBaseUri $api; Get-IKMetadata \"$u/bulk/1.jpg\" -Verbose").Succeeded();
        Assert.Contains($"Requests are sent to {Emulator.BaseUri} with the private key from Connect-IKAccount.", own.Verbose);
        Assert.DoesNotContain(own.Verbose, line => line.Contains("private_from_environment", StringComparison.Ordinal));

        ShellResult given = Shell.Run("$c = Get-IKConnection; Get-IKMetadata \"$u/bulk/1.jpg\" -Connection $c -Verbose").Succeeded();
        Assert.Contains($"Requests are sent to {Emulator.BaseUri} with the private key from -Connection.", given.Verbose);
    }

    [Fact]
    public void Disconnect_warns_of_a_key_in_the_environment()
    {
        Environment.SetEnvironmentVariable(Variable, "private_from_environment");

        Assert.Contains(Variable, Assert.Single(Shell.Run("Disconnect-IKAccount").Succeeded().Warnings), StringComparison.Ordinal);

        // As it warned, the next command takes the key again.
        Shell.Run("$first = Get-IKConnection; Disconnect-IKAccount -WarningAction Ignore").Succeeded();
        Assert.True(Shell.Run("$next = Get-IKConnection; $null -ne $next -and -not [object]::ReferenceEquals($first, $next)").One<bool>());
        Environment.SetEnvironmentVariable(Variable, null);
        Assert.Empty(Shell.Run("Get-IKConnection").Output);
    }

    [Fact]
    public void A_key_that_changes_in_the_environment_is_another_connection()
    {
        Environment.SetEnvironmentVariable(Variable, "private_1");
        Shell.Run("$first = Get-IKConnection; $again = Get-IKConnection").Succeeded();
        Environment.SetEnvironmentVariable(Variable, "private_2");

        Assert.True(Shell.Run("[object]::ReferenceEquals($first, $again) -and -not [object]::ReferenceEquals($first, (Get-IKConnection))").One<bool>());
    }

    [Fact]
    public void Each_runspace_has_its_own_connection()
    {
        Shell.Run("Connect-IKAccount $key -ApiBaseUri $api").Succeeded();
        using Shell other = new();

        Assert.Empty(other.Run("Get-IKConnection").Succeeded().Output);
        other["key"] = Credential(Key, "other");
        other["api"] = Emulator.BaseUri;
        other.Run("Connect-IKAccount $key -ApiBaseUri $api").Succeeded();

        Assert.Equal("tests", Shell.Run("(Get-IKConnection).Name").One<string>());
    }

    [Fact]
    public void A_connection_can_be_taken_into_parallel_runspaces()
    {
        Shell["manifest"] = Repository.ModuleManifest;
        Shell.Run("$c = Connect-IKAccount $key -ApiBaseUri $api -PassThru").Succeeded();

        var urls = Shell.Run("""
            1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:manifest
                if (Get-IKConnection) { throw 'A connection came along by itself.' }
                Get-IKMetadata "$using:u/bulk/$_.jpg" -Connection $using:c
            }
            """).Succeeded().OutputAs<ImageMetadata>().Select(item => item.Url);

        Assert.Equal(Enumerable.Range(1, 8).Select(i => Url($"bulk/{i}.jpg")), urls.Order());
    }

    private sealed class RecordingHandler : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (Requests)
            {
                Requests.Add(request.RequestUri!.PathAndQuery);
            }

            string answer = request.RequestUri.AbsolutePath == "/v1/files" ? "[]" : "{\"width\":5}";
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) });
        }
    }
}
