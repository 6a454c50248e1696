using System.Management.Automation;
using System.Text;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Commands;

/// <summary>The private key, plain or as it stands in the header, is in nothing that the module says.</summary>
public sealed class SecrecyTests : ConnectedShellTests
{
    private static readonly string[] Secrets =
    [
        Key,
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":")),
        Convert.ToBase64String(Encoding.Unicode.GetBytes(Key)),
    ];

    [Theory]
    [InlineData("Connect-IKAccount $key -ApiBaseUri $api -PassThru -Verbose -Debug")]
    [InlineData("Get-IKConnection -Verbose -Debug")]
    [InlineData("Get-IKMetadata \"$u/samples/canon40d.jpg\" -Verbose -Debug")]
    [InlineData("Get-IKMetadata \"$u/none.jpg\", 'x', \"$u/faults/html/a.jpg\", \"$u/faults/reset/a.jpg\", \"$u/faults/redirect/a.jpg\" -MaximumRetryCount 1 -Verbose -Debug")]
    [InlineData("Get-IKMetadata \"$u/faults/stall/a.jpg\" -TimeoutSec 1 -MaximumRetryCount 0 -Verbose -Debug")]
    [InlineData("$other = [pscredential]::new('x', $key.Password); Connect-IKAccount $other -ApiBaseUri http://example.com -Verbose -Debug")]
    [InlineData("$c = Connect-IKAccount $key -ApiBaseUri $api -PassThru; Disconnect-IKAccount -Verbose -Debug; Get-IKMetadata \"$u/a.jpg\" -Connection $c -Verbose")]
    [InlineData("Connect-IKAccount $key -ApiBaseUri http://127.0.0.1:1 -Verbose -Debug")]
    [InlineData("Get-IKMetadata \"$u/a.jpg\" -Connection 'text'")]
    public void No_stream_holds_it(string script)
    {
        ShellResult result = Shell.Run("$DebugPreference = 'Continue'; " + script);

        StringBuilder everything = new(result.HostText);
        everything.AppendJoin('\n', result.Verbose).AppendJoin('\n', result.Debug).AppendJoin('\n', result.Warnings);
        everything.AppendJoin('\n', result.Information).AppendJoin('\n', result.Progress.Select(record => $"{record.Activity} {record.StatusDescription} {record.CurrentOperation}"));
        foreach (ErrorRecord record in result.Errors.Append(result.TerminatingError).OfType<ErrorRecord>())
        {
            everything.Append(record).Append(record.Exception).Append(record.ErrorDetails?.RecommendedAction).Append(record.TargetObject).Append(record.ScriptStackTrace);
            everything.Append(PSSerializer.Serialize(record, 2));
        }

        foreach (PSObject? item in result.Output)
        {
            everything.Append(item).Append(PSSerializer.Serialize(item, 6));
        }

        AssertSecretless(everything.ToString());
    }

    [Theory]
    [InlineData("Get-IKConnection")]
    [InlineData("Get-IKConnection | Format-List")]
    [InlineData("Get-IKConnection | Format-List *")]
    [InlineData("Get-IKConnection | Format-List * -Force")]
    [InlineData("(Get-IKConnection).ToString()")]
    [InlineData("\"$(Get-IKConnection)\"")]
    [InlineData("(Get-IKConnection).psobject.Properties.Value")]
    [InlineData("[System.Management.Automation.PSSerializer]::Serialize((Get-IKConnection), 10)")]
    [InlineData("[System.Text.Json.JsonSerializer]::Serialize((Get-IKConnection), [object])")]
    [InlineData("(Get-IKMetadata \"$u/none.jpg\" 2>&1) | Format-List * -Force")]
    [InlineData("$null = Get-IKMetadata \"$u/none.jpg\" -ErrorAction SilentlyContinue; $Error[0].Exception.ToString(); $Error[0] | Format-List * -Force")]
    public void No_view_shows_it(string script)
    {
        string text = Shell.Print(script);

        Assert.NotEmpty(text);
        AssertSecretless(text);
    }

    [Fact]
    public void The_connection_has_no_public_way_to_it() => Assert.Equal(
        ["ApiBaseUri", "ConnectedAt", "IsVerified", "KeySource", "Name"],
        typeof(IKConnection).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));

    private static void AssertSecretless(string text)
    {
        foreach (string secret in Secrets)
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret.TrimEnd('='), text, StringComparison.Ordinal);
        }
    }
}
