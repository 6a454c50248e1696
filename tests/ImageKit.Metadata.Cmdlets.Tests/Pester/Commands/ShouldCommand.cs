using System.Collections.ObjectModel;
using System.Management.Automation;

namespace ImageKit.Metadata.Cmdlets.Tests.Pester.Commands;

/// <summary>Should: one operator judges what comes through the pipeline.</summary>
[Cmdlet("Assert", "PesterShould")]
public sealed class ShouldCommand : PesterCommand, IDynamicParameters
{
    private readonly List<object?> _items = [];
    private RuntimeDefinedParameterDictionary _parameters = [];

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? ActualValue { get; set; }

    private SwitchParameter Not => Argument<SwitchParameter>("Not");

    private string? Because => Argument<string>("Because");

    private ShouldOperator Operator => ShouldOperator.All.Single(candidate => candidate.Name == ParameterSetName);

    /// <summary>Each operator is a parameter set, so that two of them, or the argument of another one, are refused.</summary>
    public object GetDynamicParameters()
    {
        _parameters = [];
        foreach (ShouldOperator candidate in ShouldOperator.All)
        {
            Add(candidate.Name, typeof(SwitchParameter), new ParameterAttribute { ParameterSetName = candidate.Name, Mandatory = true });
            if (candidate.Argument is not null)
            {
                Add(candidate.Argument, typeof(object), new ParameterAttribute { ParameterSetName = candidate.Name, Mandatory = true, Position = 0 });
            }
        }

        // Declared as properties they would be bound first, and -Be would be short for -Because.
        Add("Not", typeof(SwitchParameter), new ParameterAttribute());
        Add("Because", typeof(string), new ParameterAttribute());
        Add("ExpectedMessage", typeof(string), new ParameterAttribute { ParameterSetName = ShouldOperator.Throw, Position = 0 });
        Add("ErrorId", typeof(string), new ParameterAttribute { ParameterSetName = ShouldOperator.Throw });
        Add("ExceptionType", typeof(Type), new ParameterAttribute { ParameterSetName = ShouldOperator.Throw });
        Add("PassThru", typeof(SwitchParameter), new ParameterAttribute { ParameterSetName = ShouldOperator.Throw });
        return _parameters;
    }

    protected override void ProcessRecord() => _items.Add(ActualValue);

    protected override void EndProcessing()
    {
        if (!MyInvocation.ExpectingInput)
        {
            // Pester 5 and 6 take a collection that is given by name apart differently.
            throw new PSNotSupportedException("Should takes its value from the pipeline.");
        }

        if (Operator.Name == ShouldOperator.Throw)
        {
            foreach (object? item in _items.DefaultIfEmpty(null))
            {
                JudgeThrow(item);
            }
        }
        else if (Operator.TakesCollection)
        {
            Judge(_items.ToArray());
        }
        else
        {
            foreach (object? item in _items.DefaultIfEmpty(null))
            {
                Judge(item);
            }
        }
    }

    private static object?[] Enumerate(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return bare is null ? [null] : [.. LanguagePrimitives.GetEnumerable(bare)?.Cast<object?>() ?? [value]];
    }

    private void Add(string name, Type type, ParameterAttribute attribute)
    {
        if (_parameters.TryGetValue(name, out RuntimeDefinedParameter? shared))
        {
            shared.Attributes.Add(attribute);
            return;
        }

        var attributes = new Collection<Attribute> { attribute };
        if (type == typeof(object))
        {
            attributes.Add(new AllowNullAttribute());
            attributes.Add(new AllowEmptyStringAttribute());
            attributes.Add(new AllowEmptyCollectionAttribute());
        }

        _parameters.Add(name, new RuntimeDefinedParameter(name, type, attributes));
    }

    private T? Argument<T>(string name) => _parameters.TryGetValue(name, out RuntimeDefinedParameter? parameter) && parameter.IsSet ? (T?)parameter.Value : default;

