#if NETSTANDARD2_0
using System.Reflection;

namespace ImageKit.Metadata.Commands;

/// <summary>
/// Windows PowerShell 5.1 has no binding redirects: an assembly that requires an older version of another than the one
/// beside it would not find it. This resolves the module's own dependencies, from the module's own folder, and nothing
/// else. PowerShell 7 loads the other build, which brings no dependencies.
/// </summary>
public sealed class DesktopDependencies : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(DesktopDependencies).Assembly.Location)!;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.Bcl.AsyncInterfaces",
        "System.Buffers",
        "System.Memory",
        "System.Numerics.Vectors",
        "System.Runtime.CompilerServices.Unsafe",
        "System.Text.Encodings.Web",
        "System.Text.Json",
        "System.Threading.Tasks.Extensions",
    };

    /// <inheritdoc/>
    public void OnImport() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    private static Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        AssemblyName wanted = new(request.Name);
        string file = Path.Combine(Folder, wanted.Name + ".dll");
        return Names.Contains(wanted.Name!) && File.Exists(file) && AssemblyName.GetAssemblyName(file).Version >= wanted.Version
            ? Assembly.LoadFrom(file)
            : null;
    }
}
#endif
