namespace System.Diagnostics.CodeAnalysis;

/// <summary>The compiler's own attribute, which .NET Standard 2.0 lacks.</summary>
[AttributeUsage(AttributeTargets.ReturnValue)]
internal sealed class NotNullIfNotNullAttribute(string parameterName) : Attribute
{
    public string ParameterName { get; } = parameterName;
}
