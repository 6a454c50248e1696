namespace ImageKit.Metadata.Connections;

/// <summary>Tells by its looks what is wrong with a private key, and never repeats any of it.</summary>
internal static class PrivateKeyText
{
    private const string PrivatePrefix = "private_";
    private const string PublicPrefix = "public_";

    /// <summary>Why this cannot be a private key, in a sentence; null if it can.</summary>
    public static string? FindFault(string key)
    {
        string trimmed = key.Trim();
        if (trimmed.StartsWith(PublicPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return "This is the account's public key: it begins with 'public_'. The API takes the private key.";
        }

        if (Uri.TryCreate(trimmed, UriKind.Absolute, out Uri? uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            return "This is a URL, not the private key.";
        }

        return trimmed.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            ? "The private key has a blank or a line break inside it; it may have been copied with something beside it."
            : null;
    }

    /// <summary>What to do about a key that the service refused.</summary>
    /// <param name="key">The key.</param>
    /// <param name="serviceMessage">What the service said of it.</param>
    public static string Advise(string key, string? serviceMessage)
    {
        if (Mentions(serviceMessage, "expired"))
        {
            return "The key has expired: make a new one in the dashboard under Developer options.";
        }

        if (Mentions(serviceMessage, "disabled"))
        {
            return "The key is of an account that is disabled: ask ImageKit's support.";
        }

        if (Mentions(serviceMessage, "does not contain"))
        {
            return "The key was sent but did not arrive: see whether a proxy takes the header Authorization out.";
        }

        return key.Trim().StartsWith(PrivatePrefix, StringComparison.Ordinal)
            ? "The key begins with 'private_' as it should, but is no account's: copy it whole from the dashboard under Developer options."
            : "The key does not begin with 'private_', as private keys do: copy it whole from the dashboard under Developer options.";
    }

    private static bool Mentions(string? message, string word) => message?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
