using System.Collections.Concurrent;
using System.Management.Automation;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>One *.Tests.ps1 in the hosted engine: its tests, found at once, and their results, made once on demand.</summary>
internal sealed class PesterFile
{
    private static readonly ConcurrentDictionary<string, Lazy<PesterFile>> Files = new(StringComparer.Ordinal);

    private readonly Lazy<IReadOnlyList<PesterTest>> _ran;

    private PesterFile(string path)
    {
        Name = Path.GetFileName(path).Replace(".Tests.ps1", "", StringComparison.OrdinalIgnoreCase);
        var session = new PesterSession();
        var shell = new Shell(importModule: false, configure: session.AddTo);
        Exception? failure = Invoke(shell, engine => session.Discover(engine, path));
        if (failure is null && !session.Root.Tests.Any())
        {
            failure = new InvalidOperationException("The file has no test.");
        }

        if (failure is not null)
        {
            // A file that cannot be read is one failing test: missing tests would look like success.
            shell.Dispose();
            Tests = [new PesterTest(session.Root, "Discovery", null, null, null) { Result = PesterResult.Failed(failure) }];
            _ran = new(Tests);
            return;
        }

        Tests = [.. session.Root.Tests];
        _ran = new(() =>
        {
            using (shell)
            {
                Exception? stopped = Invoke(shell, session.Run);
                foreach (PesterTest test in Tests)
                {
                    test.Result ??= PesterResult.Failed(stopped ?? new InvalidOperationException("The test was never run."));
                }
            }

            return Tests;
        });
    }

    /// <summary>The file's name without .Tests.ps1.</summary>
    public string Name { get; }

    /// <summary>The tests, one for each case of -ForEach.</summary>
    public IReadOnlyList<PesterTest> Tests { get; }

    /// <summary>The files of the project's Pester folder.</summary>
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Repository.PesterDirectory, "*.Tests.ps1", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>The file at a path; read once in the life of the process.</summary>
    public static PesterFile At(string path) => Files.GetOrAdd(path, key => new(() => new PesterFile(key))).Value;

    /// <summary>The tests with their results; the first call runs the file.</summary>
    public IReadOnlyList<PesterTest> Run() => _ran.Value;

    private static Exception? Invoke(Shell shell, Action<EngineIntrinsics> phase)
    {
        Exception? failure = null;
        Action<EngineIntrinsics> guarded = engine =>
        {
            try
            {
                phase(engine);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        };

        // The shell runs this inside a try, and so an error that ends a statement ends the test, as it does in Pester.
        shell["PesterPhase"] = guarded;
        ErrorRecord? error = shell.Run("$PesterPhase.Invoke($ExecutionContext)").TerminatingError;
        return failure ?? error?.Exception;
    }
}
