using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Commands;

/// <summary>Measures how far images are from one by their perceptual hashes.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "IKPHashDistance", HelpUri = OnlineHelp.Pages + "Measure-IKPHashDistance.md")]
[OutputType(typeof(PHashDistance))]
public sealed class MeasureIKPHashDistanceCommand : IKCommand
{
    private PHash _reference;
    private string? _referenceUrl;

    /// <summary>The hash to measure from, or anything with a property <c>PHash</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowNull]
    [AllowEmptyString]
    public object? ReferenceHash { get; set; }

    /// <summary>The hashes to measure to, or anything with a property <c>PHash</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object?[]? DifferenceHash { get; set; }

    /// <summary>The most bits that a hash may be away to be emitted.</summary>
    [Parameter]
    [ValidateRange(0, 64)]
    public int MaximumDistance { get; set; } = 64;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (PipedImage.FindHash(ReferenceHash, out _reference) is string fault)
        {
            ThrowTerminatingError(IKErrorRecord.InvalidPHash("-ReferenceHash is not a valid hash. " + fault, null, ReferenceHash));
        }

        _referenceUrl = PipedImage.FindUrl(ReferenceHash);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? difference in DifferenceHash ?? [null])
        {
            Measure(difference);
        }
    }

    private void Measure(object? difference)
    {
        if (PipedImage.FindHash(difference, out PHash hash) is string fault)
        {
            WriteHashError(difference, fault);
            return;
        }

        int distance = _reference.DistanceTo(hash);
        if (distance <= MaximumDistance)
        {
            WriteObject(PHashDistance.Between(_reference, hash, _referenceUrl, PipedImage.FindUrl(difference)));
        }
    }
}
