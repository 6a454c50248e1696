using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.ExceptionServices;
using ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester;

/// <summary>
/// Pester's two phases over one file. Discovery runs the bodies of Describe and Context and collects; the run then
/// executes the collected setups and tests in scopes nested as the blocks are, so that a variable of a BeforeAll is
/// seen by everything within its block, one of an It by nothing else, and one of discovery by neither.
/// </summary>
internal sealed class PesterSession
{
    /// <summary>The variable by which the commands find the session they are called in.</summary>
    public const string VariableName = "PesterStandIn";

    private const string FullShellTag = "FullShell";

    /// <summary>Pester sets these; here they would be empty, and a path built from one would silently be a wrong one.</summary>
    private static readonly HashSet<string> UnsupportedVariables =
        new(["TestDrive", "TestRegistry", "PesterPreference", "____Pester"], StringComparer.OrdinalIgnoreCase);

    private static readonly (string Name, Type Type)[] Commands =
    [
        ("Describe", typeof(DescribeCommand)),
        ("Context", typeof(ContextCommand)),
        ("It", typeof(ItCommand)),
        ("BeforeDiscovery", typeof(BeforeDiscoveryCommand)),
        ("BeforeAll", typeof(BeforeAllCommand)),
        ("AfterAll", typeof(AfterAllCommand)),
        ("BeforeEach", typeof(BeforeEachCommand)),
        ("AfterEach", typeof(AfterEachCommand)),
        ("Should", typeof(ShouldCommand)),
        ("Set-ItResult", typeof(SetItResultCommand)),
    ];

    private EngineIntrinsics? _engine;
    private PesterBlock? _currentBlock;

    /// <summary>The file as a block.</summary>
    public PesterBlock Root { get; } = new(null, "", null, null);

    /// <summary>Whether an It is running, so that Set-ItResult has a meaning.</summary>
    public bool IsTestRunning { get; private set; }

    /// <summary>Adds the commands a file may use to a session that is about to open.</summary>
    public void AddTo(InitialSessionState state)
    {
        state.Variables.Add(new SessionStateVariableEntry(VariableName, this, "", ScopedItemOptions.Constant));
        foreach ((string name, Type type) in Commands)
        {
            // A cmdlet is found only by a verb and a noun; an alias gives it Pester's word.
            var attribute = type.GetCustomAttribute<CmdletAttribute>()!;
            string cmdlet = $"{attribute.VerbName}-{attribute.NounName}";
            state.Commands.Add(new SessionStateCmdletEntry(cmdlet, type, null));
            if (name != cmdlet)
            {
                state.Commands.Add(new SessionStateAliasEntry(name, cmdlet));
            }
        }
    }

    /// <summary>The first phase: runs the file and collects its blocks and tests under <see cref="Root"/>.</summary>
    public void Discover(EngineIntrinsics engine, string path)
    {
        _engine = engine;
        ScriptBlockAst ast = Parser.ParseFile(path, out _, out _);
        if (ast.Find(node => node is VariableExpressionAst variable && UnsupportedVariables.Contains(variable.VariablePath.UserPath), true) is { } unsupported)
        {
            throw new PSNotSupportedException($"The Pester stand-in has no {unsupported} (line {unsupported.Extent.StartLineNumber}).");
        }

        if (ast.ParamBlock is not null)
        {
            throw new PSNotSupportedException("The Pester stand-in passes no parameters to a file.");
        }

        _currentBlock = Root;
        try
        {
            engine.InvokeCommand.InvokeScript(true, ScriptBlock.Create("& $args[0]"), null, path);
        }
        finally
        {
            _currentBlock = null;
        }
    }

    /// <summary>The second phase: gives every collected test its result.</summary>
    public void Run(EngineIntrinsics engine)
    {
        _engine = engine;
        RunBlock(Root);
    }

    /// <summary>The block whose body discovery is in; the commands that collect work nowhere else.</summary>
    public PesterBlock RequireDiscovery(string command) =>
        _currentBlock ?? throw new PSInvalidOperationException($"{command} belongs in a block of the file; it was called while a test or a setup was running.");

    public void AddBlock(string name, ScriptBlock body, IEnumerable<PesterData?> cases, string[] tags, bool skip)
    {
        PesterBlock parent = RequireDiscovery("A block");
        foreach (PesterData? data in cases)
        {
            var block = new PesterBlock(parent, ExpandName(name, parent, data), data, SkipReason(tags, skip));
            parent.Children.Add(block);
            _currentBlock = block;
            try
            {
                InNewScope(() =>
                {
                    Bind(data);
                    DotSource(body);
                });
            }
            finally
            {
                _currentBlock = parent;
            }
        }
    }

    public void AddTest(string name, ScriptBlock body, IEnumerable<PesterData?> cases, string[] tags, bool skip)
    {
        PesterBlock block = RequireDiscovery("It");
        if (block.Parent is null)
        {
            throw new PSInvalidOperationException($"The test '{name}' stands in no Describe.");
        }

        foreach (PesterData? data in cases)
        {
            block.Children.Add(new PesterTest(block, ExpandName(name, block, data), body, data, SkipReason(tags, skip)));
        }
    }

