using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>A cmdlet as the engine sees it: what the help has to say of it.</summary>
internal sealed class PublicCmdlet
{
    /// <summary>The assembly of the companion module, as staged.</summary>
    public static readonly Assembly Companion = Assembly.LoadFrom(Path.Combine(Repository.CompanionDirectory, "bin", "ImageKit.Metadata.Local.dll"));

    private readonly Type _type;
    private readonly CmdletInfo _info;

    private PublicCmdlet(Type type)
    {
        CmdletAttribute attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        _type = type;
        _info = new CmdletInfo($"{attribute.VerbName}-{attribute.NounName}", type);
        HelpUri = attribute.HelpUri;
        Module = type.Assembly == Companion ? "ImageKit.Metadata.Local" : "ImageKit.Metadata";
    }

    public static IReadOnlyDictionary<string, PublicCmdlet> All { get; } = new[] { typeof(IKConnection).Assembly, Companion }.SelectMany(assembly => assembly.GetTypes())
        .Where(type => typeof(Cmdlet).IsAssignableFrom(type) && !type.IsAbstract)
        .Select(type => new PublicCmdlet(type))
        .ToDictionary(cmdlet => cmdlet.Name);

    /// <summary>The names, for theories.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    public string Name => _info.Name;

    public string? HelpUri { get; }

    /// <summary>The module that it comes with.</summary>
    public string Module { get; }

    /// <summary>The file with its help, in the folder en-US of the module.</summary>
    public string HelpFile => Path.GetFileName(_type.Assembly.Location) + "-Help.xml";

    /// <summary>The parameters that are to be described: neither the common ones nor those that are not shown.</summary>
    public IReadOnlyDictionary<string, ParameterFacts> Parameters => _info.Parameters.Values
        .Where(parameter => IsShown(parameter.Name, parameter.Attributes))
        .ToDictionary(parameter => parameter.Name, Describe);

    /// <summary>The parameter sets, by the headings that pages give them, with the names of what each takes.</summary>
    public IReadOnlyDictionary<string, string[]> ParameterSets => _info.ParameterSets.ToDictionary(
        set => set.Name + (set.IsDefault && set.Name != ParameterAttribute.AllParameterSets ? " (Default)" : ""),
        set => set.Parameters.Where(parameter => IsShown(parameter.Name, parameter.Attributes)).Select(parameter => parameter.Name).Order(StringComparer.Ordinal).ToArray());

    /// <summary>The types that come by the pipeline.</summary>
    public IEnumerable<string> Inputs => _info.Parameters.Values
        .Where(parameter => parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline || set.ValueFromPipelineByPropertyName))
        .Select(parameter => (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType).FullName!)
        .Distinct();

    public IEnumerable<string> Outputs => _info.OutputType.Select(type => type.Name).Distinct();

    private static bool IsShown(string name, IEnumerable<Attribute> attributes) =>
        !Cmdlet.CommonParameters.Contains(name) && !attributes.OfType<ParameterAttribute>().Any(attribute => attribute.DontShow);

    private ParameterFacts Describe(ParameterMetadata parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return new ParameterFacts
        {
            Type = NameOf(parameter.ParameterType),
            DefaultValue = DefaultOf(parameter),
            SupportsWildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            Aliases = [.. parameter.Aliases],
            AcceptedValues = [.. type.IsEnum ? Enum.GetNames(type) : parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues)],
            HelpMessage = parameter.Attributes.OfType<ParameterAttribute>().First().HelpMessage ?? "",
            ParameterSets =
            [
                .. parameter.ParameterSets.Select(set => new ParameterSetFacts
                {
                    Name = set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key,
                    Position = set.Value.Position == int.MinValue ? "Named" : set.Value.Position.ToString(CultureInfo.InvariantCulture),
                    IsRequired = set.Value.IsMandatory,
                    ValueFromPipeline = set.Value.ValueFromPipeline,
                    ValueFromPipelineByPropertyName = set.Value.ValueFromPipelineByPropertyName,
                    ValueFromRemainingArguments = set.Value.ValueFromRemainingArguments,
                }),
            ],
        };
    }

    /// <summary>What the property has when nobody sets it, unless the cmdlet says in words what that stands for.</summary>
    private string DefaultOf(ParameterMetadata parameter)
    {
        if (parameter.Attributes.OfType<PSDefaultValueAttribute>().SingleOrDefault() is PSDefaultValueAttribute inWords)
        {
            return inWords.Help;
        }

        if (_type.GetProperty(parameter.Name) is not PropertyInfo property)
        {
            // -WhatIf and -Confirm are the engine's.
            return bool.FalseString;
        }

        object command = Activator.CreateInstance(_type)!;
        using (command as IDisposable)
        {
            return property.GetValue(command) switch
            {
                null => "",
                SwitchParameter given => given.ToBool().ToString(),
                Array values => string.Join(", ", values.Cast<object>()),
                object value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };
        }
    }

    /// <summary>The full name as PlatyPS writes it: without the assemblies of type arguments.</summary>
    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.GetGenericTypeDefinition().FullName}[{string.Join(',', type.GenericTypeArguments.Select(argument => argument.FullName))}]"
        : type.FullName!;
}
