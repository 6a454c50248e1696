namespace ImageKit.Metadata.Emulator;

/// <summary>
/// A way of going wrong. Each kind is also reachable without configuration, through any picture whose URL holds
/// <c>/faults/&lt;kind in kebab case&gt;/</c>, for example <c>/demo/faults/cut-off/a.jpg</c>.
/// </summary>
public enum FaultKind
{
    /// <summary>500 with the service's own message.</summary>
    InternalError,

    /// <summary>503 with the service's own message.</summary>
    ServiceUnavailable,

    /// <summary>502 with an HTML page, as a gateway sends it.</summary>
    BadGateway,

    /// <summary>429, with the rate-limit headers unless <see cref="Fault.OmitRateLimitHeaders"/> is set.</summary>
    TooManyRequests,

    /// <summary>The connection is aborted before any answer.</summary>
    Reset,

    /// <summary>Headers and half of the body arrive, then nothing until the client goes away.</summary>
    Stall,

    /// <summary>Nothing at all arrives until the client goes away.</summary>
    StallBeforeHeaders,

    /// <summary>A Content-Length is announced, half of it is sent, and the connection closes.</summary>
    CutOff,

    /// <summary>200 with a page of HTML.</summary>
    Html,

    /// <summary>200 with no body.</summary>
    EmptyBody,

    /// <summary>200 with a valid JSON answer of 100 MB, chunked.</summary>
    Huge,

    /// <summary>200 with JSON nested 20,000 levels deep.</summary>
    Nested,

    /// <summary>302 to <see cref="EmulatorOptions.RedirectTarget"/>.</summary>
    Redirect,

    /// <summary>404 with the service's own message.</summary>
    NotFound,

    /// <summary>200 with a JSON array where an object is due.</summary>
    WrongShape,

    /// <summary>200 with fields at the top level that no document mentions.</summary>
    UnknownFields,

    /// <summary>200, the body dribbling in one byte at a time (ten a second).</summary>
    Slow,
}
