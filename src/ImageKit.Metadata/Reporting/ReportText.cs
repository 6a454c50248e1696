using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Text from images and servers, made fit for files; and what reports call a file.</summary>
internal static class ReportText
{
    public const int MaximumLength = 10_000;

    private const string ServiceHost = "ik.imagekit.io";

    /// <summary>One line without control and direction characters and without unpaired surrogates: safe in every format once escaped.</summary>
    public static string Printable(string? text, int maximumLength = MaximumLength) =>
        text is null ? string.Empty : PlainText.Clean(text, maximumLength);

    /// <summary>The address or file ID of an image.</summary>
    public static string Subject(AuditFinding finding) => Printable(finding.Url ?? finding.FileId ?? "(no address)");

    /// <summary>Whether the finding is about the file as it is stored, and not about a transformation of it.</summary>
    public static bool IsStored(AuditFinding finding) => ImageIdentity.Of(finding.Url, finding.FileId).IsOriginal;

    /// <summary>Whether the finding is one of an earlier audit whose image this one could not check again.</summary>
    public static bool IsCarried(AuditFinding finding) => finding.BaselineState is null && finding.FirstSeen is not null;

    /// <summary>The file name and the folder with the host, as people read them; the folder is null if there is none.</summary>
    public static (string Name, string? Folder) Split(string? url, string? fileId)
    {
        if (url is null)
        {
            return (fileId ?? "(no address)", null);
        }

        if (ImageUrl.Validate(url) is not null)
        {
            return (url, null);
        }

        url = ImageIdentity.RemoveVolatileParameters(url);
        int start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = url.IndexOfAny(['?', '#'], start) is int query and >= 0 ? query : url.Length;
        int slash = url.LastIndexOf('/', end - 1);
        return slash <= start || slash == end - 1
            ? (url.Substring(start), null)
            : ($"{Uri.UnescapeDataString(url.Substring(slash + 1, end - slash - 1))}{url.Substring(end)}", Uri.UnescapeDataString(url.Substring(start, slash - start)));
    }

    /// <summary>The top-level folder in the media library, such as <c>/products</c>; <c>/</c> for files outside of folders, and for those without an address.</summary>
    public static string TopFolder(AuditFinding finding)
    {
        if (finding.FilePath is { Length: > 0 } path)
        {
            return FirstFolder(path.TrimStart('/'));
        }

        if (finding.Url is null || ImageUrl.Validate(finding.Url) is not null || !Uri.TryCreate(ImageUrl.RemoveTransformationInPath(finding.Url), UriKind.Absolute, out Uri? uri))
        {
            return "/";
        }

        string inHost = Uri.UnescapeDataString(uri.AbsolutePath).TrimStart('/');

        // On ImageKit's own host the first segment is the account's ID.
        int id = uri.Host.Equals(ServiceHost, StringComparison.OrdinalIgnoreCase) ? inHost.IndexOf('/') : -1;
        return FirstFolder(inHost.Substring(id + 1));
    }

    private static string FirstFolder(string path) => path.IndexOf('/') is int slash and > 0 ? "/" + Printable(path.Substring(0, slash), 200) : "/";
}
