using System.Globalization;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Completion;
using ImageKit.Metadata.Duplicates;
using ImageKit.Metadata.Errors;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Commands;

/// <summary>Finds the images that look alike among any number of them, or that look like those of a reference set.</summary>
[Cmdlet(VerbsCommon.Find, "IKDuplicate", DefaultParameterSetName = GroupSet, HelpUri = OnlineHelp.Pages + "Find-IKDuplicate.md")]
[OutputType(typeof(DuplicateGroup), ParameterSetName = [GroupSet])]
[OutputType(typeof(PHashDistance), ParameterSetName = [PairSet])]
[OutputType(typeof(object), ParameterSetName = [UnmatchedSet])]
public sealed class FindIKDuplicateCommand : StoppableCommand
{
    private const string GroupSet = "Group";
    private const string PairSet = "Pair";
    private const string UnmatchedSet = "Unmatched";
    private const int ActivityId = 2;
    private const string ReferenceAdvice = "Give the path of a checkpoint that Get-IKMetadata -Checkpoint has written, or of metadata or an audit report as JSON.";

    private DuplicateFinder _finder = null!;

    // What -Unmatched emits.
    private readonly List<object?> _inputs = [];
    private int _flat;
    private int _withoutHash;
    private int _transformed;
    private int _withoutOrientations;

    /// <summary>The images: anything with a property <c>PHash</c>, or bare hashes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object?[]? InputObject { get; set; }

    /// <summary>
    /// The largest distance of two images that look alike, in bits. By default the largest, at most 8, at which less than one pair
    /// is a coincidence.
    /// </summary>
    [Parameter]
    [ValidateRange(0, PHashIndex.LargestPairDistance)]
    [PSDefaultValue(Help = "By the number of images")]
    public int MaximumDistance { get; set; } = -1;

    /// <summary>The images to compare the input with, instead of comparing it among itself: the same kinds of object as <see cref="InputObject"/>.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ReferenceObject { get; set; }

    /// <summary>Files with the images to compare the input with: checkpoints, metadata as JSON, or the JSON reports of audits.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ReferencePath { get; set; }

    /// <summary>
    /// Compares the rotated and mirrored copies of the input images with the reference set as well: those whose hashes Get-IKPHash
    /// emits as <c>OrientationHashes</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter AnyOrientation { get; set; }

    /// <summary>What holds a group together: a chain of similar images, or each similar to every other. A reference set always makes chains.</summary>
    [Parameter(ParameterSetName = GroupSet)]
    public PHashLinkage Linkage { get; set; } = PHashLinkage.Connected;

    /// <summary>
    /// Which image of a group becomes its representative: <c>Largest</c>, <c>Smallest</c>, <c>Oldest</c>, <c>Newest</c>,
    /// <c>ShortestName</c>, or a script block that returns a value for the image in <c>$_</c>: the image with the highest value is kept.
    /// </summary>
    [Parameter(ParameterSetName = GroupSet)]
    [ValidateKeep]
    [ArgumentCompleter(typeof(KeepCompleter))]
    public object Keep { get; set; } = "Largest";

    /// <summary>Emits every pair instead of groups.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PairSet)]
    public SwitchParameter Pair { get; set; }

    /// <summary>Emits the input objects that look like no image of the reference set or, without one, like no other input.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UnmatchedSet)]
    public SwitchParameter Unmatched { get; set; }

    /// <summary>Includes images whose hash is 0: black, or black on transparent.</summary>
    [Parameter]
    public SwitchParameter IncludeFlat { get; set; }

    /// <summary>Includes transformed images, which look like their originals.</summary>
    [Parameter]
    public SwitchParameter IncludeTransformed { get; set; }

    private bool HasReference => ReferenceObject is not null || ReferencePath is not null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (HasReference && Linkage == PHashLinkage.Complete)
        {
            WriteWarning("-Linkage Complete has no effect with a reference set: a group is what the pairs of new and existing images connect.");
        }

        if (AnyOrientation && !HasReference)
        {
            WriteWarning("-AnyOrientation has no effect without a reference set. Use -ReferenceObject or -ReferencePath.");
        }

        _finder = new DuplicateFinder { HasReference = HasReference };
        foreach (object? reference in ReferenceObject ?? [])
        {
            if (TryRead(reference, out PHash hash))
            {
                _finder.AddReference(hash, PipedImage.ToImage(reference) ?? new DuplicateMember());
            }
        }

