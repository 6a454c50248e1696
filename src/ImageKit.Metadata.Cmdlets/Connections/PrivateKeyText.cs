namespace ImageKit.Metadata.Connections;

/// <summary>Checks the text of a private key, and never repeats any of it.</summary>
internal static class PrivateKeyText
{
    private const string PrivatePrefix = "private_";
    private const string PublicPrefix = "public_";

    /// <summary>A shorter text is not a key, and could be part of any label.</summary>
    private const int ShortestKey = 8;

    /// <summary>Whether a text is a private key by its prefix.</summary>
    public static bool LooksLikeKey(string text) => text.Trim().StartsWith(PrivatePrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text that is shown, such as a label, contains the key or looks like one.</summary>
    public static bool Reveals(string text, string key) =>
        LooksLikeKey(text)
        || (key.Length > 0 && text.Trim() == key.Trim())
        || (key.Trim().Length >= ShortestKey && text.Contains(key.Trim(), StringComparison.Ordinal));

    /// <summary>Why this cannot be a private key, in a sentence; null if it can.</summary>
    public static string? Validate(string key)
    {
        string trimmed = key.Trim();
        if (trimmed.StartsWith(PublicPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return "This is the public key of the account: it begins with 'public_'. The API requires the private key.";
        }

        if (Uri.TryCreate(trimmed, UriKind.Absolute, out Uri? uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            return "This is a URL, not the private key.";
        }

        return trimmed.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            ? "The private key contains a blank or a line break. It may have been copied together with other text."
            : null;
    }

    /// <summary>What to do about a key that the service refused.</summary>
    public static string Advise(string key, string? serviceMessage)
    {
        if (Mentions(serviceMessage, "expired"))
        {
            return "The key has expired. Create a new one in the dashboard under Developer options.";
        }

        if (Mentions(serviceMessage, "disabled"))
        {
            return "The account of this key is disabled. Ask ImageKit's support.";
        }

        if (Mentions(serviceMessage, "does not contain"))
        {
            return "The key was sent but did not arrive. Check whether a proxy removes the header Authorization.";
        }

        return key.Trim().StartsWith(PrivatePrefix, StringComparison.Ordinal)
            ? "The key begins with 'private_' but does not belong to an account. Copy all of it from the dashboard under Developer options."
            : "The key does not begin with 'private_', as private keys do. Copy all of it from the dashboard under Developer options.";
    }

    private static bool Mentions(string? message, string word) => message?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