    private void Judge(object? actual)
    {
        object? expected = Operator.Argument is null ? null : Argument<object?>(Operator.Argument);
        bool holds = Operator.Name is "Be" or "BeExactly"
            ? AreEqual((object?[])actual!, Enumerate(expected))
            : Ask(actual, expected);
        if (holds == Not)
        {
            string argument = Operator.Argument is null ? "" : " " + PesterName.Format(expected);
            Fail(argument, "got " + PesterName.Format(actual is object?[] { Length: 1 } one ? one[0] : actual));
        }
    }

    /// <summary>Pester's notion of equal arrays: none, nothing and one null are the same; others are compared item by item.</summary>
    private bool AreEqual(object?[] actual, object?[] expected)
    {
        static bool IsNothing(object?[] items) => items.Length == 0 || (items.Length == 1 && items[0] is null);
        if (IsNothing(actual) || IsNothing(expected))
        {
            return IsNothing(actual) && IsNothing(expected);
        }

        return actual.Length == expected.Length && actual.Zip(expected).All(pair =>
            IsArray(pair.First) || IsArray(pair.Second)
                ? AreEqual(Enumerate(pair.First), Enumerate(pair.Second))
                : Ask(pair.First, pair.Second));
    }

    private static bool IsArray(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is Array;

    private bool Ask(object? actual, object? expected)
    {
        // Pester's code is in a module, which the strict mode of a test does not reach.
        Collection<PSObject> answer = InvokeCommand.InvokeScript(true, ScriptBlock.Create("Set-StrictMode -Off\n" + Operator.Test), null, actual, expected);
        return LanguagePrimitives.IsTrue(answer.Count == 1 ? answer[0] : answer.ToArray());
    }

    private void JudgeThrow(object? actual)
    {
        if ((actual is PSObject wrapped ? wrapped.BaseObject : actual) is not ScriptBlock body)
        {
            throw new PSArgumentException("Should -Throw takes a script block.");
        }

        ErrorRecord? error = Catch(body);
        if (Not)
        {
            if (error is not null)
            {
                Fail("", $"got {error.FullyQualifiedErrorId}: {error.Exception.Message}");
            }

            return;
        }

        string? message = Argument<string>("ExpectedMessage");
        string? id = Argument<string>("ErrorId");
        Type? type = Argument<Type>("ExceptionType");
        string argument = Filter("-ExpectedMessage", message) + Filter("-ErrorId", id) + Filter("-ExceptionType", type);
        if (error is null)
        {
            Fail(argument, "nothing was thrown");
        }
        else if (!IsLike(error.Exception.Message, message) || !IsLike(error.FullyQualifiedErrorId, id) || type?.IsInstanceOfType(error.Exception) == false)
        {
            Fail(argument, $"got the {error.Exception.GetType()} {error.FullyQualifiedErrorId}: {error.Exception.Message}");
        }
        else if (Argument<SwitchParameter>("PassThru"))
        {
            WriteObject(error);
        }
    }

    private ErrorRecord? Catch(ScriptBlock body)
    {
        try
        {
            InvokeCommand.InvokeScript(true, ScriptBlock.Create("do { $null = & $args[0] } until ($true)"), null, body);
            return null;
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            return exception.ErrorRecord;
        }
    }

    private static bool IsLike(string actual, string? pattern) =>
        string.IsNullOrWhiteSpace(pattern) || WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(actual);

    private static string Filter(string name, object? value) => value is null ? "" : $" {name} {PesterName.Format(value)}";

    private void Fail(string argument, string but)
    {
        string because = string.IsNullOrEmpty(Because) ? "" : $" (because {Because})";
        string message = $"Should{(Not ? " -Not" : "")} -{Operator.Name}{argument}{because}: {but}.";
        ThrowTerminatingError(new ErrorRecord(new PesterAssertionException(message), "PesterAssertionFailed", ErrorCategory.InvalidResult, null));
    }
}
