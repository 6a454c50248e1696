using System.Management.Automation;
using System.Net.Http;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Connections;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>Checks an account's private key and keeps it for the session.</summary>
[Cmdlet(VerbsCommunications.Connect, "IKAccount", HelpUri = OnlineHelp.Pages + "Connect-IKAccount.md")]
[OutputType(typeof(IKConnection))]
public sealed class ConnectIKAccountCommand : StoppableCommand
{

    /// <summary>The private key as the password; the user name is a label. A bare SecureString is taken for the password.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [PrivateKeyCredential]
    [Credential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>Where the service is; https, or http on a loopback address.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri ApiBaseUri { get; set; } = new ImageKitClientOptions().ApiBaseUri;

    /// <summary>Keeps the key without asking the service whether it is right.</summary>
    [Parameter]
    public SwitchParameter SkipVerification { get; set; }

    /// <summary>Emits the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Sends the requests instead of the network: for tests.</summary>
    [Parameter(DontShow = true)]
    public HttpMessageHandler? HttpMessageHandler { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ImageKitClient.IsAcceptableBaseUri(ApiBaseUri))
        {
            ThrowTerminatingError(IKErrorRecord.InvalidApiBaseUri(ApiBaseUri));
        }

        if (string.IsNullOrWhiteSpace(Credential.GetNetworkCredential().Password))
        {
            ThrowTerminatingError(IKErrorRecord.EmptyPrivateKey());
        }

        CheckLooks(Credential.GetNetworkCredential().Password);
        IKConnection connection = new(Credential, ApiBaseUri, IKConnection.FromCredential, HttpMessageHandler);
        if (!SkipVerification)
        {
            Verify(connection);
        }

        ConnectionStore.Current.Keep(connection);
        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    /// <summary>What can be told without the service is told without it: a key of the wrong kind goes nowhere.</summary>
    private void CheckLooks(string key)
    {
        if (PrivateKeyText.FindFault(key) is string fault)
        {
            ThrowTerminatingError(IKErrorRecord.InvalidPrivateKey(fault));
        }

        if (key != key.Trim())
        {
            WriteWarning("The private key has blanks or line breaks around it; they are left out.");
        }
    }

    private void Verify(IKConnection connection)
    {
        try
        {
            // Someone is waiting at the prompt: two more attempts say enough.
            RequestNotices notices = new();
            RequestOptions options = new() { Timeout = TimeSpan.FromSeconds(30), MaximumRetryCount = 2, Observer = notices };
            WaitFor(connection.Client.VerifyKeyAsync(options, StopToken), notices);
            connection.IsVerified = true;
        }
        catch (ImageKitException failure)
        {
            connection.Disconnect();
            string? advice = failure.Kind == ImageKitErrorKind.AuthenticationFailed
                ? PrivateKeyText.Advise(Credential.GetNetworkCredential().Password, failure.ServiceMessage)
                : null;
            ThrowTerminatingError(IKErrorRecord.For(failure, connection.ApiBaseUri, advice));
        }
        catch (OperationCanceledException)
        {
            connection.Disconnect();
            throw new PipelineStoppedException();
        }
    }
}
