using System.Management.Automation;

namespace Benchmarks.Bulk.Cmdlets;

/// <summary>Emits numbered URLs, none of which is kept.</summary>
[Cmdlet(VerbsCommon.New, "BulkUrl")]
public sealed class NewBulkUrlCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Endpoint { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    public int Count { get; set; }

    protected override void ProcessRecord()
    {
        for (int i = 0; i < Count && !Stopping; i++)
        {
            WriteObject(BulkUrl.Of(Endpoint, i));
        }
    }
}
