namespace ImageKit.Metadata;

/// <summary>Why a request failed. The names are the error IDs that the cmdlets report.</summary>
public enum ImageKitErrorKind
{
    /// <summary>The text is not a URL that can be requested; no request was sent.</summary>
    InvalidUrl,

    /// <summary>The connection has been closed: <c>Disconnect-IKAccount</c>, or the client was disposed.</summary>
    NotConnected,

    /// <summary>401 or 403: the key is missing, wrong, expired, or the account is disabled.</summary>
    AuthenticationFailed,

    /// <summary>400 and other refusals of this one request: not a URL of this account, or an invalid file ID.</summary>
    BadRequest,

    /// <summary>404: the file does not exist, or the service cannot reach it now.</summary>
    NotFound,

    /// <summary>429, even after every wait that the service requested.</summary>
    RateLimitExceeded,

    /// <summary>No attempt received a complete response within its timeout.</summary>
    RequestTimeout,

    /// <summary>There was no connection, or it broke: DNS, refused, reset, cut off, TLS.</summary>
    ConnectionFailed,

    /// <summary>5xx on every attempt.</summary>
    ServerError,

    /// <summary>The response is not what was requested: not JSON, the wrong shape, too large, nested too deep, a redirect.</summary>
    UnexpectedResponse,
}
