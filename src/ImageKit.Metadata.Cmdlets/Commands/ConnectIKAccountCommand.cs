using System.Management.Automation.Host;
using System.Net.Http;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Connections;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata.Commands;

/// <summary>Checks an account's private key and keeps it for the session.</summary>
[Cmdlet(VerbsCommunications.Connect, "IKAccount", HelpUri = OnlineHelp.Pages + "Connect-IKAccount.md")]
[OutputType(typeof(IKConnection))]
public sealed class ConnectIKAccountCommand : StoppableCommand
{
    private const string VersionSegment = "/v1";

    /// <summary>The private key as the password; the user name is a label. A SecureString is the private key alone. Without it, PowerShell prompts for the key.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [PrivateKeyCredential]
    public PSCredential? Credential { get; set; }

    /// <summary>The address of the service: https, or http on a loopback address.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri ApiBaseUri { get; set; } = new ImageKitClientOptions().ApiBaseUri;

    /// <summary>Keeps the key without checking it with the service.</summary>
    [Parameter]
    public SwitchParameter SkipVerification { get; set; }

    /// <summary>Emits the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Sends the requests instead of the network, for tests.</summary>
    [Parameter(DontShow = true)]
    public HttpMessageHandler? HttpMessageHandler { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ImageKitClient.IsAcceptableBaseUri(ApiBaseUri))
        {
            ThrowTerminatingError(IKErrorRecord.InvalidApiBaseUri(ApiBaseUri));
        }

        WarnAboutAddress();
        PSCredential credential = Credential ?? PromptForKey();
        string key = credential.Password is null ? string.Empty : credential.GetNetworkCredential().Password;
        Validate(credential.UserName ?? string.Empty, key);
        IKConnection connection = new(credential, ApiBaseUri, IKConnection.FromCredential, HttpMessageHandler);
        if (!SkipVerification)
        {
            Verify(connection, key);
        }

        ConnectionStore.Current.Keep(connection);
        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    private PSCredential PromptForKey()
    {
        try
        {
            return PrivateKeyCredentialAttribute.Prompt(Host.UI);
        }
        catch (Exception reason) when (reason is PSInvalidOperationException or HostException or NotImplementedException)
        {
            ThrowTerminatingError(IKErrorRecord.NoPrompt(reason));
            throw;
        }
    }

    /// <summary>Checks what can be checked without the service: a key of the wrong kind is not sent.</summary>
    private void Validate(string label, string key)
    {
        if (PrivateKeyText.Reveals(label, key))
        {
            ThrowTerminatingError(IKErrorRecord.KeyInUserName());
        }

        if (string.IsNullOrWhiteSpace(key))
        {
            ThrowTerminatingError(IKErrorRecord.EmptyPrivateKey());
        }

        if (PrivateKeyText.Validate(key) is string fault)
        {
            ThrowTerminatingError(IKErrorRecord.InvalidPrivateKey(fault));
        }

        if (key != key.Trim())
        {
            WriteWarning("The private key has blanks or line breaks around it; they are ignored.");
        }
    }

    private void WarnAboutAddress()
    {
        if (ApiAddress.AsciiHost(ApiBaseUri) is string host)
        {
            // Letters of other scripts can look like those of a known host.
            WriteWarning($"-ApiBaseUri has an internationalized host name. The private key is sent to {host}.");
        }

        if (ApiBaseUri.AbsolutePath.TrimEnd('/').EndsWith(VersionSegment, StringComparison.OrdinalIgnoreCase))
        {
            WriteWarning($"-ApiBaseUri ends with '{VersionSegment}', which the module adds itself: it requests {ApiBaseUri.GetLeftPart(UriPartial.Path).TrimEnd('/')}{VersionSegment}/files.");
        }
    }

    private void Verify(IKConnection connection, string key)
    {
        try
        {
            // The user waits at the prompt: two more attempts are enough.
            WaitFor(notices => connection.Client.VerifyKeyAsync(
                new RequestOptions { Timeout = TimeSpan.FromSeconds(30), MaximumRetryCount = 2, Observer = notices }, StopToken));
            connection.IsVerified = true;
        }
        catch (ImageKitException failure)
        {
            connection.Disconnect();
            string? advice = failure.Kind switch
            {
                ImageKitErrorKind.AuthenticationFailed => PrivateKeyText.Advise(key, failure.ServiceMessage),
                ImageKitErrorKind.NotFound or ImageKitErrorKind.UnexpectedResponse when ApiBaseUri.AbsolutePath.Length > 1 =>
                    "Check the path of -ApiBaseUri: the module adds /v1 itself. Without -ApiBaseUri it uses https://api.imagekit.io.",
                _ => null,
            };
            ThrowTerminatingError(IKErrorRecord.For(failure, connection.ApiBaseUri, advice));
        }
        catch (PipelineStoppedException)
        {
            connection.Disconnect();
            throw;
        }
    }
}
