namespace System.Diagnostics.CodeAnalysis;

/// <summary>The method never comes back; .NET Standard 2.0 lacks the attribute.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DoesNotReturnAttribute : Attribute;
