using System.Management.Automation.Runspaces;
using System.Net;
using System.Runtime.CompilerServices;

namespace ImageKit.Metadata.Connections;

/// <summary>
/// The connection that a runspace's cmdlets share. Each runspace has its own store, so that parallel ones do not disturb
/// each other; it goes when the runspace goes.
/// </summary>
internal sealed class ConnectionStore
{
    internal const string KeyVariable = "IMAGEKIT_PRIVATE_KEY";

    private static readonly ConditionalWeakTable<Runspace, ConnectionStore> Stores = new();

    private IKConnection? _connected;
    private IKConnection? _fromEnvironment;
    private string? _environmentKey;

    /// <summary>The store of the runspace that this thread runs.</summary>
    public static ConnectionStore Current => Stores.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The connection in force: the one made by the user, else one by the environment variable, else null.</summary>
    public IKConnection? Find()
    {
        if (_connected is not null)
        {
            return _connected;
        }

        string? key = Environment.GetEnvironmentVariable(KeyVariable);
        if (string.IsNullOrWhiteSpace(key))
        {
            return null;
        }

        if (_fromEnvironment is null || key != _environmentKey)
        {
            _environmentKey = key;
            _fromEnvironment = new IKConnection(
                new PSCredential(KeyVariable, new NetworkCredential(string.Empty, key).SecurePassword),
                new ImageKitClientOptions().ApiBaseUri,
                KeyVariable);
        }

        return _fromEnvironment;
    }

    /// <summary>Makes this the connection of the session; the one that it replaces stays usable for its owners.</summary>
    public void Keep(IKConnection connection) => _connected = connection;

    /// <summary>Forgets the connection, if it is the one of the session.</summary>
    public void Forget(IKConnection connection)
    {
        if (ReferenceEquals(_connected, connection))
        {
            _connected = null;
        }

        // As long as the variable is there, the next command makes another of it.
        if (ReferenceEquals(_fromEnvironment, connection))
        {
            _fromEnvironment = null;
        }
    }
}
