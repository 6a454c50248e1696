using System.Diagnostics;

namespace ImageKit.Metadata.Tests.Reporting;

/// <summary>What is at the path of a report, and what happens to it.</summary>
public sealed class ReportFileTests : IDisposable
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
            Assert.Single(Directory.GetFiles(reports, ".ik-report-*.tmp"));
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

    [Fact]
    public void A_new_report_that_can_name_people_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner, ModeOfNew("r.json", AuditReportFormat.Json, redact: false));
        string plain = Path.Combine(_folder, "plain");
        File.WriteAllText(plain, "x");
        UnixFileMode others = File.GetUnixFileMode(plain);
        Assert.Equal(others, ModeOfNew("redacted.json", AuditReportFormat.Json, redact: true));
        Assert.Equal(others, ModeOfNew("r.prom", AuditReportFormat.OpenMetrics, redact: false));
    }

    /// <summary>The folder is like /tmp; the link in it belongs to somebody else, which only root can arrange.</summary>
    [Fact]
    public void A_link_that_another_user_planted_in_a_shared_folder_is_not_followed()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return;
        }

        string shared = Directory.CreateDirectory(Path.Combine(_folder, "shared")).FullName;
        string victim = Path.Combine(_folder, "victim.csv");
        string link = Path.Combine(shared, "r.csv");
        File.WriteAllText(victim, "old");
        File.CreateSymbolicLink(link, victim);
        File.SetUnixFileMode(shared, (UnixFileMode)0x3FF);
        using (new AuditReport(link, AuditReportFormat.Csv))
        {
            // One's own link is followed there.
        }

        Run("chown", "-h", "12345", link);
        Assert.Contains("belongs to another user", Assert.Throws<IOException>(() => new AuditReport(link, AuditReportFormat.Csv)).Message, StringComparison.Ordinal);

        // The same for a link among the folders of the path.
        string target = Directory.CreateDirectory(Path.Combine(_folder, "target")).FullName;
        string folderLink = Path.Combine(shared, "reports");
        Directory.CreateSymbolicLink(folderLink, target);
        Run("chown", "-h", "12345", folderLink);
        Assert.Throws<IOException>(() => new AuditReport(Path.Combine(folderLink, "r.csv"), AuditReportFormat.Csv));

        // In a folder that only its owner can write to, the link is the owner's business.
        File.SetUnixFileMode(shared, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using AuditReport report = new(link, AuditReportFormat.Csv);
        Assert.Equal("old", File.ReadAllText(victim));
    }

    [Fact]
    public void What_a_killed_export_left_is_removed_by_the_next_and_what_runs_is_not()
    {
        string path = Path.Combine(_folder, "r.csv");
        using (AuditReport running = new(path, AuditReportFormat.Csv))
        {
            string abandoned = Assert.Single(Directory.GetFiles(_folder)).Replace(".tmp", "0.tmp", StringComparison.Ordinal);
            File.WriteAllText(abandoned, "half a report");
            using AuditReport next = new(path, AuditReportFormat.Csv);
            Assert.False(File.Exists(abandoned));
            Assert.Equal(2, Directory.GetFiles(_folder).Length);
            next.Complete();
            running.Complete();
        }

        Assert.Equal([path], Directory.GetFiles(_folder));
    }
#endif

    [Fact]
    public void Several_formats_are_written_in_one_pass_and_appear_together()
    {
        KeyValuePair<string, AuditReportFormat>[] files =
        [
            new(Path.Combine(_folder, "a.html"), AuditReportFormat.Html),
            new(Path.Combine(_folder, "a.sarif"), AuditReportFormat.Sarif),
            new(Path.Combine(_folder, "a.xml"), AuditReportFormat.JUnit),
        ];
        using (AuditReport report = new(files))
        {
            report.Add(new AuditFinding { RuleName = "Gone", Message = "m" });
            report.DiscardFindings();
            report.Add(new AuditFinding { RuleName = "OversizedFile", Message = "m", Url = "https://x/a.jpg" });
            Assert.DoesNotContain(files, file => File.Exists(file.Key));
            report.Complete();
        }

        Assert.Equal(files.Select(file => file.Key), Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Contains("OversizedFile", File.ReadAllText(file.Key), StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("Gone", File.ReadAllText(file.Key), StringComparison.Ordinal));
    }

    [Fact]
    public void If_one_of_several_cannot_be_started_none_is_left()
    {
        KeyValuePair<string, AuditReportFormat>[] files =
        [
            new(Path.Combine(_folder, "a.html"), AuditReportFormat.Html),
            new(Path.Combine(_folder, "no", "a.csv"), AuditReportFormat.Csv),
        ];
        Assert.Throws<DirectoryNotFoundException>(() => new AuditReport(files));
        Assert.Contains("Two reports", Assert.Throws<IOException>(() => new AuditReport([files[0], files[0]])).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void The_longest_names_are_written_and_longer_ones_and_a_nul_are_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(_folder, new string('r', 251) + ".xml");
        using (AuditReport report = new(path, AuditReportFormat.JUnit))
        {
            report.Complete();
        }

        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Contains("NUL", Assert.Throws<IOException>(() => new AuditReport(Path.Combine(_folder, "a\0b.csv"), AuditReportFormat.Csv)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() =>
        {
            using AuditReport report = new(Path.Combine(_folder, new string('r', 300) + ".csv"), AuditReportFormat.Csv);
            report.Complete();
        });
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

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

#if NET10_0_OR_GREATER
    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private UnixFileMode ModeOfNew(string name, AuditReportFormat format, bool redact)
    {
        string path = Path.Combine(_folder, name);
        using AuditReport report = new(path, format, new AuditReportOptions { Redact = redact });
        report.Complete();
        return OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
    }
#endif
}
