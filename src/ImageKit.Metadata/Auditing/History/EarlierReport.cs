using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Auditing;

/// <summary>Reads the findings of a JSON report one by one, whatever their number.</summary>
internal static class EarlierReport
{
    private const int InitialBytes = 64 * 1024;
    private const int MaximumFindingBytes = 64 * 1024 * 1024;

    // Findings that were not checked in that audit are in an array of their own.
    private static readonly string[] FindingArrays = ["findings", "carriedFindings"];

    /// <summary>The findings that were there: absent ones are left out.</summary>
    /// <exception cref="AuditSettingsException">The file is not a JSON report.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<(AuditFinding Finding, DateTime CreatedAt)> Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder, not a report.");
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, InitialBytes);
        Cursor cursor = new(file, path);
        DateTime createdAt = File.GetLastWriteTimeUtc(path);
        bool hasFindings = false;
        while (cursor.ReadProperty(out string name))
        {
            if (FindingArrays.Contains(name))
            {
                cursor.EnterArray();
                hasFindings = true;
                while (cursor.ReadValue() is JsonElement element)
                {
                    if (ToFinding(element) is AuditFinding { BaselineState: not AuditBaselineState.Absent } finding)
                    {
                        yield return (finding, createdAt);
                    }
                }
            }
            else if (cursor.ReadValue() is { ValueKind: JsonValueKind.String } value && name == "createdAt" && value.TryGetDateTime(out DateTime time))
            {
                createdAt = time.ToUniversalTime();
            }
        }

        if (!hasFindings)
        {
            throw Cursor.NotAReport(path, "it has no list 'findings'");
        }
    }

    private static AuditFinding? ToFinding(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || Text(element, "ruleName") is not string rule)
        {
            return null;
        }

        return new AuditFinding
        {
            RuleName = rule,
            Severity = RuleSelection.ToSeverity(Text(element, "severity")) ?? AuditSeverity.Information,
            Url = Text(element, "url"),
            FileId = Text(element, "fileId"),
            FilePath = Text(element, "filePath"),
            Message = Text(element, "message") ?? string.Empty,
            Recommendation = Text(element, "recommendation"),
            Evidence = ReadBag(element),
            SavingBytes = element.TryGetProperty("savingBytes", out JsonElement saving) && saving.TryGetInt64(out long bytes) ? bytes : null,
            AcceptedReason = Text(element, "acceptedReason"),
            BaselineState = Enum.TryParse(Text(element, "baselineState"), ignoreCase: true, out AuditBaselineState state) ? state : null,
            FirstSeen = DateTime.TryParse(Text(element, "firstSeen"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime first) ? first : null,
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static PropertyBag ReadBag(JsonElement element)
    {
        if (!element.TryGetProperty("evidence", out JsonElement evidence) || evidence.ValueKind != JsonValueKind.Object)
        {
            return new PropertyBag();
        }

        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(evidence.GetRawText()));
        reader.Read();
        return JsonValueReader.ReadObject(ref reader);
    }

    /// <summary>A position in the file: one property of the report, or one item of a list, is in memory at a time.</summary>
    private sealed class Cursor(Stream file, string path)
    {
        private byte[] _buffer = new byte[InitialBytes];
        private int _length;
        private int _start;
        private bool _isEnd;
        private JsonReaderState _state = new(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

        public static AuditSettingsException NotAReport(string path, string fault) => new($"The file '{path}' is not a JSON report of an audit: {fault}.");

        /// <summary>Reads the name of the next property of the report; false at its end.</summary>
        public bool ReadProperty(out string name)
        {
            (JsonTokenType type, string text) = ReadToken();
            if (type == JsonTokenType.StartObject)
            {
                (type, text) = ReadToken();
            }

            name = text;
            return type == JsonTokenType.PropertyName ? true
                : type is JsonTokenType.EndObject or JsonTokenType.None ? false
                : throw NotAReport(path, "it is not an object");
        }

        /// <summary>Enters the value of a property, which must be a list.</summary>
        public void EnterArray()
        {
            if (ReadToken().Type != JsonTokenType.StartArray)
            {
                throw NotAReport(path, "its findings are not a list");
            }
        }

        /// <summary>The value of a property, or the next item of a list; null at its end.</summary>
        public JsonElement? ReadValue()
        {
            while (true)
            {
                if (TryReadValue(out JsonElement? value))
                {
                    return value;
                }

                if (_isEnd)
                {
                    throw NotAReport(path, "it ends early");
                }

                Fill();
            }
        }

        private (JsonTokenType Type, string Text) ReadToken()
        {
            while (true)
            {
                if (TryReadToken(out JsonTokenType type, out string text))
                {
                    return (type, text);
                }

                if (_isEnd)
                {
                    return (JsonTokenType.None, string.Empty);
                }

                Fill();
            }
        }

        private bool TryReadToken(out JsonTokenType type, out string text)
        {
            (type, text) = (JsonTokenType.None, string.Empty);
            Utf8JsonReader reader = new(_buffer.AsSpan(_start, _length - _start), _isEnd, _state);
            try
            {
                if (!reader.Read())
                {
                    return false;
                }

                type = reader.TokenType;
                text = type == JsonTokenType.PropertyName ? reader.GetString()! : string.Empty;
                Advance(reader);
                return true;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw NotAReport(path, exception.Message.TrimEnd('.'));
            }
        }

        private bool TryReadValue(out JsonElement? value)
        {
            value = null;
            Utf8JsonReader reader = new(_buffer.AsSpan(_start, _length - _start), _isEnd, _state);
            try
            {
                if (!reader.Read())
                {
                    return false;
                }

                if (reader.TokenType != JsonTokenType.EndArray)
                {
                    if (!JsonDocument.TryParseValue(ref reader, out JsonDocument? document))
                    {
                        return false;
                    }

                    using (document)
                    {
                        value = document!.RootElement.Clone();
                    }
                }

                Advance(reader);
                return true;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw NotAReport(path, exception.Message.TrimEnd('.'));
            }
        }

        private void Advance(in Utf8JsonReader reader)
        {
            _start += (int)reader.BytesConsumed;
            _state = reader.CurrentState;
        }

        private void Fill()
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _length - _start);
            (_length, _start) = (_length - _start, 0);
            if (_length == _buffer.Length)
            {
                if (_length >= MaximumFindingBytes)
                {
                    throw NotAReport(path, "one of its values is too large");
                }

                Array.Resize(ref _buffer, _length * 2);
            }

            int read = file.Read(_buffer, _length, _buffer.Length - _length);
            _isEnd = read == 0;
            if (_length == 0 && read >= 3 && _buffer[0] == 0xEF && _buffer[1] == 0xBB && _buffer[2] == 0xBF && file.Position == read)
            {
                _start = 3;
            }

            _length += read;
        }
    }
}
