namespace ImageKit.Metadata;

/// <summary>The format of an audit report.</summary>
public enum AuditReportFormat
{
    /// <summary>One page for people, without scripts, styles or fonts from elsewhere.</summary>
    Html,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>One row per finding (RFC 4180, UTF-8); a cell that a spreadsheet would run as a formula begins with an apostrophe.</summary>
    Csv,

    /// <summary>Findings, rules and totals as JSON; <c>-Since</c> reads it.</summary>
    Json,

    /// <summary>A summary with links, for a pull request or the summary of a job.</summary>
    Markdown,

    /// <summary>One test suite with one case per finding and per rule that passed, for build servers.</summary>
    JUnit,

    /// <summary>The findings as accepted ones, to be left out of later audits.</summary>
    Baseline,

    /// <summary>A short page for mail and chat: the totals and the ten worst findings, without script, under 100 KB.</summary>
    Digest,

    /// <summary>The totals as OpenMetrics text, for the textfile collector of a metrics agent.</summary>
    OpenMetrics,
}