        foreach (string path in ReferencePath ?? [])
        {
            ReadReference(ResolveFile(path));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? image in InputObject ?? [null])
        {
            if (TryRead(image, out PHash hash))
            {
                PHash[] orientations = AnyOrientation && HasReference ? PipedImage.FindOrientations(image) : [];
                _withoutOrientations += orientations.Length == 0 ? 1 : 0;
                _finder.Add(hash, PipedImage.ToImage(image) ?? new DuplicateMember(), orientations);
                if (Unmatched)
                {
                    _inputs.Add(image);
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WarnOfSkipped(_withoutHash, " without a perceptual hash, such as videos", string.Empty);
        WarnOfSkipped(_flat, " whose hash is 0: black, or black on transparent", " Use -IncludeFlat to include them.");
        WarnOfSkipped(_transformed, " that a transformation made", " Use -IncludeTransformed to include them.");

        if (AnyOrientation && HasReference && _withoutOrientations > 0)
        {
            WriteWarning(string.Format(
                CultureInfo.CurrentCulture,
                "-AnyOrientation has no effect on {0:N0} {1} without the property OrientationHashes. Pipe the output of Get-IKPHash.",
                _withoutOrientations,
                _withoutOrientations == 1 ? "image" : "images"));
        }

        int distance = ChooseDistance();
        Progress progress = new(this);
        if (Pair)
        {
            WriteAll(HasReference ? _finder.FindReferencePairs(distance, progress, StopToken) : _finder.FindPairs(distance, progress, StopToken));
        }
        else if (Unmatched)
        {
            WriteAll(_finder.FindUnmatched(distance, progress, StopToken).Select(position => _inputs[position]));
        }
        else
        {
            IComparer<DuplicateMember>? keep = ToOrder();
            IEnumerable<DuplicateGroup> groups = HasReference
                ? _finder.FindReferenceGroups(distance, keep, progress, StopToken)
                : _finder.FindGroups(distance, Linkage, keep, progress, StopToken);

            // The sort is stable: the order of preference decides between groups of the same size.
            WriteAll(UntilStopped(groups).ToList().OrderByDescending(group => group.ReclaimableBytes).ThenByDescending(group => group.Count));
        }

        WriteProgress(Progress.Completed);
    }

    private void WriteAll(IEnumerable<object?> results)
    {
        foreach (object? result in UntilStopped(results))
        {
            WriteObject(result);
        }
    }

    private void ReadReference(string path)
    {
        int count = 0;
        try
        {
            foreach (DuplicateMember image in UntilStopped(ReferenceFile.Read(path, StopToken)))
            {
                if (PHash.TryParse(image.PHash, out PHash hash) && (IncludeFlat || !hash.IsFlat))
                {
                    _finder.AddReference(hash, image);
                    count++;
                }
            }
        }
        catch (Exception exception) when (exception is CheckpointException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            CheckpointException failure = exception as CheckpointException ?? new CheckpointException($"The reference file '{path}' cannot be read. {exception.Message}", innerException: exception);
            ThrowTerminatingError(IKErrorRecord.For(failure, path, ReferenceAdvice));
        }

        WriteVerbose($"'{path}' contains {Quantity.ToDisplayText(count, "image", "images", CultureInfo.CurrentCulture)} with a perceptual hash.");
        if (count == 0)
        {
            WriteWarning($"'{path}' contains no perceptual hashes; its images cannot be compared.");
        }
    }

    private bool TryRead(object? image, out PHash hash)
    {
        string? fault = PipedImage.FindHash(image, out hash);
        if (fault == PipedImage.NoHash)
        {
            // A library contains videos, and an error for each would bury the errors.
            _withoutHash++;
            return false;
        }

        if (fault is not null)
        {
            WriteHashError(image, fault);
            return false;
        }

        if (hash.IsFlat && !IncludeFlat)
        {
            _flat++;
            return false;
        }

        if (!IncludeTransformed && PipedImage.IsTransformed(image))
        {
            _transformed++;
            return false;
        }

        return true;
    }

    private void WarnOfSkipped(int count, string which, string advice)
    {
        if (count > 0)
        {
            WriteWarning($"Skipped {Quantity.ToDisplayText(count, "image", "images", CultureInfo.CurrentCulture)}{which}.{advice}");
        }
    }

    private int ChooseDistance()
    {
        int chosen = PHashIndex.LargestDistanceWithoutCoincidence(_finder.PairCount);
        if (MaximumDistance < 0)
        {
            WriteVerbose($"Images at a distance of at most {Quantity.ToDisplayText(chosen, "bit", "bits")} are reported as alike ({Quantity.ToDisplayText((long)_finder.PairCount, "pair of hashes is", "pairs of hashes are", CultureInfo.CurrentCulture)} compared).");
            return chosen;
        }

        double coincidences = PHashIndex.ExpectedCoincidences(_finder.PairCount, MaximumDistance);
        if (coincidences >= 1)
        {
            WriteWarning(string.Format(
                CultureInfo.CurrentCulture,
                "At distance {0}, about {1:N0} of the pairs {2} probably coincidence. Use -MaximumDistance {3} to avoid {4}.",
                MaximumDistance,
                coincidences,
                Math.Round(coincidences) == 1 ? "is" : "are",
                chosen,
                Math.Round(coincidences) == 1 ? "it" : "them"));
        }

        return MaximumDistance;
    }

    /// <summary>The order in which a script block ranks images: the highest value first. It is called once per image of a group.</summary>
    private IComparer<DuplicateMember>? ToOrder()
    {
        if ((Keep is PSObject wrapped ? wrapped.BaseObject : Keep) is not ScriptBlock script)
        {
            return KeepOrder.ByName[Keep.ToString()!];
        }

        Dictionary<DuplicateMember, object?> values = [];
        object? ValueOf(DuplicateMember image)
        {
            if (!values.TryGetValue(image, out object? value))
            {
                PSObject? result = script.InvokeWithContext([], [new PSVariable("_", image)]).LastOrDefault();
                value = result?.BaseObject;
                values[image] = value;
            }

            return value;
        }

        return Comparer<DuplicateMember>.Create((left, right) =>
        {
            try
            {
                return LanguagePrimitives.Compare(ValueOf(right), ValueOf(left), ignoreCase: true, CultureInfo.InvariantCulture);
            }
            catch (ArgumentException)
            {
                // The script block returned values that cannot be compared, such as a number and a text.
                return 0;
            }
        });
    }

    /// <summary>The progress bar. The finder reports on the pipeline thread, a few times a second.</summary>
    private sealed class Progress(FindIKDuplicateCommand command) : IProgress<double>
    {
        public static ProgressRecord Completed => new(ActivityId, "Find-IKDuplicate", "done") { RecordType = ProgressRecordType.Completed };

        public void Report(double value) => command.WriteProgress(new ProgressRecord(
            ActivityId,
            "Find-IKDuplicate",
            string.Format(CultureInfo.CurrentCulture, "comparing {0:N0} images", command._finder.Count))
        {
            PercentComplete = (int)Math.Min(100, Math.Max(0, value * 100)),
        });
    }
}
