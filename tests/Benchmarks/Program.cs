using Benchmarks.Bulk;
using Benchmarks.Bulk.Sides;
using Benchmarks.PerceptualHashing;

return args switch
{
    ["phash", .. var options] => PHashBenchmark.Run(options),
    ["bulk", .. var options] => await BulkBenchmark.RunAsync(options),

    // Child processes of the bulk benchmark.
    [EmulatorSide.Verb] => await EmulatorSide.RunAsync(),
    [ModuleSide.Verb] => ModuleSide.Run(),
    [ImportSide.Verb, var module] => ImportSide.Run(module),
    [BareSide.Verb] => await BareSide.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: Benchmarks phash|bulk [options]; each says more with --help");
    return 2;
}
