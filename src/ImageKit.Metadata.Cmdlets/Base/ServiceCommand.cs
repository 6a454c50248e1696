using System.ComponentModel;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>A cmdlet that sends requests to the service, over a connection.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ServiceCommand : StoppableCommand
{
    /// <summary>The connection to use; without it the runspace's own, else one by <c>IMAGEKIT_PRIVATE_KEY</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public IKConnection? Connection { get; set; }

    /// <summary>The timeout of one attempt in seconds, including the body of the response.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>How often a request is sent again after a failure that can pass. Waits for the rate limit do not count.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 5;

    /// <summary>The connection that the call runs over. Ends the pipeline if there is none.</summary>
    private protected ImageKitClient ResolveClient() => ResolveClient(Connection);

    private protected RequestOptions CreateOptions(RequestNotices? notices = null) =>
        new() { Timeout = TimeSpan.FromSeconds(TimeoutSec), MaximumRetryCount = MaximumRetryCount, Observer = notices };

    /// <summary>Writes the error of a request. A refused key ends the pipeline: no other request could succeed.</summary>
    private protected void WriteFailure(ImageKitException failure, string target, string? advice = null)
    {
        ErrorRecord error = IKErrorRecord.For(failure, target, advice);
        if (failure.Kind is ImageKitErrorKind.AuthenticationFailed or ImageKitErrorKind.NotConnected)
        {
            ThrowTerminatingError(error);
        }

        WriteError(error);
    }
}
