namespace ImageKit.Metadata;

/// <summary>What a failure says of its image.</summary>
public enum ImageReach
{
    /// <summary>Nothing: the service, the network, a limit or the key failed.</summary>
    NotChecked,

    /// <summary>The file does not exist, or the address is not a URL.</summary>
    Unreachable,

    /// <summary>The service has the file and cannot read it, or refuses the request for it.</summary>
    Unreadable,
}
