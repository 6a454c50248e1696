namespace System.Runtime.CompilerServices;

/// <summary>The type that the compiler needs for <c>init</c>; .NET Standard 2.0 lacks it.</summary>
internal static class IsExternalInit;
