using System.Text.Json;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Reporting;

/// <summary>Writes a format that is JSON. The findings do not stay in memory, however many there are.</summary>
internal abstract class JsonFormatWriter(Stream stream, AuditReportOptions options) : ReportWriter(options)
{
    private const int FlushBytes = 64 * 1024;

    protected Utf8JsonWriter Json { get; } = new(stream, new JsonWriterOptions { Indented = true });

    public sealed override void Add(AuditFinding finding)
    {
        WriteFinding(finding);
        if (Json.BytesPending > FlushBytes)
        {
            Json.Flush();
        }
    }

    public sealed override void Complete(ReportTotals totals)
    {
        WriteEnd(totals);
        Json.Flush();
    }

    public override void Dispose()
    {
        Json.Dispose();
        base.Dispose();
    }

    protected abstract void WriteFinding(AuditFinding finding);

    /// <summary>Writes what follows the findings.</summary>
    protected abstract void WriteEnd(ReportTotals totals);

    /// <summary>Writes a property; nothing if the text is null.</summary>
    protected void WriteText(string name, string? text)
    {
        if (text is not null)
        {
            Json.WriteString(name, PlainText.ToWhole(text));
        }
    }

    /// <summary>Writes a property; nothing if the number is null.</summary>
    protected void WriteNumber(string name, long? number)
    {
        if (number is long known)
        {
            Json.WriteNumber(name, known);
        }
    }

    protected void WriteBag(string name, PropertyBag? values)
    {
        Json.WritePropertyName(name);
        FindingJson.WriteBag(Json, values);
    }

    protected void WriteSettings(AuditRule rule)
    {
        Json.WriteStartObject("settings");
        foreach (AuditRuleSetting setting in rule.Settings)
        {
            Json.WritePropertyName(setting.Name);
            JsonValueWriter.Write(Json, setting.Value);
        }

        Json.WriteEndObject();
    }
}
