using CsCheck;

namespace ImageKit.Metadata.Tests.Fakes;

/// <summary>
/// States what holds for every generated value. Each run generates the same values, unless the environment variable
/// IK_TEST_SEED is "random". A failure names the seed of its value; with it in CsCheck_Seed, only that value is tested.
/// </summary>
/// <remarks>CsCheck's own seed fixes only the first value of a run, so each value here has a seed of its own.</remarks>
internal static class Property
{
    private const int DefaultCount = 100;
    private const ulong FixedSeed = 20_260_101;

    private static readonly ulong FirstSeed = Environment.GetEnvironmentVariable("IK_TEST_SEED") switch
    {
        null or "" => FixedSeed,
        "random" => (ulong)Random.Shared.NextInt64(),
        string other => throw new InvalidOperationException($"IK_TEST_SEED is '{other}'. Use 'random', or remove the variable."),
    };

    public static void Holds<T>(this Gen<T> values, Action<T> check, int count = DefaultCount)
    {
        foreach (string seed in Seeds(values, count))
        {
            values.Sample(check, seed: seed, iter: 1, threads: 1);
        }
    }

    public static void Holds<T1, T2>(this Gen<(T1, T2)> values, Action<T1, T2> check, int count = DefaultCount) =>
        values.Holds(value => check(value.Item1, value.Item2), count);

    public static void Holds<T1, T2, T3>(this Gen<(T1, T2, T3)> values, Action<T1, T2, T3> check, int count = DefaultCount) =>
        values.Holds(value => check(value.Item1, value.Item2, value.Item3), count);

    public static void Holds<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> values, Action<T1, T2, T3, T4> check, int count = DefaultCount) =>
        values.Holds(value => check(value.Item1, value.Item2, value.Item3, value.Item4), count);

    public static void Holds<T1, T2, T3, T4, T5>(this Gen<(T1, T2, T3, T4, T5)> values, Action<T1, T2, T3, T4, T5> check, int count = DefaultCount) =>
        values.Holds(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5), count);

    public static async Task HoldsAsync<T>(this Gen<T> values, Func<T, Task> check, int count = DefaultCount)
    {
        foreach (string seed in Seeds(values, count))
        {
            await values.SampleAsync(check, seed: seed, iter: 1, threads: 1);
        }
    }

    private static IEnumerable<string> Seeds<T>(Gen<T> values, int count)
    {
        if (Check.Seed is string only)
        {
            yield return only;
            yield break;
        }

        PCG generator = new(stream: 0, FirstSeed);
        for (int i = 0; i < count; i++)
        {
            yield return generator.ToString();

            // The next value begins where this one ends, so that the values are independent.
            values.Generate(generator, null, out _);
        }
    }
}
