using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata.Library;

/// <summary>
/// Determines what happened to files that a checkpoint has and a complete listing lacks. The library can change during a listing, so that a
/// listing alone does not prove a deletion: the missing files are looked up by ID.
/// </summary>
internal static class MissingFiles
{
    // As many as fit in a URL.
    private const int IdsPerRequest = 250;

    /// <summary>Marks the files that were deleted in the checkpoint.</summary>
    /// <returns>How many were deleted, and the files that exist in the folders of the listing all the same.</returns>
    /// <exception cref="ImageKitException">The request failed; nothing is marked.</exception>
    /// <exception cref="CheckpointException">The checkpoint could not be written.</exception>
    public static async Task<(int Deleted, IReadOnlyList<MediaFile> Skipped)> ResolveAsync(
        ImageKitClient client, Checkpoint checkpoint, MediaListing listing, RequestOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> missing = checkpoint.FindMissing(listing, cancellationToken);
        List<MediaFile> existing = [];
        for (int i = 0; i < missing.Count; i += IdsPerRequest)
        {
            string query = new SearchQueryBuilder().IsOneOf("id", [.. missing.Skip(i).Take(IdsPerRequest)]).IsOneOf("type", "file").ToString();
            MediaListRequest request = new() { SearchQuery = query };
            existing.AddRange((await client.ListAsync(request, options: options, cancellationToken: cancellationToken).ConfigureAwait(false)).OfType<MediaFile>());
        }

        HashSet<string> ids = [.. existing.Select(file => file.FileId!)];
        string[] deleted = [.. missing.Where(fileId => !ids.Contains(fileId))];
        foreach (string fileId in deleted)
        {
            checkpoint.AddGone(fileId);
        }

        listing.AddDeleted(deleted);
        List<MediaFile> skipped = existing.FindAll(file => listing.Covers(file.FilePath));
        foreach (MediaFile file in existing)
        {
            listing.Add(file);
            file.Listing = listing;
        }

        return (deleted.Length, skipped);
    }
}
