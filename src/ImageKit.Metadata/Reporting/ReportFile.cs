using System.Globalization;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// One file of a report. It is written under another name in the same folder and replaces an existing file at the
/// end. A process that is killed leaves that other file; the next report to the same path removes it.
/// </summary>
internal sealed class ReportFile : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly ReportFormat _format;
    private readonly AuditReportOptions _options;
    private readonly string _temporaryPath;
    private readonly FileStream _file;
    private bool _isClosed;

    public ReportFile(string path, ReportFormat format, AuditReportOptions options)
    {
        Path = ReportPath.Resolve(path);
        _format = format;
        _options = options;
        ReportPath.CheckReplaceable(Path);
        string prefix = TemporaryPrefix(Path);
        RemoveAbandoned(prefix);
        _temporaryPath = $"{prefix}{Guid.NewGuid():N}.tmp";
        _file = Create();
        try
        {
            Writer = format.CreateWriter(_file, options);
        }
        catch
        {
            _file.Dispose();
            File.Delete(_temporaryPath);
            throw;
        }
    }

    /// <summary>The path, with every link resolved.</summary>
    public string Path { get; }

    public ReportWriter Writer { get; private set; }

    /// <summary>Discards what was written.</summary>
    public void Restart()
    {
        Writer.Dispose();
        _file.SetLength(0);
        Writer = _format.CreateWriter(_file, _options);
    }

    /// <summary>Writes the rest of the report to the disk.</summary>
    public void Finish(ReportTotals totals)
    {
        Writer.Complete(totals);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Moves the report to its path.</summary>
    public void Publish()
    {
        Close();
        if (File.Exists(Path))
        {
            File.Replace(_temporaryPath, Path, null);
        }
        else
        {
            File.Move(_temporaryPath, Path);
        }
    }

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // On a full disk nothing can be written any more, and what was not completed is not wanted either.
        }
        finally
        {
            File.Delete(_temporaryPath);
        }
    }

    /// <summary>Begins with the path's hash and not its name: a name of 255 characters leaves no room for more.</summary>
    private static string TemporaryPrefix(string path)
    {
        string name = TextHash.Of(path).ToString("x16", CultureInfo.InvariantCulture);
        return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".ik-report-{name}-");
    }

    /// <summary>Removes what killed processes left. A process that is still writing has its file locked.</summary>
    private static void RemoveAbandoned(string prefix)
    {
        string folder = System.IO.Path.GetDirectoryName(prefix)!;
        foreach (string abandoned in Directory.GetFiles(folder, System.IO.Path.GetFileName(prefix) + "*.tmp"))
        {
            try
            {
                using (new FileStream(abandoned, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1))
                {
                }

                File.Delete(abandoned);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // It belongs to a running process, or to somebody else.
            }
        }
    }

    /// <summary>Once only: a writer that is disposed again would write to the closed file.</summary>
    private void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            try
            {
                Writer.Dispose();
            }
            finally
            {
                _file.Dispose();
            }
        }
    }

    /// <summary>Creates the file with the mode of the one that it replaces; else for the owner only, if findings can name people.</summary>
    private FileStream Create()
    {
#if NET8_0_OR_GREATER
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null
            : File.Exists(Path) ? File.GetUnixFileMode(Path)
            : _format.IsPrivate && !_options.Redact ? UnixFileMode.UserRead | UnixFileMode.UserWrite
            : null;
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferBytes };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        FileStream file = new(_temporaryPath, options);
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            // The umask may have removed some of it.
            File.SetUnixFileMode(file.SafeFileHandle, mode.Value);
        }

        return file;
#else
        return new FileStream(_temporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes);
#endif
    }
}
