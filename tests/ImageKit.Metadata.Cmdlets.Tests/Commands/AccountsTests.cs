using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Net.Http;
using System.Text;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>Several accounts side by side, several runspaces, and what is said of a key.</summary>
public sealed class AccountsTests : ConnectedShellTests
{
    private const string OtherKey = "private_other";

    private ImageKitEmulator _other = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _other = await ImageKitEmulator.StartAsync(new EmulatorOptions { PrivateKey = OtherKey, LibrarySize = 130 });
        Shell["otherApi"] = _other.BaseUri;
        Shell["otherKey"] = Credential(OtherKey, "other");
        Shell["manifest"] = Repository.ModuleManifest;
        Shell.Run("$a = Connect-IKAccount $key -ApiBaseUri $api -PassThru; $b = Connect-IKAccount $otherKey -ApiBaseUri $otherApi -PassThru").Succeeded();
        Emulator.Statistics.Reset();
        _other.Statistics.Reset();
    }

    public override async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public void Each_command_uses_the_account_of_its_connection()
    {
        Assert.Equal(120, Shell.Run("Get-IKFile -Connection $a").Succeeded().Output.Count);
        Assert.Equal(130, Shell.Run("Get-IKFile -Connection $b").Succeeded().Output.Count);
        Assert.Equal(130, Shell.Run("Get-IKFile").Succeeded().Output.Count);
        Assert.Equal((1L, 2L), (Emulator.Statistics.Requests, _other.Statistics.Requests));
        Assert.Equal(3, Shell.Run("Get-IKFile -Connection $a -FileType Image -First 3 | Get-IKMetadata -Connection $a").Succeeded().Output.Count);
    }

    [Fact]
    public void Parallel_runspaces_take_a_connection_along_and_share_no_other()
    {
        ShellResult result = Shell.Run("""
            1..6 | ForEach-Object -ThrottleLimit 3 -Parallel {
                Import-Module $using:manifest
                $connection = if ($_ % 2) { $using:a } else { $using:b }
                [pscustomobject]@{ Odd = $_ % 2; Count = @(Get-IKFile -Connection $connection).Count; Default = @(Get-IKConnection).Count }
            }
            """).Succeeded();

        Assert.Equal(6, result.Output.Count);
        Assert.All(result.Output, item => Assert.Equal(
            ((int)item!.Properties["Odd"].Value == 1 ? 120 : 130, 0), ((int)item.Properties["Count"].Value, (int)item.Properties["Default"].Value)));
    }

    [Fact]
    public async Task A_runspace_pool_serves_both_accounts_at_once()
    {
        InitialSessionState state = InitialSessionState.CreateDefault();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        state.ImportPSModule(Repository.ModuleManifest);
        using RunspacePool pool = RunspaceFactory.CreateRunspacePool(state);
        pool.SetMaxRunspaces(3);
        pool.Open();
        IKConnection[] connections = [Shell.Run("$a").One<IKConnection>(), Shell.Run("$b").One<IKConnection>()];

        int[] counts = await Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
        {
            using PowerShell shell = PowerShell.Create();
            shell.RunspacePool = pool;
            shell.AddCommand("Get-IKFile").AddParameter("Connection", connections[number % 2]);
            return (await shell.InvokeAsync()).Count;
        }));

        Assert.Equal(Enumerable.Range(0, 12).Select(number => number % 2 == 0 ? 120 : 130), counts);
    }

    [Theory]
    [InlineData("public_abc=", "public key")]
    [InlineData(" public_abc=\n", "public key")]
    [InlineData("https://ik.imagekit.io/your_id", "URL")]
    [InlineData("private_ab c", "contains a blank or a line break")]
    [InlineData("private_ab\ncd", "contains a blank or a line break")]
    public void Text_that_is_not_a_private_key_is_reported_and_never_sent(string key, string words)
    {
        ErrorRecord error = Connect(key).TerminatingError!;

        Assert.Equal("InvalidPrivateKey,ImageKit.Metadata.Commands.ConnectIKAccountCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Contains(words, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Trim(), error.ErrorDetails.Message + error.Exception + error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, Emulator.Statistics.Requests);
    }

    [Fact]
    public void Blanks_around_a_key_are_removed_with_a_warning()
    {
        ShellResult result = Connect($" {Key}\r\n").Succeeded();

        Assert.Contains("blanks or line breaks around it", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private_zz", 403, "Your account cannot be authenticated.", "Copy all of it")]
    [InlineData("zz", 403, "Your account cannot be authenticated.", "does not begin with 'private_'")]
    [InlineData("private_zz", 403, "Your request contains expired private API key.", "has expired")]
    [InlineData("private_zz", 403, "Your account is disabled.", "disabled")]
    [InlineData("private_zz", 401, "Your request does not contain private API key.", "did not arrive")]
    public void The_service_s_message_about_a_key_leads_to_advice(string key, int status, string message, string advice)
    {
        using Refusal refusal = new(status, message);
        Shell["handler"] = refusal;
        Shell["credential"] = Credential(key);

        ErrorRecord error = Shell.Run("Connect-IKAccount $credential -HttpMessageHandler $handler").TerminatingError!;

        Assert.Equal("AuthenticationFailed,ImageKit.Metadata.Commands.ConnectIKAccountCommand", error.FullyQualifiedErrorId);
        Assert.Contains(message, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private ShellResult Connect(string key)
    {
        Shell["credential"] = Credential(key);
        return Shell.Run("Connect-IKAccount $credential -ApiBaseUri $api");
    }

    private sealed class Refusal(int status, string message) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StringContent($$"""{"message":"{{message}}"}""", Encoding.UTF8, "application/json"),
            });
    }
}
