namespace ImageKit.Metadata.Http;

/// <summary>What the rate gate issues to a request, to be returned with the outcome.</summary>
/// <param name="Epoch">The rules under which the request was sent.</param>
/// <param name="IsProbe">Whether it was sent to find out whether an announced limit still holds.</param>
internal readonly record struct RateTicket(int Epoch, bool IsProbe);
