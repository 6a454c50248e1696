using ImageKit.Metadata.Connections;

namespace ImageKit.Metadata.Commands;

/// <summary>Shows the connection in force, never its key.</summary>
[Cmdlet(VerbsCommon.Get, "IKConnection", HelpUri = OnlineHelp.Pages + "Get-IKConnection.md")]
[OutputType(typeof(IKConnection))]
public sealed class GetIKConnectionCommand : IKCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ConnectionStore.Current.Find() is IKConnection connection)
        {
            WriteObject(connection);
        }
    }
}
