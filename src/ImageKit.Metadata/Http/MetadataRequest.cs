using System.Text.Json;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Http;

/// <summary>An image to request: by URL or by file ID; the other of the two, where known, is copied to the metadata.</summary>
internal sealed class MetadataRequest
{
    private MetadataRequest(string? url, string? fileId, string? transformation, ListedFile? file, bool isByFile = false)
    {
        IsByFile = isByFile;
        Url = url;
        FileId = fileId;
        Transformation = transformation;
        File = file;
    }

    public string? Url { get; }

    public string? FileId { get; }

    public string? Transformation { get; }

    /// <summary>Whether the request is by file ID, not by URL.</summary>
    public bool IsByFile { get; }

    /// <summary>What a listing shows of the file; null if the input was not a file of the media library.</summary>
    public ListedFile? File { get; }

    public ContentVersion Version => ContentVersion.Of(Url, File?.VersionId, File?.UpdatedAt);

    /// <summary>Identifies the request while it is in flight: two requests with the same key have the same response.</summary>
    public string Key => IsByFile ? $"{Slot} {File?.VersionId} {Url}" : Url!;

    /// <summary>Identifies the image whatever its version: the file ID, or the URL without what changes with the version.</summary>
    public string Slot => GetSlot(Url, FileId, IsByFile);

    /// <summary>What the user requested, for messages.</summary>
    public string Subject => Url ?? FileId!;

    /// <exception cref="ImageKitException">The URL is not valid: <see cref="ImageKitErrorKind.InvalidUrl"/>.</exception>
    public static MetadataRequest ForUrl(string? url, string? fileId = null, string? transformation = null, ListedFile? file = null)
    {
        // Lists contain white space around URLs.
        url = url?.Trim();
        if (ImageUrl.Validate(url) is string fault)
        {
            throw new ImageKitException(ImageKitErrorKind.InvalidUrl, fault);
        }

        string complete = url!;
        if (transformation is not null)
        {
            complete = ImageUrl.AddTransformation(url!, transformation);
            if (ImageUrl.Validate(complete) is string faultOfBoth)
            {
                throw new ImageKitException(ImageKitErrorKind.InvalidUrl, "With the transformation: " + faultOfBoth);
            }
        }

        return new MetadataRequest(complete, string.IsNullOrEmpty(fileId) ? null : fileId, ImageUrl.FindTransformation(complete), file);
    }

    /// <exception cref="ImageKitException">The file ID is not valid: <see cref="ImageKitErrorKind.BadRequest"/>.</exception>
    public static MetadataRequest ForFile(string? fileId, string? url = null, ListedFile? file = null)
    {
        fileId = fileId?.Trim();
        url = url?.Trim();
        if (string.IsNullOrEmpty(fileId))
        {
            throw new ImageKitException(ImageKitErrorKind.BadRequest, "The file ID is empty.");
        }

        // Dots alone would change the path of the API, and so would slashes, which .NET Framework may unescape.
        if (fileId!.Length > 1024 || fileId.Trim('.').Length == 0 || fileId.IndexOfAny(['/', '\\']) >= 0 || !PlainText.IsWhole(fileId))
        {
            throw new ImageKitException(ImageKitErrorKind.BadRequest, $"'{PlainText.Clean(fileId)}' is not a valid file ID.") { Cause = FailureCause.InvalidFileId };
        }

        return new MetadataRequest(string.IsNullOrEmpty(url) ? null : url, fileId, null, file, isByFile: true);
    }

    /// <summary>
    /// A file of the library that may have both, as a listing shows it. The request is by ID, which also works for private
    /// files, unless the URL is that of a transformation or an earlier version.
    /// </summary>
    /// <exception cref="ImageKitException">The URL or file ID is not valid.</exception>
    public static MetadataRequest ForImage(string? url, string? fileId, string? transformation = null, ListedFile? file = null)
    {
        bool hasId = !string.IsNullOrWhiteSpace(fileId);
        if (hasId && transformation is null && (string.IsNullOrWhiteSpace(url) || ImageUrl.IsOfFileItself(url!)))
        {
            return ForFile(fileId, url, file);
        }

        return ForUrl(url, fileId, transformation, file);
    }

    /// <summary>The <see cref="Slot"/> of a request.</summary>
    public static string GetSlot(string? url, string? fileId, bool isByFile) => isByFile ? "file:" + fileId : ImageIdentity.RemoveVolatileParameters(url!);

    public ServiceRequest ToServiceRequest() => IsByFile
        ? new ServiceRequest(ServiceEndpoint.FileMetadata, "v1/files/" + Uri.EscapeDataString(FileId!) + "/metadata", Subject)
        : new ServiceRequest(ServiceEndpoint.UrlMetadata, "v1/metadata?url=" + Uri.EscapeDataString(Url!), Subject);

    /// <summary>Parses the response to this request.</summary>
    /// <exception cref="JsonException">The body is not metadata.</exception>
    public ImageMetadata Read(ReadOnlyMemory<byte> body, DateTime retrievedAt) => Complete(ImageMetadataParser.Read(body), retrievedAt);

    /// <summary>Sets what the response to this request does not contain.</summary>
    public ImageMetadata Complete(ImageMetadata metadata, DateTime retrievedAt)
    {
        metadata.Url = Url;
        metadata.FileId = FileId;
        metadata.Transformation = Transformation;
        metadata.RetrievedAt = retrievedAt;
        File?.CopyTo(metadata);
        return metadata;
    }
}
