using System.Diagnostics;

namespace ImageKit.Metadata.Tests.Reporting;

/// <summary>What stands where a report goes, and what becomes of it.</summary>
public sealed class ReportPlaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("place").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

#if NET10_0_OR_GREATER
    /// <summary>Only Windows PowerShell has the other build, and .NET Framework no way to follow a link.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Links_stay_and_what_they_lead_to_is_replaced(bool isThere)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string reports = Directory.CreateDirectory(Path.Combine(_folder, "reports")).FullName;
        string target = Path.Combine(reports, "today.csv");
        string near = Path.Combine(reports, "near");
        string far = Path.Combine(_folder, "latest.csv");
        File.CreateSymbolicLink(near, "today.csv");
        File.CreateSymbolicLink(far, near);
        if (isThere)
        {
            File.WriteAllText(target, "old");
        }

        using (AuditReport report = new(far, AuditReportFormat.Csv))
        {
            Assert.Single(Directory.GetFiles(reports, "today.csv.*.tmp"));
            report.Complete();
        }

        Assert.Equal(near, new FileInfo(far).LinkTarget);
        Assert.Equal("today.csv", new FileInfo(near).LinkTarget);
        Assert.Contains("RuleName", File.ReadAllText(target), StringComparison.Ordinal);
        Assert.Equal([far, near, target], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(_folder, "r.csv");
        File.CreateSymbolicLink(path, path);
        Assert.Throws<IOException>(() => new AuditReport(path, AuditReportFormat.Csv));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void The_new_report_is_for_those_who_could_read_the_old_one(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(_folder, "r.csv");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, mode);
        using (AuditReport report = new(path, AuditReportFormat.Csv))
        {
            Assert.Equal(mode, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(_folder, "*.tmp"))));
            report.Complete();
        }

        Assert.NotEqual("old", File.ReadAllText(path));
        Assert.Equal(mode, File.GetUnixFileMode(path));
    }
#endif

    [Fact]
    public void A_file_that_is_read_only_is_refused_and_left_as_it_is()
    {
        string path = Path.Combine(_folder, "r.csv");
        File.WriteAllText(path, "old");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            Assert.Equal($"'{path}' is read-only.", Assert.Throws<UnauthorizedAccessException>(() => new AuditReport(path, AuditReportFormat.Csv)).Message);
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Single(Directory.GetFiles(_folder));
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    [Fact]
    public void A_file_that_another_has_for_itself_is_refused_before_the_audit_begins()
    {
        string path = Path.Combine(_folder, "r.csv");
        using FileStream held = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Assert.Throws<IOException>(() => new AuditReport(path, AuditReportFormat.Csv));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_a_reader_and_stays_one()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(_folder, "r.csv");
        using (var make = Process.Start("mkfifo", path))
        {
            make.WaitForExit();
        }

        Assert.Equal($"'{path}' is a pipe, a socket or a device, not a file.", Assert.Throws<IOException>(() => new AuditReport(path, AuditReportFormat.Csv)).Message);
        using FileStream pipe = new(path, FileMode.Open, FileAccess.ReadWrite);
        Assert.False(pipe.CanSeek);
    }
}
