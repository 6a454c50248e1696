using System.Globalization;
using System.Text;

namespace ImageKit.Metadata;

/// <summary>
/// Builds a search in the language of
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/list-and-search-assets#advanced-search-queries">GET /v1/files</see>:
/// conditions that must all hold. A value is always sent as a value, whatever it holds.
/// </summary>
/// <remarks>
/// The service's documentation does not say how a quotation mark in a value is written; a backslash before it, and before a
/// backslash, is what languages of this kind have in common.
/// </remarks>
public sealed class SearchQueryBuilder
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly List<(string Text, bool IsCompound)> _conditions = [];

    /// <summary>Whether there is no condition yet.</summary>
    public bool IsEmpty => _conditions.Count == 0;

    /// <summary>A text as the language writes it: in quotation marks, which inside it are marked.</summary>
    /// <param name="value">The text.</param>
    public static string Quote(string value)
    {
        StringBuilder quoted = new(value.Length + 2);
        quoted.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The field is one of the values.</summary>
    /// <param name="field">The field, such as <c>name</c> or <c>customMetadata.brand</c>.</param>
    /// <param name="values">The values; at least one.</param>
    public SearchQueryBuilder IsOneOf(string field, params string[] values) => Add(values.Length switch
    {
        0 => string.Empty,
        1 => $"{Name(field)} = {Quote(values[0])}",
        _ => $"{Name(field)} IN [{string.Join(", ", values.Select(Quote))}]",
    });

    /// <summary>The text field begins with the text; for <c>path</c>, the element lies in that folder or anywhere below it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="starts">The possible texts; at least one.</param>
    public SearchQueryBuilder BeginsWith(string field, params string[] starts) =>
        AddAnyOf([.. starts.Select(start => $"{Name(field)} : {Quote(start)}")]);

    /// <summary>The element lies in one of the folders, at that level.</summary>
    /// <param name="folders">The folders' paths; at least one.</param>
    public SearchQueryBuilder IsIn(params string[] folders) => AddAnyOf([.. folders.Select(folder => $"path = {Quote(folder)}")]);

    /// <summary>The number is greater.</summary>
    /// <param name="field">The field, such as <c>size</c>, which is in bytes.</param>
    /// <param name="bound">The bound, itself not included.</param>
    public SearchQueryBuilder IsGreaterThan(string field, long bound) => Add(FormattableString.Invariant($"{Name(field)} > {bound}"));

    /// <summary>The number is less.</summary>
    /// <param name="field">The field, such as <c>size</c>, which is in bytes.</param>
    /// <param name="bound">The bound, itself not included.</param>
    public SearchQueryBuilder IsLessThan(string field, long bound) => Add(FormattableString.Invariant($"{Name(field)} < {bound}"));

    /// <summary>The moment is this one or later.</summary>
    /// <param name="field">The field, such as <c>createdAt</c>.</param>
    /// <param name="time">The time; one without a kind is local time. It is rounded to milliseconds.</param>
    public SearchQueryBuilder IsSince(string field, DateTime time) => Add($"{Name(field)} >= {Quote(ToText(time))}");

    /// <summary>The moment is earlier than this one.</summary>
    /// <param name="field">The field, such as <c>createdAt</c>.</param>
    /// <param name="time">The time; one without a kind is local time. It is rounded to milliseconds.</param>
    public SearchQueryBuilder IsBefore(string field, DateTime time) => Add($"{Name(field)} < {Quote(ToText(time))}");

    /// <summary>A condition in the service's language, taken as it is.</summary>
    /// <param name="query">The condition.</param>
    public SearchQueryBuilder Matches(string query) => Add(query, isCompound: true);

    /// <summary>The whole search; empty without a condition.</summary>
    public override string ToString() => _conditions.Count == 1
        ? _conditions[0].Text
        : string.Join(" AND ", _conditions.Select(condition => condition.IsCompound ? $"({condition.Text})" : condition.Text));

    private static string ToText(DateTime time) => time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A field with a dot in it stands in quotation marks; no other may.</summary>
    private static string Name(string field) => field.IndexOf('.') < 0 ? field : Quote(field);

    private SearchQueryBuilder AddAnyOf(IReadOnlyCollection<string> conditions) =>
        Add(string.Join(" OR ", conditions), isCompound: conditions.Count > 1);

    private SearchQueryBuilder Add(string text, bool isCompound = false)
    {
        if (text.Length == 0)
        {
            throw new ArgumentException("The list of texts is empty.");
        }

        _conditions.Add((text, isCompound));
        return this;
    }
}
