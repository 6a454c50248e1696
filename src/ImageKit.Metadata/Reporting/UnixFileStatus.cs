#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;

namespace ImageKit.Metadata.Reporting;

/// <summary>Owner and type of a file or link, which .NET does not report.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="IsRegularFile">Whether it is a file, not a link, a folder, a pipe, a socket or a device.</param>
internal readonly partial record struct UnixFileStatus(uint UserId, bool IsRegularFile)
{
    // From linux/stat.h: the structure of statx is the same on every architecture.
    private const int CurrentFolder = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int StructureBytes = 256;
    private const int UserIdOffset = 20;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    public static uint CurrentUserId => GetEffectiveUserId();

    /// <summary>Null on other systems than Linux, and if the file does not exist.</summary>
    public static UnixFileStatus? Read(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        byte[] status = new byte[StructureBytes];
        try
        {
            if (ReadStatus(CurrentFolder, path, DoNotFollowLinks, TypeModeAndOwner, status) != 0)
            {
                return null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        return new UnixFileStatus(
            MemoryMarshal.Read<uint>(status.AsSpan(UserIdOffset)),
            (MemoryMarshal.Read<ushort>(status.AsSpan(ModeOffset)) & TypeMask) == RegularFile);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadStatus(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUserId();
}
#endif
