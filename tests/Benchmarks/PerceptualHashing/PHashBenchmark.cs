using System.Diagnostics;
using System.Globalization;
using ImageKit.Metadata;
using ImageKit.Metadata.PerceptualHashing;

namespace Benchmarks.PerceptualHashing;

/// <summary>All near pairs of many hashes, and their groups: the module against brute force and a BK-tree.</summary>
internal static class PHashBenchmark
{
    private const string Help = """
        Benchmarks phash [options]
          --count 1000000        how many hashes; several with commas
          --distance 5,10        the largest distance, in bits; several with commas
          --data planted         random, planted, repeated; several with commas
          --runs 5               the module's times are the median of so many
          --full                 run the scalar brute force whole, instead of a part of its rows, scaled up
          --tree                 with a BK-tree (on a part of the hashes as queries, scaled up)
          --vector               with brute force on AVX-512 vectors, whole
        """;

    // The scalar brute force compares about so many pairs, unless it is to run whole: some seconds.
    private const double ScalarPairs = 2e10;

    private static readonly TimeSpan TreeTime = TimeSpan.FromSeconds(5);

    internal static int Run(string[] args)
    {
        if (args is ["case", _, _, _, _, _])
        {
            return RunCase(args[1], Number(args[2]), args[3], Number(args[4]), Number(args[5]));
        }

        Dictionary<string, string> options = [];
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--count" or "--distance" or "--data" or "--runs" when i + 1 < args.Length:
                    options[args[i]] = args[++i];
                    break;
                case "--full" or "--tree" or "--vector":
                    options[args[i]] = "";
                    break;
                default:
                    Console.WriteLine(Help);
                    return args[i] == "--help" ? 0 : 2;
            }
        }

        int runs = Number(options.GetValueOrDefault("--runs", "5"));
        Console.WriteLine(
            $"{Environment.ProcessorCount} processors, vectors {CellKernel.Widest}, .NET {Environment.Version}; "
            + "one process a case, median time of several runs, peak memory of the first");
        Console.WriteLine();
        Row("data", "hashes", "bits", "what", "seconds", "x scalar", "processor s", "x scalar", "pairs/groups", "peak MB");
        foreach (string data in options.GetValueOrDefault("--data", "planted").Split(','))
        {
            foreach (int count in options.GetValueOrDefault("--count", "1000000").Split(',').Select(Number))
            {
                foreach (int distance in options.GetValueOrDefault("--distance", "5,10").Split(',').Select(Number))
                {
                    List<string> cases = [options.ContainsKey("--full") ? "scalar-full" : "scalar", "pairs", "groups", "complete"];
                    if (data == "repeated")
                    {
                        // They can be had, but nobody waits for twenty thousand million pairs of equal hashes.
                        cases.Remove("pairs");
                    }

                    if (options.ContainsKey("--vector"))
                    {
                        cases.Insert(1, "vector");
                    }

                    if (options.ContainsKey("--tree"))
                    {
                        cases.Insert(1, "bk-tree");
                    }

                    (double Elapsed, double Processor) scalar = default;
                    foreach (string name in cases)
                    {
                        string[] result = StartCase(name, count, data, distance, runs);
                        double elapsed = double.Parse(result[0], CultureInfo.InvariantCulture);
                        double processor = double.Parse(result[1], CultureInfo.InvariantCulture);
                        scalar = name == cases[0] ? (elapsed, processor) : scalar;
                        Row(
                            data,
                            Text(count, "N0"),
                            Text(distance, "N0"),
                            name + result[4],
                            Text(elapsed, "N3"),
                            Text(scalar.Elapsed / elapsed, "N1"),
                            Text(processor, "N3"),
                            Text(scalar.Processor / processor, "N1"),
                            Text(double.Parse(result[2], CultureInfo.InvariantCulture), "N0"),
                            result[3]);
                    }
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine("~ measured on a part and scaled up: scalar on the first rows, bk-tree on the first queries.");
        return 0;
    }

    /// <summary>Runs a case in a process of its own, so that its peak memory is its own.</summary>
    private static string[] StartCase(string name, int count, string data, int distance, int runs)
    {
        string[] arguments = ["phash", "case", name, $"{count}", data, $"{distance}", $"{runs}"];
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd('\n').Split('\t') : throw new InvalidOperationException($"{name} failed");
    }

    /// <summary>Prints seconds, seconds of the processors, what was found, peak memory in MB, and a tilde if the time is scaled up.</summary>
    private static int RunCase(string name, int count, string data, int distance, int runs)
    {
        var index = new PHashIndex();
        TestHashes.AddTo(index, data, count);
        ulong[] hashes = [];
        if (name is "scalar" or "scalar-full" or "vector" or "bk-tree")
        {
            hashes = [.. Enumerable.Range(0, count).Select(position => index[position].Value)];
        }

        double peak = 0;
        double scale = 1;
        (double Elapsed, double Processor) seconds;
        long found = 0;
        switch (name)
        {
            case "scalar" or "scalar-full":
                int rows = name == "scalar" ? Math.Min(count, (int)(ScalarPairs / count)) : count;
                BruteForce.CountScalar(hashes, Math.Min(rows, 500), distance);
                double pairs = (double)rows * (count - rows) + ((double)rows * (rows - 1) / 2);
                double allPairs = (double)count * (count - 1) / 2;
                scale = allPairs / pairs;
                seconds = Time(name == "scalar" ? 3 : 1, () => found = BruteForce.CountScalar(hashes, rows, distance));
                break;

            case "vector":
                seconds = Time(1, () => found = BruteForce.CountVector(hashes, distance));
                break;

            case "bk-tree":
                int queries = 0;
                seconds = Time(1, () => (queries, found) = CountByTree(hashes, distance));
                scale = (double)count / queries;
                break;

            default:
                seconds = Time(runs, () => found = name switch
                {
                    "pairs" => index.FindPairs(distance).LongCount(),
                    "groups" => index.FindGroups(distance).Count,
                    "complete" => index.FindGroups(distance, PHashLinkage.Complete).Count,
                    _ => throw new InvalidOperationException(name),
                }, afterFirst: () => peak = PeakMegabytes());
                break;
        }

        // One search as in real use; runs one after the other in one process would add garbage to it.
        peak = peak == 0 ? PeakMegabytes() : peak;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds.Elapsed * scale:F4}\t{seconds.Processor * scale:F4}\t{found}\t{peak:N0}\t{(scale > 1 ? " ~" : "")}"));
        return 0;
    }

    private static double PeakMegabytes() => Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;

    private static (int Queries, long Found) CountByTree(ulong[] hashes, int distance)
    {
        var tree = new BkTree(hashes.Length);
        Array.ForEach(hashes, tree.Add);
        long found = 0;
        int queries = 0;
        var elapsed = Stopwatch.StartNew();
        while (queries < hashes.Length && elapsed.Elapsed < TreeTime)
        {
            found += tree.CountWithin(hashes[queries++], distance);
        }

        return (queries, found);
    }

    /// <summary>The medians of the time by the clock and by the processors, in seconds.</summary>
    private static (double Elapsed, double Processor) Time(int runs, Action action, Action? afterFirst = null)
    {
        double[] seconds = new double[runs];
        double[] processor = new double[runs];
        for (int i = 0; i < runs; i++)
        {
            TimeSpan processorBefore = Process.GetCurrentProcess().TotalProcessorTime;
            var elapsed = Stopwatch.StartNew();
            action();
            seconds[i] = elapsed.Elapsed.TotalSeconds;
            processor[i] = (Process.GetCurrentProcess().TotalProcessorTime - processorBefore).TotalSeconds;
            if (i == 0)
            {
                afterFirst?.Invoke();
            }
        }

        Array.Sort(seconds);
        Array.Sort(processor);
        return (seconds[runs / 2], processor[runs / 2]);
    }

    private static int Number(string text) => (int)double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static void Row(params string[] cells) => Console.WriteLine(
        $"{cells[0],-9} {cells[1],11} {cells[2],5}  {cells[3],-12} {cells[4],11} {cells[5],9} {cells[6],12} {cells[7],9} {cells[8],13} {cells[9],8}");
}
