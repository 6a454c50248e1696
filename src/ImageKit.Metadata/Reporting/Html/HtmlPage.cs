using System.Globalization;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>The values of the page, section by section. How they look is in <c>report.html</c> and <c>report.css</c>.</summary>
internal sealed class HtmlPage(
    AuditReportOptions options,
    ReportTotals totals,
    IReadOnlyList<AuditFinding> rows,
    IReadOnlyList<AuditFinding> added,
    IReadOnlyList<AuditFinding> gone,
    DuplicateGallery gallery)
{
    private const string UnreachableRule = "Unreachable";
    private const string UnreadableRule = "Unreadable";

    /// <summary>With the script, the other rows are hidden until they are requested: to lay out thousands takes seconds.</summary>
    private const int RowsAtOnce = 100;

    private const int MaximumFiles = 25;
    private const int MaximumFolders = 100;
    private const int MaximumFormats = 9;

    private static readonly AuditSeverity[] WorstFirst = [AuditSeverity.Error, AuditSeverity.Warning, AuditSeverity.Information];

    private readonly Thumbnails _thumbnails = new(options);
    private readonly FindingTotals _findings = totals.Findings;

    public PageValues ToValues()
    {
        PageValues[] rules = [.. _findings.Rules.Where(rule => rule.Count > 0).Select(RuleValues)];
        AuditFinding[] unavailable = [.. rows.Where(IsUnavailable)];
        PageValues values = new()
        {
            ["title"] = options.Title,
            ["tool"] = ReportTool.Name,
            ["version"] = ReportTool.Version,
            ["time"] = options.CreatedAt.ToUniversalTime().ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC",
            ["isoTime"] = options.CreatedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["scope"] = totals.Images.Count > 0 ? $"{Quantity.ToDisplayText(totals.Images.Count, "image", "images")} · {ByteSize.ToDisplayText(totals.Images.Bytes)} · " : string.Empty,
            ["style"] = PagePart.Style,
            ["script"] = PagePart.Script,
            ["styleSource"] = PagePart.Style.Source,
            ["scriptSource"] = PagePart.Script.Source,
            ["noThumbnail"] = options.NoThumbnail,
            ["figures"] = Figures().ToArray(),
            ["hasRules"] = rules.Length > 0,
            ["rules"] = rules,
            ["nothing"] = Nothing(),
            ["savingTotal"] = _findings.SavingBytes > 0 ? ByteSize.ToDisplayText(_findings.SavingBytes) : string.Empty,
        };
        AddChanges(values);
        AddFolders(values);
        AddFiles(values);
        AddLibrary(values);
        AddUnavailable(values, unavailable);
        AddDuplicates(values);
        AddFindings(values);
        AddCoverage(values);
        AddSettings(values);
        CollectOrigins();
        values["imageSources"] = _thumbnails.Sources;
        return values;
    }

    private static bool IsUnavailable(AuditFinding finding) =>
        finding.RuleName.Equals(UnreachableRule, StringComparison.OrdinalIgnoreCase) || finding.RuleName.Equals(UnreadableRule, StringComparison.OrdinalIgnoreCase);

    private static string More(long all, int shown) => all > shown ? $" The first {ReportPhrases.Number(shown)} are listed." : string.Empty;

    private static string Share(double part, double whole) =>
        (whole <= 0 ? 0 : Math.Max(part > 0 ? 0.8 : 0, 100 * part / whole)).ToString("0.##", CultureInfo.InvariantCulture);

    private static PageValues Figure(string name, string value, string? more = null, AuditSeverity? severity = null) => new()
    {
        ["name"] = name,
        ["value"] = value,
        ["more"] = more,
        ["severity"] = severity?.ToString(),
    };

    private IEnumerable<PageValues> Figures()
    {
        if (totals.Images.Count > 0)
        {
            yield return Figure("images", ReportPhrases.Number(totals.Images.Count), ByteSize.ToDisplayText(totals.Images.Bytes) + " in all");
        }

        foreach (AuditSeverity severity in WorstFirst)
        {
            string name = severity switch { AuditSeverity.Error => "errors", AuditSeverity.Warning => "warnings", _ => "information" };
            yield return Figure(name, ReportPhrases.Number(_findings.CountOf(severity)), severity: severity);
        }

        string? share = totals.Images.Bytes > 0 && _findings.SavingBytes > 0
            ? $"at most, {(100.0 * _findings.SavingBytes / totals.Images.Bytes).ToString("0", CultureInfo.InvariantCulture)} % of all bytes"
            : null;
        yield return Figure("storage can be saved", ByteSize.ToDisplayText(_findings.SavingBytes), share);
        if (_findings.AcceptedCount > 0)
        {
            yield return Figure("accepted by the baseline", ReportPhrases.Number(_findings.AcceptedCount));
        }

        if (totals.Result is { NotCheckedCount: > 0 } result)
        {
            yield return Figure("not checked", ReportPhrases.Number(result.NotCheckedCount));
        }
    }

    private string Nothing() =>
        _findings.Count > 0 ? string.Empty
        : totals.Result is { IsEmpty: true } || (totals.Result is null && totals.Images.Count == 0) ? "Nothing was audited: there was no pipeline input."
        : totals.Result is null ? "No findings."
        : totals.Result.IsComplete && !totals.RulesThatLackData.Any() ? "No findings: every rule passed."
        : "No findings, but not everything could be checked: see below.";

    private void AddChanges(PageValues values)
    {
        long newCount = _findings.CountOf(AuditBaselineState.New);
        long goneCount = _findings.CountOf(AuditBaselineState.Absent);
        values["hasChanges"] = _findings.HasStates;
        values["changes"] = ReportPhrases.Changes(totals);
        values["earlier"] = ReportPhrases.Earlier(totals);
        values["newTitle"] = $"{Quantity.ToDisplayText(newCount, "new finding", "new findings")}.{More(newCount, added.Count)}";
        values["goneTitle"] = $"{Quantity.ToDisplayText(goneCount, "resolved finding", "resolved findings")}.{More(goneCount, gone.Count)}";
        values["hasNew"] = added.Count > 0;
        values["hasGone"] = gone.Count > 0;
        values["added"] = added.OrderByDescending(finding => finding.Severity).Select(FindingValues);
        values["gone"] = gone.OrderByDescending(finding => finding.Severity).Select(FindingValues);
    }

    private PageValues TallyValues(FindingTally tally) => new()
    {
        ["name"] = tally.Name,
        ["worst"] = tally.Worst.ToString(),
        ["errors"] = ReportPhrases.Number(tally[AuditSeverity.Error]),
        ["warnings"] = ReportPhrases.Number(tally[AuditSeverity.Warning]),
        ["information"] = ReportPhrases.Number(tally[AuditSeverity.Information]),
        ["noErrors"] = tally[AuditSeverity.Error] == 0,
        ["noWarnings"] = tally[AuditSeverity.Warning] == 0,
        ["noInformation"] = tally[AuditSeverity.Information] == 0,
        ["saving"] = tally.SavingBytes > 0 ? ByteSize.ToDisplayText(tally.SavingBytes) : string.Empty,
    };

    private PageValues RuleValues(FindingTally tally)
    {
        PageValues values = TallyValues(tally);
        values["ruleTitle"] = RuleTitles.Of(tally.Name);
        values["advice"] = totals.RuleOf(tally.Name)?.Recommendation
            ?? rows.FirstOrDefault(row => row.RuleName.Equals(tally.Name, StringComparison.OrdinalIgnoreCase))?.Recommendation
            ?? string.Empty;
        values["bars"] = Bars(tally).ToArray();
        return values;
    }

    private IEnumerable<PageValues> Bars(FindingTally tally)
    {
        long most = _findings.Rules.Max(rule => rule.Count);
        double start = 0;
        foreach (AuditSeverity severity in WorstFirst.Where(severity => tally[severity] > 0))
        {
            double width = Math.Min(100 - start, Math.Max(1.5, 100.0 * tally[severity] / most));
            yield return new PageValues
            {
                ["kind"] = severity.ToString(),
                ["x"] = start.ToString("0.##", CultureInfo.InvariantCulture),
                ["width"] = width.ToString("0.##", CultureInfo.InvariantCulture),
            };
            start += width;
        }
    }

    private void AddFolders(PageValues values)
    {
        FindingTally[] folders = [.. _findings.Folders.Where(folder => folder.Count > 0)];
        values["hasFolders"] = folders.Length > 0;
        values["foldersMore"] = More(folders.Length, Math.Min(folders.Length, MaximumFolders));
        values["folders"] = folders.Take(MaximumFolders).Select(TallyValues).ToArray();
    }

    /// <summary>The files with the most findings, among those that are listed.</summary>
    private void AddFiles(PageValues values)
    {
        IGrouping<string, AuditFinding>[] files = [.. rows
            .GroupBy(FileKey)
            .Where(file => file.Count() > 1)
            .OrderByDescending(file => file.Max(finding => finding.Severity))
            .ThenByDescending(file => file.Count())];
        values["hasFiles"] = files.Length > 0;
        values["filesNote"] = $"{Quantity.ToDisplayText(files.Length, "file has", "files have")} more than one of the findings below.{More(files.Length, Math.Min(files.Length, MaximumFiles))}";
        values["files"] = files.Take(MaximumFiles).Select(file =>
        {
            PageValues image = ImageValues(file.First().Url, file.First().FileId, !file.Any(IsUnavailable));
            image["problems"] = file.Select(finding => new PageValues
            {
                ["severity"] = finding.Severity.ToString(),
                ["ruleTitle"] = RuleTitles.Of(finding.RuleName),
            }).ToArray();
            return image;
        }).ToArray();
    }

    private static string FileKey(AuditFinding finding) =>
        ImageIdentity.Of(finding.Url, finding.FileId).FileKey ?? "(no address)";

    private void AddLibrary(PageValues values)
    {
        ImageTotals images = totals.Images;
        values["hasLibrary"] = images.Count > 0;
        values["charts"] = images.Count == 0 ? [] : new[]
        {
            Chart("Formats by number", "count", images.Formats.OrderByDescending(format => format.Value.Count).Take(MaximumFormats).Select(format => (format.Key, format.Value.Count, ReportPhrases.Number(format.Value.Count)))),
            Chart("Formats by bytes", "bytes", images.Formats.OrderByDescending(format => format.Value.Bytes).Take(MaximumFormats).Select(format => (format.Key, format.Value.Bytes, ByteSize.ToDisplayText(format.Value.Bytes)))),
            Chart("File sizes", "count", ImageTotals.SizeClasses.Select((size, index) => (size.Label, images.BySize[index], ReportPhrases.Number(images.BySize[index])))),
            Chart("Dimensions, the longer side", "count", ImageTotals.SideClasses.Select((side, index) => (side.Label, images.BySide[index], ReportPhrases.Number(images.BySide[index])))),
        };
    }

    private static PageValues Chart(string caption, string kind, IEnumerable<(string Label, long Value, string Text)> source)
    {
        (string Label, long Value, string Text)[] bars = [.. source];
        long most = bars.Length == 0 ? 0 : bars.Max(bar => bar.Value);
        return new PageValues
        {
            ["caption"] = caption,
            ["kind"] = kind,
            ["lines"] = bars.Select(bar => new PageValues { ["label"] = bar.Label, ["width"] = Share(bar.Value, most), ["text"] = bar.Text }).ToArray(),
        };
    }

    private void AddUnavailable(PageValues values, AuditFinding[] unavailable)
    {
        long all = (_findings.OfRule(UnreachableRule)?.Count ?? 0) + (_findings.OfRule(UnreadableRule)?.Count ?? 0);
        values["hasUnavailable"] = unavailable.Length > 0;
        values["unavailableNote"] = $"{Quantity.ToDisplayText(all, "image", "images")} that do not exist or cannot be read.{More(all, unavailable.Length)}";
        values["unavailable"] = unavailable.Select(FindingValues);
    }

    private void AddDuplicates(PageValues values)
    {
        DuplicateSet[] groups = [.. gallery.Groups];
        values["hasDuplicates"] = groups.Length > 0;
        values["duplicatesNote"] = $"{Quantity.ToDisplayText(gallery.Count, "group", "groups")} of images that look alike.{More(gallery.Count, groups.Length)} The image to keep comes first.";
        values["groups"] = groups.Select(group =>
        {
            PageValues set = ImageValues(group.Original, null);
            set["copyCount"] = Quantity.ToDisplayText(group.Count, "copy", "copies");
            set["saving"] = group.SavingBytes > 0 ? $" · {ByteSize.ToDisplayText(group.SavingBytes)} of storage" : string.Empty;
            set["moreCopies"] = group.Count > group.Copies.Count ? $"and {ReportPhrases.Number(group.Count - group.Copies.Count)} more" : null;
            set["copies"] = group.Copies.Select(CopyValues).ToArray();
            return set;
        }).ToArray();
    }

    private PageValues CopyValues(AuditFinding copy)
    {
        object? distance = null;
        copy.Evidence?.TryGetValue("Distance", out distance);
        PageValues values = ImageValues(copy.Url, copy.FileId);
        values["difference"] = SettingValue.ToNumber(distance) switch
        {
            0 => "same hash",
            1 => "1 bit differs",
            double bits => $"{ReportPhrases.Number((long)bits)} bits differ",
            null => string.Empty,
        };
        return values;
    }

    private void AddFindings(PageValues values)
    {
        values["hasRows"] = rows.Count > 0;
        values["rowCount"] = ReportPhrases.Number(rows.Count);
        values["findingsMore"] = FindingsMore();
        values["ruleNames"] = rows.Select(row => row.RuleName).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(RuleTitles.Of, StringComparer.OrdinalIgnoreCase)
            .Select(rule => new PageValues { ["rule"] = rule, ["ruleTitle"] = RuleTitles.Of(rule) }).ToArray();
        values["folderNames"] = rows.Select(ReportText.TopFolder).Distinct(StringComparer.Ordinal).OrderBy(folder => folder, StringComparer.OrdinalIgnoreCase)
            .Select(folder => new PageValues { ["folder"] = folder }).ToArray();
        values["rows"] = rows.Select((finding, index) =>
        {
            PageValues row = FindingValues(finding);
            row["isLater"] = index >= RowsAtOnce;
            return row;
        });
    }

    private string? FindingsMore()
    {
        if (_findings.Count <= rows.Count)
        {
            return null;
        }

        string more = string.Join(", ", _findings.Rules
            .Where(rule => rule.Count > options.MaximumFindingsPerRule)
            .Select(rule => $"{ReportPhrases.Number(rule.Count - options.MaximumFindingsPerRule)} of {rule.Name}"));
        return $"The first {ReportPhrases.Number(options.MaximumFindingsPerRule)} of each rule are listed. {ReportPhrases.Number(_findings.Count - rows.Count)} more ({more}) are in the CSV or JSON report.";
    }

    private PageValues FindingValues(AuditFinding finding)
    {
        PageValues values = ImageValues(finding.Url, finding.FileId, !IsUnavailable(finding));
        string? original = DuplicateGallery.OriginalOf(finding);
        values["severity"] = finding.Severity.ToString();
        values["severityRank"] = ((int)finding.Severity).ToString(CultureInfo.InvariantCulture);
        values["rule"] = finding.RuleName;
        values["ruleTitle"] = RuleTitles.Of(finding.RuleName);
        values["topFolder"] = ReportText.TopFolder(finding);
        values["message"] = finding.Message;
        values["advice"] = finding.Recommendation ?? string.Empty;
        values["isNew"] = finding.BaselineState == AuditBaselineState.New;
        values["savingBytes"] = (finding.SavingBytes ?? -1).ToString(CultureInfo.InvariantCulture);
        values["saving"] = finding.SavingBytes is not long saving ? string.Empty
            : ReportText.IsStored(finding) ? ByteSize.ToDisplayText(saving)
            : ByteSize.ToDisplayText(saving) + " per delivery";
        values["original"] = original is null ? null : ImageValues(original, null);
        return values;
    }

    /// <summary>Name, folder, link and small image of a file.</summary>
    private PageValues ImageValues(string? url, string? fileId, bool canBeRead = true)
    {
        (string name, string? folder) = ReportText.Split(url, fileId);
        return new PageValues
        {
            ["address"] = url ?? fileId ?? string.Empty,
            ["fileName"] = name,
            ["folder"] = folder,
            ["link"] = url is not null && ImageUrl.Validate(url) is null ? url : null,
            ["thumbnail"] = canBeRead ? _thumbnails.AddressOf(url) : null,
        };
    }

    /// <summary>What passed, and what could not be checked.</summary>
    private void AddCoverage(PageValues values)
    {
        AuditRuleResult[] passed = [.. totals.RulesThatPassed];
        AuditRuleResult[] lacking = [.. totals.RulesThatLackData];
        string[] notes = [.. totals.Notes];
        values["hasCoverage"] = totals.Result is not null;
        values["hasPassed"] = passed.Length > 0;
        values["passed"] = passed.Select(CoverageValues).ToArray();
        values["isFullyChecked"] = notes.Length == 0;
        values["notes"] = notes.Select(note => new PageValues { ["note"] = note }).ToArray();
        values["hasLacking"] = lacking.Length > 0;
        values["lacking"] = lacking.Select(CoverageValues).ToArray();
    }

    private static PageValues CoverageValues(AuditRuleResult result) => new()
    {
        ["rule"] = result.Rule.Name,
        ["ruleTitle"] = RuleTitles.Of(result.Rule.Name),
        ["checked"] = ReportPhrases.Number(result.CheckedCount),
        ["notChecked"] = ReportPhrases.Number(result.NotCheckedCount),
        ["missing"] = result.Missing ?? string.Empty,
    };

    private void AddSettings(PageValues values)
    {
        AuditRuleResult[] rules = totals.Result?.Rules ?? [];
        int running = rules.Count(rule => rule.Rule.IsEnabled);
        values["hasSettings"] = rules.Length > 0;
        values["settingsNote"] = $"{Quantity.ToDisplayText(running, "rule", "rules")} ran, {ReportPhrases.Number(rules.Length - running)} did not. Values that differ from the defaults are bold.";
        values["settings"] = rules.Select(rule => new PageValues
        {
            ["rule"] = rule.Rule.Name,
            ["ruleTitle"] = RuleTitles.Of(rule.Rule.Name),
            ["isOff"] = !rule.Rule.IsEnabled,
            ["severity"] = rule.Rule.Severity.ToString(),
            ["description"] = rule.Rule.Description,
            ["reason"] = rule.Rule.Reason,
            ["values"] = rule.Rule.Settings.Select(SettingValues).ToArray(),
        }).ToArray();
    }

    private static PageValues SettingValues(AuditRuleSetting setting)
    {
        string value = SettingValue.ToDisplayText(setting.Value);
        return new PageValues
        {
            ["setting"] = setting.Name,
            ["value"] = value,
            ["isChanged"] = value != SettingValue.ToDisplayText(setting.Default),
        };
    }

    /// <summary>The policy at the top of the page names the origins of every image below, also of lists that are not read yet.</summary>
    private void CollectOrigins()
    {
        foreach (AuditFinding finding in rows.Concat(added).Concat(gone).Where(finding => !IsUnavailable(finding)))
        {
            _thumbnails.AddressOf(finding.Url);
            _thumbnails.AddressOf(DuplicateGallery.OriginalOf(finding));
        }
    }
}
