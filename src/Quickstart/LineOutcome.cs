namespace Quickstart;

/// <summary>How a line ended.</summary>
internal enum LineOutcome
{
    /// <summary>Without an error.</summary>
    Clean,

    /// <summary>With errors of single items, shown or silenced.</summary>
    WithErrors,

    /// <summary>By an error that ended it.</summary>
    Ended,
}
