using System.Globalization;
using ImageKit.Metadata.Base;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Completion;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Library;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Text;
using ImageKit.Metadata.Views;

namespace ImageKit.Metadata.Commands;

/// <summary>Lists and searches the files or folders of the media library.</summary>
[Cmdlet(VerbsCommon.Get, "IKFile", DefaultParameterSetName = ListSet, HelpUri = OnlineHelp.Pages + "Get-IKFile.md")]
[OutputType(typeof(MediaFile), typeof(MediaFolder))]
public sealed class GetIKFileCommand : ServiceCommand
{
    private const string ListSet = "List";
    private const string FileIdSet = "FileId";
    private const string SearchAdvice = "Check the search and the values of the filters. The message of the service names the field.";

    private const int MaximumExplained = 5;

    private static readonly string[] ListFilters =
        [nameof(Name), nameof(Tag), nameof(FileType), nameof(Format), nameof(CreatedAfter), nameof(CreatedBefore), nameof(LargerThan), nameof(SmallerThan), nameof(SearchQuery)];

    private ImageKitClient? _client;

    /// <summary>The folders to list; without it the whole library. No wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ListSet)]
    [Alias("FolderPath")]
    [FolderPath]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Lists the files in the folders below, too, at any depth.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The names, with wildcards; case-sensitive.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Tags and AI tags; a file must have one of them.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Tag { get; set; }

    /// <summary>Images, other files, or all.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public MediaFileType FileType { get; set; }

    /// <summary>The formats, such as <c>jpg</c>; a file must have one of them.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Format { get; set; }

    /// <summary>Files uploaded at this moment or later; local time, unless the value has another kind.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public DateTime? CreatedAfter { get; set; }

    /// <summary>Files uploaded before this moment; local time, unless the value has another kind.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public DateTime? CreatedBefore { get; set; }

    /// <summary>Files of more bytes.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(0, long.MaxValue)]
    public long? LargerThan { get; set; }

    /// <summary>Files of fewer bytes.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(0, long.MaxValue)]
    public long? SmallerThan { get; set; }

    /// <summary>A search in the language of the service, in addition to the other filters.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    public string? SearchQuery { get; set; }

    /// <summary>Lists folders instead of files.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Directory { get; set; }

    /// <summary>The property that the service sorts by.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public MediaSortKey SortBy { get; set; }

    /// <summary>Reverses the order.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Descending { get; set; }

    /// <summary>The maximum number to emit; no more are requested.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(0, int.MaxValue)]
    [PSDefaultValue(Help = "All")]
    public int First { get; set; } = int.MaxValue;

    /// <summary>How many to skip first.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>The IDs of the files whose details to emit.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileIdSet)]
    [AllowEmptyString]
    public string[] FileId { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _client = ResolveClient();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ListSet)
        {
            WriteList();
            return;
        }