    /// <summary>Runs a body of the file in the scope that is current, so that what it defines stays.</summary>
    public void DotSource(ScriptBlock body) => _engine!.InvokeCommand.InvokeScript(false, body, null);

    private static string? SkipReason(string[] tags, bool skip) =>
        skip ? "It is marked -Skip."
        : tags.Contains(FullShellTag, StringComparer.OrdinalIgnoreCase) ? "It needs the full shell: pwsh and Pester run it."
        : null;

    private void RunBlock(PesterBlock block)
    {
        // As in Pester, the setups of a block run only for the sake of a test that runs.
        if (block.Tests.All(test => test.Skip is not null))
        {
            SetResults(block, null);
            return;
        }

        InNewScope(() =>
        {
            try
            {
                Bind(block.Data);
                RunHook(block, "BeforeAll");
                foreach (object child in block.Children)
                {
                    if (child is PesterBlock inner)
                    {
                        RunBlock(inner);
                    }
                    else
                    {
                        RunTest((PesterTest)child);
                    }
                }
            }
            catch (Exception exception) when (exception is not PipelineStoppedException)
            {
                SetResults(block, PesterResult.Failed(exception, "BeforeAll: "));
            }

            try
            {
                RunHook(block, "AfterAll");
            }
            catch (Exception exception) when (exception is not PipelineStoppedException)
            {
                // Pester fails the block; xunit knows only tests, so those that the block passed fail.
                PesterResult failure = PesterResult.Failed(exception, "AfterAll: ");
                foreach (PesterTest test in block.Tests.Where(test => test.Result?.Outcome == PesterOutcome.Passed))
                {
                    test.Result = failure;
                }
            }
        });
    }

    /// <summary>Gives the tests of a block that have no result yet one: skipped, or else the failure.</summary>
    private static void SetResults(PesterBlock block, PesterResult? failure)
    {
        foreach (PesterTest test in block.Tests)
        {
            test.Result ??= test.Skip is null ? failure : PesterResult.Skipped(test.Skip);
        }
    }

    private void RunTest(PesterTest test)
    {
        if (test.Skip is not null)
        {
            test.Result = PesterResult.Skipped(test.Skip);
            return;
        }

        var clock = Stopwatch.StartNew();
        PesterResult result = new(PesterOutcome.Passed);
        InNewScope(() =>
        {
            IsTestRunning = true;
            try
            {
                Bind(test.Data);
                foreach (PesterBlock block in test.Block.Lineage.Reverse())
                {
                    RunHook(block, "BeforeEach");
                }

                DotSource(test.Body!);
            }
            catch (RuntimeException exception) when (exception.ErrorRecord?.Exception is PesterSkipException skip)
            {
                result = PesterResult.Skipped(skip.Message);
            }
            catch (Exception exception) when (exception is not PipelineStoppedException)
            {
                result = PesterResult.Failed(exception);
            }
            finally
            {
                IsTestRunning = false;
            }

            foreach (PesterBlock block in test.Block.Lineage)
            {
                try
                {
                    RunHook(block, "AfterEach");
                }
                catch (Exception exception) when (exception is not PipelineStoppedException)
                {
                    // The first failure tells more than those it leads to.
                    result = result.Outcome == PesterOutcome.Failed ? result : PesterResult.Failed(exception, "AfterEach: ");
                }
            }
        });
        test.Result = result with { Duration = clock.Elapsed };
    }

    private void RunHook(PesterBlock block, string hook)
    {
        if (block.Hooks.TryGetValue(hook, out ScriptBlock? body))
        {
            DotSource(body);
        }
    }

    private void Bind(PesterData? data)
    {
        foreach ((string name, object? value) in data?.Variables ?? [])
        {
            _engine!.SessionState.PSVariable.Set(name, value);
        }
    }

    private string ExpandName(string name, PesterBlock parent, PesterData? own)
    {
        var variables = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (PesterData? data in parent.Lineage.Reverse().Select(block => block.Data).Append(own))
        {
            foreach ((string variable, object? value) in data?.Variables ?? [])
            {
                variables[variable] = value;
            }
        }

        return PesterName.Expand(name, variables, template =>
        {
            object? expanded = null;
            InNewScope(() =>
            {
                foreach ((string variable, object? value) in variables)
                {
                    _engine!.SessionState.PSVariable.Set(variable, value);
                }

                var results = _engine!.InvokeCommand.InvokeScript(false, ScriptBlock.Create($"${template}"), null);
                expanded = results.Count == 1 ? results[0]?.BaseObject : results.Count == 0 ? null : results;
            });
            return expanded;
        });
    }

    /// <summary>Runs an action in a new scope of the session, a child of the current one.</summary>
    private void InNewScope(Action action)
    {
        // A method's exception would reach the script wrapped in another; it goes round the script instead.
        ExceptionDispatchInfo? failure = null;
        Action guarded = () =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        };
        _engine!.InvokeCommand.InvokeScript(true, ScriptBlock.Create("$args[0].Invoke()"), null, guarded);
        failure?.Throw();
    }
}
