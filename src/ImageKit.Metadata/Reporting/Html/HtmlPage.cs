using System.Globalization;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>
/// The page: one file, readable without its script, which only sorts and filters. Everything from images goes through
/// <see cref="HtmlText"/>; the policy in the head forbids every script and style but the page's own.
/// </summary>
internal sealed class HtmlPage(
    TextWriter page,
    AuditReportOptions options,
    ImageTotals images,
    FindingTotals findings,
    IReadOnlyList<AuditFinding> rows,
    DuplicateGallery gallery)
{
    private const string UnreachableRule = "Unreachable";

    /// <summary>Laying out thousands of rows takes longer than anybody wants to wait: the others stand by, and the script shows them.</summary>
    private const int RowsAtOnce = 100;

    private static readonly AuditSeverity[] WorstFirst = [AuditSeverity.Error, AuditSeverity.Warning, AuditSeverity.Information];

    private readonly Thumbnails _thumbnails = new(options.NoThumbnail);
    private readonly AuditFinding[] _deadLinks = [.. rows.Where(row => row.RuleName.Equals(UnreachableRule, StringComparison.OrdinalIgnoreCase))];

    public void Write()
    {
        // The policy at the top names the origins of the images below.
        string body = RenderBody();
        string title = HtmlText.Encode(options.Title);
        page.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {PagePart.Script.Source}; style-src {PagePart.Style.Source}; img-src {_thumbnails.Sources}; base-uri 'none'; form-action 'none'\">\n");
        page.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n");
        page.Write($"<meta name=\"generator\" content=\"{ReportTool.Name} {HtmlText.Encode(ReportTool.Version)}\">\n<title>{title}</title>\n");
        page.Write("<link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%232b5bc7'/%3E%3Cpath d='M3 12l4-5 3 3 1-1 2 3z' fill='white'/%3E%3C/svg%3E\">\n");
        page.Write($"<style>{PagePart.Style.Text}</style>\n</head>\n<body>\n{body}<script>{PagePart.Script.Text}</script>\n</body>\n</html>\n");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Plural(long number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    private static string Icon(AuditSeverity severity) =>
        $"<svg class=\"icon {severity}\" aria-hidden=\"true\"><use href=\"#icon-{severity}\"/></svg>";

    private static string Percent(double part, double whole) =>
        (whole <= 0 ? 0 : Math.Max(part > 0 ? 0.8 : 0, 100 * part / whole)).ToString("0.##", CultureInfo.InvariantCulture);

    private string RenderBody()
    {
        using StringWriter body = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        WriteSprite(body);
        body.WriteLine("<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n<div class=\"wrap\">");
        WriteHeader(body);
        body.WriteLine("<main>");
        WriteFigures(body);
        WriteRules(body);
        WriteCharts(body);
        WriteDeadLinks(body);
        WriteDuplicates(body);
        WriteFindings(body);
        WriteSettings(body);
        body.WriteLine("</main>");
        body.WriteLine($"<footer>Made by {ReportTool.Name} {HtmlText.Encode(ReportTool.Version)} on {Time()}. This page holds its own style and script and sends nothing anywhere{(options.NoThumbnail ? "." : "; the small images come from the library itself.")}</footer>\n</div>");
        return body.ToString();
    }

    private static void WriteSprite(StringWriter body)
    {
        body.WriteLine("""
            <svg class="sprite" aria-hidden="true"><defs>
            <symbol id="icon-Error" viewBox="0 0 16 16"><path fill="currentColor" d="M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.2 4.1 4.1 5.2 6.9 8l-2.8 2.8 1.1 1.1L8 9.1l2.8 2.8 1.1-1.1L9.1 8l2.8-2.8-1.1-1.1L8 6.9z"/></symbol>
            <symbol id="icon-Warning" viewBox="0 0 16 16"><path fill="currentColor" d="M8 1 .6 14.5h14.8zM7.2 6h1.6v4.4H7.2zm0 5.4h1.6V13H7.2z"/></symbol>
            <symbol id="icon-Information" viewBox="0 0 16 16"><path fill="currentColor" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm-.8 3h1.6v1.6H7.2zm0 3h1.6v5H7.2z"/></symbol>
            </defs></svg>
            """);
    }

    private void WriteHeader(StringWriter body)
    {
        string scope = images.Count > 0 ? $"{Plural(images.Count, "image", "images")} · {ByteSize.Describe(images.Bytes)} · " : string.Empty;
        body.WriteLine($"<header><h1>{HtmlText.Encode(options.Title)}</h1>");
        body.WriteLine($"<p class=\"sub\">{scope}{Time()} · {ReportTool.Name} {HtmlText.Encode(ReportTool.Version)}</p>");
        body.WriteLine("<nav aria-label=\"Sections\"><ul>");
        body.WriteLine("<li><a href=\"#rules\">What was found</a></li>");
        if (images.Count > 0)
        {
            body.WriteLine("<li><a href=\"#library\">The library</a></li>");
        }

        if (_deadLinks.Length > 0)
        {
            body.WriteLine("<li><a href=\"#dead-links\">Dead links</a></li>");
        }

        if (gallery.Count > 0)
        {
            body.WriteLine("<li><a href=\"#duplicates\">Duplicates</a></li>");
        }

        body.WriteLine("<li><a href=\"#findings\">Findings</a></li><li><a href=\"#settings\">Settings</a></li></ul></nav></header>");
    }

    private string Time()
    {
        DateTime utc = options.CreatedAt.ToUniversalTime();
        return $"<time datetime=\"{utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\">{utc.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>";
    }

    private void WriteFigures(StringWriter body)
    {
        body.WriteLine("<dl class=\"figures\">");
        if (images.Count > 0)
        {
            Figure(body, "images", Number(images.Count), ByteSize.Describe(images.Bytes) + " in all");
        }

        foreach (AuditSeverity severity in WorstFirst)
        {
            string name = severity switch { AuditSeverity.Error => "errors", AuditSeverity.Warning => "warnings", _ => "for information" };
            Figure(body, Icon(severity) + name, Number(findings.CountOf(severity)), null);
        }

        Figure(
            body,
            "can be saved, at most",
            ByteSize.Describe(findings.SavingBytes),
            images.Bytes > 0 && findings.SavingBytes > 0 ? $"{(100.0 * findings.SavingBytes / images.Bytes).ToString("0", CultureInfo.InvariantCulture)} % of all bytes" : null);
        if (findings.AcceptedCount > 0)
        {
            Figure(body, "accepted by the baseline", Number(findings.AcceptedCount), null);
        }

        body.WriteLine("</dl>");
    }

    private static void Figure(StringWriter body, string name, string value, string? more) =>
        body.WriteLine($"<div class=\"figure\"><dt>{name}</dt><dd>{value}</dd>{(more is null ? string.Empty : $"<dd class=\"small\">{more}</dd>")}</div>");

    private void WriteRules(StringWriter body)
    {
        RuleTally[] tallies = [.. findings.Rules.Where(rule => rule.Count > 0)];
        body.WriteLine("<section id=\"rules\" aria-labelledby=\"rules-title\"><h2 id=\"rules-title\">What was found</h2>");
        if (tallies.Length == 0)
        {
            body.WriteLine($"<p class=\"card empty\">{(images.Count == 0 ? "Nothing was audited: no image came in." : "Nothing. Every rule that ran is content.")}</p></section>");
            return;
        }

        long most = tallies.Max(rule => rule.Count);
        body.WriteLine("<p class=\"note\">Findings by rule and severity, the worst first, and what to do about them.</p>");
        body.WriteLine("<div class=\"card scroll\"><table class=\"list rules\" role=\"table\"><caption class=\"sr\">Findings by rule and severity</caption><thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Rule</th><th scope=\"col\" role=\"columnheader\" class=\"num\">Errors</th><th scope=\"col\" role=\"columnheader\" class=\"num\">Warnings</th><th scope=\"col\" role=\"columnheader\" class=\"num\">Information</th><th class=\"graph\" role=\"columnheader\" scope=\"col\"><span class=\"sr\">Share</span></th><th scope=\"col\" role=\"columnheader\" class=\"num\">Can be saved</th><th scope=\"col\" role=\"columnheader\">What to do</th></tr></thead><tbody role=\"rowgroup\">");
        foreach (RuleTally tally in tallies)
        {
            string name = HtmlText.Encode(tally.Name);
            string advice = options.Rules.FirstOrDefault(rule => rule.Name.Equals(tally.Name, StringComparison.OrdinalIgnoreCase))?.Recommendation
                ?? rows.FirstOrDefault(row => row.RuleName.Equals(tally.Name, StringComparison.OrdinalIgnoreCase))?.Recommendation
                ?? string.Empty;
            body.WriteLine($"<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><span class=\"sev\">{Icon(tally.Worst)}<a href=\"#findings\" data-show-rule=\"{name}\">{name}</a></span></th>{Count(tally, AuditSeverity.Error, "errors")}{Count(tally, AuditSeverity.Warning, "warnings")}{Count(tally, AuditSeverity.Information, "information")}<td role=\"cell\" class=\"graph\">{Stack(tally, most)}</td><td role=\"cell\" class=\"num\"{(tally.SavingBytes > 0 ? " data-label=\"saves\"" : string.Empty)}>{(tally.SavingBytes > 0 ? ByteSize.Describe(tally.SavingBytes) : string.Empty)}</td><td role=\"cell\" class=\"do\">{HtmlText.Encode(advice)}</td></tr>");
        }

        body.WriteLine("</tbody></table></div></section>");
    }

    private static string Count(RuleTally tally, AuditSeverity severity, string label) =>
        $"<td role=\"cell\" class=\"num{(tally[severity] == 0 ? " zero" : string.Empty)}\" data-label=\"{label}\">{Number(tally[severity])}</td>";

    private static string Stack(RuleTally tally, long most)
    {
        double x = 0;
        string bars = string.Empty;
        foreach (AuditSeverity severity in WorstFirst.Where(severity => tally[severity] > 0))
        {
            double width = Math.Max(1.5, 100.0 * tally[severity] / most);
            string style = severity switch { AuditSeverity.Error => "e", AuditSeverity.Warning => "w", _ => "i" };
            bars += FormattableString.Invariant($"<rect class=\"{style}\" x=\"{x:0.##}\" y=\"0\" width=\"{Math.Min(width, 100 - x):0.##}\" height=\"10\"/>");
            x += width;
        }

        return $"<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{bars}</svg>";
    }

    private void WriteCharts(StringWriter body)
    {
        if (images.Count == 0)
        {
            return;
        }

        body.WriteLine("<section id=\"library\" aria-labelledby=\"library-title\"><h2 id=\"library-title\">The library</h2><p class=\"note\">All images that were audited, with and without findings.</p><div class=\"charts\">");
        Chart(body, "Formats by number", "a", [.. images.Formats.OrderByDescending(format => format.Value.Count).Take(9).Select(format => (HtmlText.Encode(format.Key), format.Value.Count, Number(format.Value.Count)))]);
        Chart(body, "Formats by bytes", "b", [.. images.Formats.OrderByDescending(format => format.Value.Bytes).Take(9).Select(format => (HtmlText.Encode(format.Key), format.Value.Bytes, ByteSize.Describe(format.Value.Bytes)))]);
        Chart(body, "File sizes", "a", [.. ImageTotals.SizeClasses.Select((size, index) => (HtmlText.Encode(size.Label), images.BySize[index], Number(images.BySize[index])))]);
        Chart(body, "Dimensions, the longer side", "a", [.. ImageTotals.SideClasses.Select((side, index) => (HtmlText.Encode(side.Label), images.BySide[index], Number(images.BySide[index])))]);
        body.WriteLine("</div></section>");
    }

    private static void Chart(StringWriter body, string caption, string style, (string Label, long Value, string Text)[] bars)
    {
        long most = bars.Length == 0 ? 0 : bars.Max(bar => bar.Value);
        body.WriteLine($"<div class=\"card chart\"><table class=\"bars\"><caption>{caption}</caption><tbody>");
        foreach ((string label, long value, string text) in bars)
        {
            body.WriteLine($"<tr><th scope=\"row\">{label}</th><td><svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"{style}\" width=\"{Percent(value, most)}\" height=\"10\"/></svg></td><td class=\"n\">{text}</td></tr>");
        }

        body.WriteLine("</tbody></table></div>");
    }

    private void WriteDeadLinks(StringWriter body)
    {
        if (_deadLinks.Length == 0)
        {
            return;
        }

        long all = findings.Of(UnreachableRule)?.Count ?? _deadLinks.Length;
        body.WriteLine($"<section id=\"dead-links\" aria-labelledby=\"dead-links-title\"><h2 id=\"dead-links-title\">Dead links</h2><p class=\"note\">{Plural(all, "image", "images")} that could not be read{(all > _deadLinks.Length ? $"; the first {Number(_deadLinks.Length)} are listed" : string.Empty)}.</p>");
        body.WriteLine("<div class=\"card scroll\"><table class=\"list stack\" role=\"table\"><caption class=\"sr\">Images that could not be read</caption><thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Severity</th><th scope=\"col\" role=\"columnheader\">Address</th><th scope=\"col\" role=\"columnheader\">Why</th></tr></thead><tbody role=\"rowgroup\">");
        foreach (AuditFinding finding in _deadLinks)
        {
            string subject = HtmlText.Encode(finding.Url is null ? finding.FileId : ImageIdentity.ToText(finding.Url, null));
            string address = HtmlText.Address(finding.Url) is string href ? $"<a href=\"{href}\" rel=\"noreferrer noopener\"><bdi>{subject}</bdi></a>" : $"<bdi>{subject}</bdi>";
            body.WriteLine($"<tr role=\"row\"><td role=\"cell\">{Severity(finding.Severity)}</td><td role=\"cell\" class=\"msg\">{address}</td><td role=\"cell\" class=\"msg\"><bdi>{HtmlText.Encode(finding.Message)}</bdi></td></tr>");
        }

        body.WriteLine("</tbody></table></div></section>");
    }

    private static string Severity(AuditSeverity severity) => $"<span class=\"sev {severity}\">{Icon(severity)}{severity}</span>";

    private void WriteDuplicates(StringWriter body)
    {
        if (gallery.Count == 0)
        {
            return;
        }

        var groups = gallery.Groups.ToArray();
        body.WriteLine($"<section id=\"duplicates\" aria-labelledby=\"duplicates-title\"><h2 id=\"duplicates-title\">Duplicates</h2><p class=\"note\">{Plural(gallery.Count, "group", "groups")} of images that look alike{(gallery.Count > groups.Length ? $"; {Number(groups.Length)} are shown" : string.Empty)}. The best of each comes first and is kept.</p><div class=\"groups\">");
        foreach ((string original, IReadOnlyList<AuditFinding> copies, long count, long bytes) in groups)
        {
            (string name, _) = HtmlText.Split(original, null);
            body.WriteLine($"<article class=\"card group\"><h3><bdi>{name}</bdi></h3><p>{Plural(count, "copy", "copies")}{(bytes > 0 ? $" · {ByteSize.Describe(bytes)} to be saved" : string.Empty)}</p><ul>");
            Member(body, original, null, "kept");
            foreach (AuditFinding copy in copies)
            {
                object? distance = null;
                copy.Evidence?.TryGetValue("Distance", out distance);
                Member(body, copy.Url, copy.FileId, SettingValue.ToNumber(distance) switch { 0 => "same hash", 1 => "1 bit differs", double bits => $"{Number((long)bits)} bits differ", null => string.Empty });
            }

            body.WriteLine(count > copies.Count ? $"<li class=\"diff\">and {Number(count - copies.Count)} more</li></ul></article>" : "</ul></article>");
        }

        body.WriteLine("</div></section>");
    }

    private void Member(StringWriter body, string? url, string? fileId, string note)
    {
        (string name, _) = HtmlText.Split(url, fileId);
        string image = _thumbnails.Element(url);
        string label = $"<bdi class=\"name\" title=\"{HtmlText.Encode(url ?? fileId)}\">{name}</bdi>";
        body.WriteLine(HtmlText.Address(url) is string href
            ? $"<li><a href=\"{href}\" rel=\"noreferrer noopener\">{image}{label}</a><span class=\"diff\">{note}</span></li>"
            : $"<li>{image}{label}<span class=\"diff\">{note}</span></li>");
    }

    private void WriteFindings(StringWriter body)
    {
        body.WriteLine("<section id=\"findings\" aria-labelledby=\"findings-title\"><h2 id=\"findings-title\">Findings</h2>");
        WriteHowManyMore(body);
        if (rows.Count == 0)
        {
            body.WriteLine("<p class=\"card empty\">There are none.</p></section>");
            return;
        }

        body.WriteLine("<div class=\"card\">");
        WriteFilter(body);
        string image = options.NoThumbnail ? string.Empty : "<th scope=\"col\" role=\"columnheader\"><span class=\"sr\">Thumbnail</span></th>";
        body.WriteLine($"<table id=\"findings-table\" class=\"list findings\" role=\"table\"><caption class=\"sr\">Findings, sortable by the buttons in the head</caption><thead role=\"rowgroup\"><tr role=\"row\">{image}{Heading("Severity", "number", "descending")}{Heading("Rule")}{Heading("Image")}{Heading("Finding")}{Heading("Can be saved", "number", css: "num")}</tr></thead><tbody role=\"rowgroup\">");
        foreach (AuditFinding finding in rows.Take(RowsAtOnce))
        {
            WriteFinding(body, finding);
        }

        body.WriteLine("</tbody></table>");
        if (rows.Count > RowsAtOnce)
        {
            body.WriteLine($"<noscript><p class=\"empty\">The other {Number(rows.Count - RowsAtOnce)} are shown by this page's script, which does not run here.</p></noscript><template id=\"more-findings\">");
            foreach (AuditFinding finding in rows.Skip(RowsAtOnce))
            {
                WriteFinding(body, finding);
            }

            body.WriteLine("</template>");
        }

        body.WriteLine("<p id=\"filter-empty\" class=\"empty\" hidden>No finding fits the filter.</p><button type=\"button\" id=\"show-more\" class=\"more\" hidden></button></div></section>");
    }

    private static string Heading(string name, string kind = "text", string? sorted = null, string css = "") =>
        $"<th scope=\"col\" role=\"columnheader\" data-kind=\"{kind}\"{(css.Length > 0 ? $" class=\"{css}\"" : string.Empty)}{(sorted is null ? string.Empty : $" aria-sort=\"{sorted}\"")}><button type=\"button\" class=\"sort\">{name}</button></th>";

    private void WriteHowManyMore(StringWriter body)
    {
        if (findings.Count <= rows.Count)
        {
            return;
        }

        string more = string.Join(", ", findings.Rules
            .Where(rule => rule.Count > options.MaximumFindingsPerRule)
            .Select(rule => $"{Number(rule.Count - options.MaximumFindingsPerRule)} of {HtmlText.Encode(rule.Name)}"));
        body.WriteLine($"<p class=\"note\">The first {Number(options.MaximumFindingsPerRule)} of each rule are listed. {Number(findings.Count - rows.Count)} more ({more}) are in the CSV or JSON report.</p>");
    }

    private void WriteFilter(StringWriter body)
    {
        body.WriteLine("<div class=\"tools\" role=\"search\"><label class=\"sr\" for=\"filter-text\">Filter by text</label><input type=\"search\" id=\"filter-text\" placeholder=\"Filter by text\" autocomplete=\"off\" spellcheck=\"false\">");
        body.WriteLine("<label class=\"sr\" for=\"filter-rule\">Filter by rule</label><select id=\"filter-rule\"><option value=\"\">All rules</option>");
        foreach (string rule in rows.Select(row => row.RuleName).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(rule => rule, StringComparer.OrdinalIgnoreCase))
        {
            string name = HtmlText.Encode(rule);
            body.WriteLine($"<option value=\"{name}\">{name}</option>");
        }

        body.WriteLine("</select><fieldset><legend class=\"sr\">Filter by severity</legend>");
        foreach (AuditSeverity severity in WorstFirst)
        {
            body.WriteLine($"<label><input type=\"checkbox\" data-filter-severity=\"{severity}\" checked>{Icon(severity)}{severity}</label>");
        }

        body.WriteLine($"</fieldset><output id=\"filter-count\" aria-live=\"polite\">{Number(rows.Count)} listed</output></div>");
    }

    private void WriteFinding(StringWriter body, AuditFinding finding)
    {
        bool canBeRead = !finding.RuleName.Equals(UnreachableRule, StringComparison.OrdinalIgnoreCase);
        (string name, string? folder) = HtmlText.Split(finding.Url, finding.FileId);
        string file = HtmlText.Address(finding.Url) is string href
            ? $"<a class=\"file\" href=\"{href}\" rel=\"noreferrer noopener\"><bdi>{name}</bdi></a>"
            : $"<bdi class=\"file\">{name}</bdi>";
        string rule = HtmlText.Encode(finding.RuleName);
        string image = options.NoThumbnail ? string.Empty : $"<td class=\"t\" role=\"cell\">{_thumbnails.Element(finding.Url, canBeRead)}</td>";
        body.WriteLine($"<tr role=\"row\" data-severity=\"{finding.Severity}\" data-rule=\"{rule}\">{image}<td class=\"s\" role=\"cell\" data-value=\"{(int)finding.Severity}\">{Severity(finding.Severity)}</td><td class=\"r\" role=\"cell\">{rule}</td><td class=\"p\" role=\"cell\">{file}{(folder is null ? string.Empty : $"<bdi class=\"path\">{folder}</bdi>")}</td><td class=\"m msg\" role=\"cell\"><bdi>{HtmlText.Encode(finding.Message)}</bdi></td><td class=\"num\" role=\"cell\" data-value=\"{(finding.SavingBytes ?? -1).ToString(CultureInfo.InvariantCulture)}\">{(finding.SavingBytes is long saving ? ByteSize.Describe(saving) : string.Empty)}</td></tr>");
    }

    private void WriteSettings(StringWriter body)
    {
        body.WriteLine("<section id=\"settings\" aria-labelledby=\"settings-title\"><h2 id=\"settings-title\">Settings in force</h2>");
        if (options.Rules.Count == 0)
        {
            body.WriteLine("<p class=\"note\">Unknown: the findings came from another audit.</p></section>");
            return;
        }

        int running = options.Rules.Count(rule => rule.IsEnabled);
        body.WriteLine($"<p class=\"note\">{Plural(running, "rule", "rules")} ran, {Number(options.Rules.Count - running)} did not. Values that differ from the defaults are bold.</p><details class=\"card\"><summary>All rules and their settings</summary><div class=\"scroll\"><table class=\"list stack settings\" role=\"table\"><caption class=\"sr\">Rules and settings</caption><thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Rule</th><th scope=\"col\" role=\"columnheader\">Severity</th><th scope=\"col\" role=\"columnheader\">What it looks for, and why so</th><th scope=\"col\" role=\"columnheader\">Settings</th></tr></thead><tbody role=\"rowgroup\">");
        foreach (AuditRule rule in options.Rules)
        {
            string settings = string.Concat(rule.Settings.Select(setting =>
            {
                string value = SettingValue.ToDisplayText(setting.Value);
                string css = value == SettingValue.ToDisplayText(setting.Default) ? string.Empty : " class=\"changed\"";
                return $"<code{css}>{HtmlText.Encode(setting.Name)} = {HtmlText.Encode(value)}</code>";
            }));
            body.WriteLine($"<tr role=\"row\"{(rule.IsEnabled ? string.Empty : " class=\"off\"")}><th scope=\"row\" role=\"rowheader\">{HtmlText.Encode(rule.Name)}{(rule.IsEnabled ? string.Empty : " (off)")}</th><td role=\"cell\">{Severity(rule.Severity)}</td><td role=\"cell\">{HtmlText.Encode(rule.Description)}<br><span class=\"off\">{HtmlText.Encode(rule.Reason)}</span></td><td role=\"cell\">{settings}</td></tr>");
        }

        body.WriteLine("</tbody></table></div></details></section>");
    }
}
