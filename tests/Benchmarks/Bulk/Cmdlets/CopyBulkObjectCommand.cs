using System.Management.Automation;

namespace Benchmarks.Bulk.Cmdlets;

/// <summary>Passes objects through: what any cmdlet in a pipeline costs.</summary>
[Cmdlet(VerbsCommon.Copy, "BulkObject")]
public sealed class CopyBulkObjectCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override void ProcessRecord() => WriteObject(InputObject);
}
