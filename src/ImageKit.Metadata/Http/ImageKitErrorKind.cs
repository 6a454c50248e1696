namespace ImageKit.Metadata;

/// <summary>What kept a request from its answer. The names are the error ids that the cmdlets report.</summary>
public enum ImageKitErrorKind
{
    /// <summary>The URL or file id cannot be asked for; no request was sent.</summary>
    InvalidUrl,

    /// <summary>The connection has been closed: <c>Disconnect-IKAccount</c>, or the client was disposed of.</summary>
    NotConnected,

    /// <summary>401 or 403: the key is missing, wrong, expired, or the account is disabled.</summary>
    AuthenticationFailed,

    /// <summary>400 and other refusals of this one request: not a URL of this account, an invalid file id.</summary>
    BadRequest,

    /// <summary>404: no such file, or none that the service can reach now.</summary>
    NotFound,

    /// <summary>429, still after every wait that the service asked for.</summary>
    RateLimitExceeded,

    /// <summary>No complete answer in the time of one attempt, on every attempt.</summary>
    RequestTimeout,

    /// <summary>No connection, or one that broke off: DNS, refused, reset, cut off, TLS.</summary>
    ConnectionFailed,

    /// <summary>5xx on every attempt.</summary>
    ServerError,

    /// <summary>An answer that is none of the service: not JSON, the wrong shape, too large, nested too deep, a redirect.</summary>
    UnexpectedResponse,
}
