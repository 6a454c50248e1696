using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Http;

/// <summary>Converts what the runtime throws when no complete response came to an exception, without the secrets in its messages.</summary>
internal sealed class ConnectionError(Redactor redactor, Uri? proxy)
{
    public static ImageKitException Timeout(TimeSpan timeout) =>
        new(ImageKitErrorKind.RequestTimeout, FormattableString.Invariant($"No complete response came within {timeout.TotalSeconds:0.###} s."))
        {
            IsTransient = true,
        };

    public ImageKitException From(Exception exception)
    {
        // Get-Error shows the inner exception, whose text may contain the password of a proxy.
        Exception? inner = redactor.HasSecret(exception.ToString()) ? null : exception;
        if (exception is InvalidDataException)
        {
            return new ImageKitException(ImageKitErrorKind.UnexpectedResponse, "The compressed response is damaged.", inner);
        }

        // The innermost message names the cause; the outer ones are generic.
        Exception cause = exception.GetBaseException();
        string text = PlainText.Clean(redactor.Clean(cause.Message));
        if (IsProxyAuthentication(exception))
        {
            return Create("The proxy requires a user name and a password (407).", FailureCause.ProxyAuthentication, isTransient: false);
        }

        if (Find<AuthenticationException>(exception) is AuthenticationException)
        {
            return cause is AuthenticationException
                ? Create("No secure connection could be made: " + text, FailureCause.InvalidCertificate, isTransient: false)
                : Create("No secure connection could be made: " + text, FailureCause.Unknown, isTransient: true);
        }

        if (Find<SocketException>(exception) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain })
        {
            return Create("The host name cannot be resolved: " + text, FailureCause.NameNotResolved, isTransient: true);
        }

        return proxy is not null
            ? Create($"The connection through the proxy {proxy.GetLeftPart(UriPartial.Authority)} failed: {text}", FailureCause.ProxyFailed, isTransient: true)
            : Create("The connection failed: " + text, FailureCause.Unknown, isTransient: true);

        ImageKitException Create(string message, FailureCause known, bool isTransient) =>
            new(ImageKitErrorKind.ConnectionFailed, Redactor.RemoveUserInfo(message), inner) { Cause = known, IsTransient = isTransient };
    }

    /// <summary>The tunnel to an https address is refused with an exception, not with a response.</summary>
    private static bool IsProxyAuthentication(Exception exception) =>
        Find<HttpRequestException>(exception)?.Message.Contains("'407'", StringComparison.Ordinal) == true
        || Find<WebException>(exception)?.Response is HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired };

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return exception as T;
    }
}