        foreach (string fileId in FileId)
        {
            WriteDetails(fileId);
        }
    }

    private void WriteDetails(string fileId)
    {
        try
        {
            WriteObject(WaitFor(notices => _client!.GetFileAsync(fileId, CreateOptions(notices), StopToken)).Result);
        }
        catch (ImageKitException failure)
        {
            WriteFailure(failure, fileId);
        }
    }

    private void WriteList()
    {
        string[] folders = Path is null ? [] : [.. Path.Select(ToFolder)];
        if (Array.Find(folders, HasWildcard) is string pattern)
        {
            WriteWarning(FolderWarning.ForWildcard(pattern));
            return;
        }

        NameFilter? names = Name is null ? null : new NameFilter(Name);
        MediaListRequest request = CreateRequest(folders, names);
        WriteVerbose(ToLogLine(request));

        HashSet<string> empty = new(folders, StringComparer.Ordinal);
        using MediaLister lister = new(_client!, request, CreateOptions(), Skip, First, names is { HasPatterns: true } ? names.Fits : null, CreateListing(), StopToken);
        DrainAll(lister, Write, new ListProgress(MyInvocation.MyCommand.Name, lister, First));
        WriteVerbose(string.Format(
            CultureInfo.InvariantCulture, "{0:N0} emitted, {1}, {2:N1} s.", lister.Emitted, Quantity.ToDisplayText(lister.Pages, "page", "pages"), lister.Elapsed.TotalSeconds));
        if (lister.Failure is ImageKitException failure)
        {
            WriteFailure(failure, request.SearchQuery ?? request.Path ?? "the media library", failure.Kind == ImageKitErrorKind.BadRequest ? SearchAdvice : null);
        }
        else if (Skip == 0 && First == int.MaxValue)
        {
            WarnAboutEmpty(folders.Where(empty.Contains));
        }

        void Write(MediaItem item)
        {
            WriteObject(item);
            if (empty.Count > 0 && ((item as MediaFile)?.FilePath ?? (item as MediaFolder)?.FolderPath) is string path)
            {
                empty.RemoveWhere(folder => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>An empty folder and a folder that does not exist look the same to who lists them.</summary>
    private void WarnAboutEmpty(IEnumerable<string> folders)
    {
        FolderLookup lookup = new(_client!, CreateOptions());
        bool hasFilters = ListFilters.Any(MyInvocation.BoundParameters.ContainsKey);
        try
        {
            string[] warnings = [.. UntilStopped(folders
                .Take(MaximumExplained)
                .Select(folder => FolderWarning.For(folder, lookup.ReadAsync(folder, StopToken).GetAwaiter().GetResult(), Recurse, Directory, hasFilters))
                .OfType<string>())];
            if (warnings.Length > 0)
            {
                WriteWarning(string.Join(" ", warnings));
            }
        }
        catch (ImageKitException failure)
        {
            WriteVerbose($"Why nothing was found could not be determined: {failure.Message}");
        }
    }

    private static string ToFolder(string path) => "/" + path.Trim('/');

    /// <summary>Names of folders do not contain these characters: the service replaces them.</summary>
    private static bool HasWildcard(string folder) => folder.IndexOfAny(['*', '?']) >= 0;

    private static string ToLogLine(MediaListRequest request)
    {
        string where = request.Path is null ? "the media library" : $"the folder {request.Path}";
        return PlainText.OneLine(request.SearchQuery is null ? $"Listing {where}." : $"Searching {where} for {request.SearchQuery}", int.MaxValue - 1);
    }

    private MediaListRequest CreateRequest(string[] folders, NameFilter? names)
    {
        bool isOneFolder = folders.Length == 1 && !Recurse;
        SearchQueryBuilder query = new();
        if (SearchQuery is not null)
        {
            query.Matches(SearchQuery);
        }

        if (folders.Length > 0 && !isOneFolder && !(Recurse && folders.Contains("/")))
        {
            _ = Recurse ? query.BeginsWith("path", folders) : query.IsIn(folders);
        }

        names?.AddTo(query);
        AddFilters(query);
        if (!query.IsEmpty && (Directory || SearchQuery is null))
        {
            // With a search the service ignores the parameter of that name.
            query.IsOneOf("type", Directory ? "folder" : "file");
        }

        return new MediaListRequest
        {
            Path = isOneFolder ? folders[0] : null,
            Type = Directory && query.IsEmpty ? "folder" : null,
            SearchQuery = query.IsEmpty ? null : query.ToString(),
            FileType = FileType,
            SortBy = SortBy,
            Descending = Descending,
        };
    }

    /// <summary>What the listing covers. With a filter, a limit or an order that changes meanwhile, nothing is known about the files that it lacks.</summary>
    private MediaListing CreateListing()
    {
        bool isExhaustive = !Directory && SortBy == MediaSortKey.Created && First == int.MaxValue && Skip == 0 && FileType == MediaFileType.All
            && Name is null && Tag is null && Format is null && SearchQuery is null
            && CreatedAfter is null && CreatedBefore is null && LargerThan is null && SmallerThan is null;
        return new MediaListing(isExhaustive, Path is null ? null : [.. Path.Select(ToFolder)], Recurse);
    }

    private void AddFilters(SearchQueryBuilder query)
    {
        if (Tag is not null)
        {
            query.IsOneOf("tags", Tag);
        }

        if (Format is not null)
        {
            query.IsOneOf("format", [.. Format.Select(ToServiceFormat)]);
        }

        if (CreatedAfter is DateTime earliest)
        {
            query.IsSince("createdAt", earliest);
        }

        if (CreatedBefore is DateTime end)
        {
            query.IsBefore("createdAt", end);
        }

        if (LargerThan is long lower)
        {
            query.IsGreaterThan("size", lower);
        }

        if (SmallerThan is long upper)
        {
            query.IsLessThan("size", upper);
        }
    }

    /// <summary>The service writes formats in lower case, and JPEG as jpg.</summary>
    private static string ToServiceFormat(string format) =>
        string.Equals(format, "jpeg", StringComparison.OrdinalIgnoreCase) ? "jpg" : format.ToLowerInvariant();
}
