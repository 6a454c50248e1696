using System.Reflection;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace ImageKit.Metadata.Decoding;

/// <summary>Finds the decoder's native library in the folder of the module, where PowerShell does not look.</summary>
internal static class NativeLibraries
{
    private static readonly string? Folder = Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location);

    /// <summary>Loads the library of this platform.</summary>
    /// <exception cref="PlatformNotSupportedException">There is none.</exception>
    internal static void Load()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SKCodec).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // Another module has loaded the same assembly, and has its library.
        }

        try
        {
            _ = SkiaSharpVersion.Native;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new PlatformNotSupportedException(
                $"The image decoder SkiaSharp cannot be loaded on {RuntimeInformation.RuntimeIdentifier}: {exception.GetBaseException().Message}", exception);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        (string system, string extension) = OperatingSystem.IsWindows() ? ("win", ".dll")
            : OperatingSystem.IsMacOS() ? ("osx", ".dylib")
            : ("linux", ".so");
        // The library for macOS is for both processors.
        string platform = system == "osx" ? system : $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        string path = Path.Combine(Folder ?? string.Empty, "runtimes", platform, "native", name + extension);
        return File.Exists(path) ? NativeLibrary.Load(path) : 0;
    }
}
