using System.Net.Http;

namespace ImageKit.Metadata;

/// <summary>
/// A connection to one ImageKit account. It holds the private key and never shows it: no property, no text and no
/// serialized form of it contains the key.
/// </summary>
public sealed class IKConnection
{
    /// <summary>The key source of a connection that was made with a credential.</summary>
    internal const string FromCredential = "Connect-IKAccount";

    private readonly Lazy<ImageKitClient> _client;

    internal IKConnection(PSCredential credential, Uri apiBaseUri, string keySource, HttpMessageHandler? handler = null)
    {
        Name = credential.UserName;
        ApiBaseUri = apiBaseUri;
        KeySource = keySource;
        _client = new Lazy<ImageKitClient>(() => new ImageKitClient(
            credential.GetNetworkCredential().Password,
            new ImageKitClientOptions { ApiBaseUri = apiBaseUri, HttpMessageHandler = handler }));
    }

    /// <summary>The label of the connection: the user name of the credential, of the user's choosing.</summary>
    public string Name { get; }

    /// <summary>Where the service is.</summary>
    public Uri ApiBaseUri { get; }

    /// <summary>Where the private key came from: <c>Connect-IKAccount</c> or the environment variable <c>IMAGEKIT_PRIVATE_KEY</c>.</summary>
    public string KeySource { get; }

    /// <summary>When the connection was made, UTC.</summary>
    public DateTime ConnectedAt { get; } = DateTime.UtcNow;

    /// <summary>Whether the service has accepted the key.</summary>
    public bool IsVerified { get; internal set; }

    internal bool IsDisconnected { get; private set; }

    internal ImageKitClient Client => _client.Value;

    /// <summary>Label and address.</summary>
    public override string ToString() => $"{Name} at {ApiBaseUri}";

    internal void Disconnect()
    {
        IsDisconnected = true;
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }
}
