using System.Runtime.CompilerServices;

namespace ImageKit.Metadata.PerceptualHashing;

/// <summary>How the runtime is to compile a method.</summary>
internal static class CodeGeneration
{
    /// <summary>
    /// In full at once. A job of a tenth of a second is over before the runtime has found out by itself which of its
    /// loops are worth it.
    /// </summary>
#if NET8_0_OR_GREATER
    internal const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;
#else
    internal const MethodImplOptions Hot = default;
#endif
}
