using System.Globalization;
using System.Management.Automation;
using ImageKit.Metadata;

namespace Benchmarks.Bulk.Cmdlets;

/// <summary>Emits metadata with made-up hashes.</summary>
[Cmdlet(VerbsCommon.New, "BulkMetadata")]
public sealed class NewBulkMetadataCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public int Count { get; set; }

    protected override void ProcessRecord()
    {
        Random random = new(1);
        for (int i = 0; i < Count; i++)
        {
            WriteObject(new ImageMetadata
            {
                Url = BulkUrl.Of("https://ik.imagekit.io/demo", i),
                PHash = random.NextInt64().ToString("x16", CultureInfo.InvariantCulture),
            });
        }
    }
}
