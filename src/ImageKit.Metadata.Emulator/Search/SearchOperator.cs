namespace ImageKit.Metadata.Emulator;

/// <summary>What a comparison of a search query asks.</summary>
public enum SearchOperator
{
    /// <summary><c>=</c></summary>
    EqualTo,

    /// <summary><c>NOT =</c></summary>
    NotEqualTo,

    /// <summary><c>:</c> : begins with; for <c>path</c>, the folder and all below it.</summary>
    BeginsWith,

    /// <summary><c>&lt;</c></summary>
    LessThan,

    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>&gt;</c></summary>
    GreaterThan,

    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>IN</c></summary>
    In,

    /// <summary><c>NOT IN</c></summary>
    NotIn,

    /// <summary><c>HAS</c>: holds the text, upper and lower case alike.</summary>
    Has,

    /// <summary><c>EXISTS</c></summary>
    Exists,

    /// <summary><c>NOT EXISTS</c></summary>
    NotExists,
}
