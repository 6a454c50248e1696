using System.Net;
using System.Net.Sockets;

namespace ImageKit.Metadata.Http;

/// <summary>Decides where the private key may be sent.</summary>
internal static class ApiAddress
{
    /// <summary>Whether the key may be sent to this address: https, or http that does not leave the machine.</summary>
    public static bool IsAcceptable(Uri uri) =>
        uri.IsAbsoluteUri && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)));

    /// <summary>Whether the address is this machine: <c>localhost</c>, 127.0.0.0/8 or ::1. The runtime also accepts ::127.0.0.1, which is not.</summary>
    public static bool IsLoopback(Uri uri) =>
        uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? IPAddress.TryParse(uri.DnsSafeHost, out IPAddress? address) && IPAddress.IsLoopback(address)
                && (address.AddressFamily == AddressFamily.InterNetwork || address.Equals(IPAddress.IPv6Loopback) || address.IsIPv4MappedToIPv6)
            : uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>The ASCII form of an internationalized host name, which may look like another name; null for any other host.</summary>
    public static string? AsciiHost(Uri uri) => uri.HostNameType == UriHostNameType.Dns && !uri.IdnHost.Equals(uri.Host, StringComparison.OrdinalIgnoreCase)
        || uri.IdnHost.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) || uri.IdnHost.Contains(".xn--", StringComparison.OrdinalIgnoreCase)
        ? uri.IdnHost
        : null;
}
