using System.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>The path of a report: where links lead, and whether what is there may be replaced.</summary>
internal static class ReportPath
{
    private const int MaximumLinks = 40;
    private const int MaximumNameBytes = 255;

    /// <summary>The path with every link in it resolved, whether or not there is a file.</summary>
    /// <exception cref="IOException">The path is not valid; the links form a circle; or a link is not trusted.</exception>
    public static string Resolve(string path)
    {
        if (path.Contains('\0'))
        {
            throw new IOException("The path contains a NUL character.");
        }

        string full = Path.GetFullPath(path);
#if NET8_0_OR_GREATER
        return ResolveLinks(full);
#else
        return full;
#endif
    }

    /// <exception cref="IOException">It is a folder or a pipe, in a folder that does not exist, or another program holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written to.</exception>
    public static void CheckReplaceable(string path)
    {
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(path)) > MaximumNameBytes)
        {
            throw new PathTooLongException($"The file name is longer than {MaximumNameBytes} bytes.");
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        if (Path.GetDirectoryName(path) is string folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"The folder '{folder}' does not exist.");
        }

        if (!File.Exists(path))
        {
            return;
        }

        if ((File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
        {
            throw new UnauthorizedAccessException($"'{path}' is read-only.");
        }

#if NET8_0_OR_GREATER
        if (UnixFileStatus.Read(path) is { IsRegularFile: false })
        {
            throw NotAFile(path);
        }
#endif

        // Who may change the folder could replace a file that they must not write to. For reading too: else a pipe waits for a reader.
        using FileStream old = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
        if (!old.CanSeek)
        {
            throw NotAFile(path);
        }
    }

    private static IOException NotAFile(string path) => new($"'{path}' is a pipe, a socket or a device, not a file.");

#if NET8_0_OR_GREATER
    private static string ResolveLinks(string path)
    {
        int links = 0;
        string resolved = Path.GetPathRoot(path)!;
        Stack<string> rest = new(SplitFromEnd(path));
        while (rest.TryPop(out string? name))
        {
            string next = Path.Combine(resolved, name);
            if (new FileInfo(next).LinkTarget is not string target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaximumLinks)
            {
                throw new IOException($"The links in '{path}' form a circle.");
            }

            CheckTrusted(next, resolved);
            string full = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(full)!;
            foreach (string part in SplitFromEnd(full))
            {
                rest.Push(part);
            }
        }

        return resolved;
    }

    private static IEnumerable<string> SplitFromEnd(string path) =>
        Enumerable.Reverse(path.Substring(Path.GetPathRoot(path)!.Length).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// The rule of the Linux kernel's protected symlinks, also where the kernel does not apply it: in a folder in which everybody
    /// may create files, a link is followed only if it belongs to this user or to the owner of the folder.
    /// </summary>
    private static void CheckTrusted(string link, string folder)
    {
        const UnixFileMode Shared = UnixFileMode.StickyBit | UnixFileMode.OtherWrite;
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(folder) & Shared) != Shared)
        {
            return;
        }

        if (UnixFileStatus.Read(link) is not UnixFileStatus planted
            || (planted.UserId != UnixFileStatus.CurrentUserId && planted.UserId != UnixFileStatus.Read(folder)?.UserId))
        {
            throw new IOException($"The link '{link}' is in a folder that everybody can write to and belongs to another user; it is not followed.");
        }
    }
#endif
}
