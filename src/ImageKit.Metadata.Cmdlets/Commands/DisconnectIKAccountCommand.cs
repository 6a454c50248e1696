using ImageKit.Metadata.Connections;

namespace ImageKit.Metadata.Commands;

/// <summary>Forgets a connection and its key.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "IKAccount", HelpUri = OnlineHelp.Pages + "Disconnect-IKAccount.md")]
[OutputType(typeof(void))]
public sealed class DisconnectIKAccountCommand : IKCommand
{
    /// <summary>The connection to forget; the one in force if none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IKConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Without a connection this is not an error: a script may disconnect twice.
        if ((Connection ?? ConnectionStore.Current.Find()) is not IKConnection connection)
        {
            return;
        }

        ConnectionStore.Current.Forget(connection);
        connection.Disconnect();
        if (connection.KeySource == ConnectionStore.KeyVariable)
        {
            WriteWarning($"The key comes from the environment variable {ConnectionStore.KeyVariable}, and the next command will use it. Remove the variable to disconnect.");
        }
    }
}
