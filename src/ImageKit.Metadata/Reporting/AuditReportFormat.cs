namespace ImageKit.Metadata;

/// <summary>What an audit can be written as.</summary>
public enum AuditReportFormat
{
    /// <summary>One page for people: no script, style or font from elsewhere.</summary>
    Html,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>A row a finding (RFC 4180, UTF-8); cells that a spreadsheet would take for formulas begin with an apostrophe.</summary>
    Csv,

    /// <summary>Findings, rules and totals as JSON.</summary>
    Json,

    /// <summary>A summary for a pull request or a job.</summary>
    Markdown,

    /// <summary>A suite a rule, a case a finding, for build servers.</summary>
    JUnit,

    /// <summary>The findings as accepted ones, to be left out of later audits.</summary>
    Baseline,
}
