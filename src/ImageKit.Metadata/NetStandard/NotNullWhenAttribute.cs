namespace System.Diagnostics.CodeAnalysis;

/// <summary>An argument is not null when the method returns this value; .NET Standard 2.0 lacks the attribute.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
{
    public bool ReturnValue { get; } = returnValue;
}
