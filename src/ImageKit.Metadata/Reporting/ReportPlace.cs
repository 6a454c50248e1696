namespace ImageKit.Metadata.Reporting;

/// <summary>Where a report goes. What stands there is replaced, and so it says whether that may be, and with what mode.</summary>
internal static class ReportPlace
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>The file itself: where links lead in the end, whether or not there is something.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Find(string path)
    {
        string full = Path.GetFullPath(path);
#if NET8_0_OR_GREATER
        FileInfo file = new(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
#else
        return full;
#endif
    }

    /// <exception cref="IOException">It is a folder or a pipe, in a folder that does not exist, or another program holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written to.</exception>
    public static void Check(string place)
    {
        if (Directory.Exists(place))
        {
            throw new IOException($"'{place}' is a folder.");
        }

        if (Path.GetDirectoryName(place) is string folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        }

        if (!File.Exists(place))
        {
            return;
        }

        if ((File.GetAttributes(place) & FileAttributes.ReadOnly) != 0)
        {
            throw new UnauthorizedAccessException($"'{place}' is read-only.");
        }

        // Who may change the folder could replace a file that he must not write to. To read as well, for a pipe would wait for a reader.
        using FileStream old = new(place, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
        if (!old.CanSeek)
        {
            throw NoFile(place);
        }
    }

    /// <summary>What stands there must not be replaced by a file.</summary>
    public static IOException NoFile(string place) => new($"'{place}' is a pipe, a socket or a device, not a file.");

    /// <summary>Creates a file for the same eyes as another one, if that is there.</summary>
    public static FileStream CreateLike(string place, string path, FileOptions options = FileOptions.None)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows() && File.Exists(place))
        {
            UnixFileMode mode = File.GetUnixFileMode(place);
            FileStream file = new(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
                BufferSize = BufferBytes,
                Options = options,
                UnixCreateMode = mode,
            });

            // The umask may have taken some of it away.
            File.SetUnixFileMode(file.SafeFileHandle, mode);
            return file;
        }
#endif
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, BufferBytes, options);
    }
}
