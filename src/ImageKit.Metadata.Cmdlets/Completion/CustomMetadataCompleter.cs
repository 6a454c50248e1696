using System.Collections;
using System.Management.Automation.Language;
using ImageKit.Metadata.Connections;
using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Completion;

/// <summary>Offers the custom metadata fields of the account: <c>@{ brand = '' }</c>.</summary>
internal sealed class CustomMetadataCompleter : IArgumentCompleter
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(3);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('@', '{', '\'', '"', ' ');
        return ReadFields(fakeBoundParameters)
            .Where(field => field.Name!.StartsWith(word, StringComparison.OrdinalIgnoreCase) && PlainText.Clean(field.Name) == field.Name)
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => new CompletionResult(
                $"@{{ {Quote(field.Name!)} = '' }}",
                field.Name!,
                CompletionResultType.ParameterValue,
                $"{PlainText.Clean(field.Label ?? field.Name!)} ({new CustomMetadataCheck(field).ToDisplayText()})"));
    }

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c == '_') ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";

    private static IReadOnlyList<CustomMetadataField> ReadFields(IDictionary bound)
    {
        IKConnection? connection = bound["Connection"] as IKConnection ?? ConnectionStore.Current.Find();
        if (connection is null or { IsDisconnected: true })
        {
            return [];
        }

        try
        {
            // A prompt that waits for a completion waits for nothing else.
            return Task.Run(() => connection.Client.GetCustomMetadataFieldsAsync(new RequestOptions { Timeout = RequestTimeout, MaximumRetryCount = 0 })).GetAwaiter().GetResult();
        }
        catch (ImageKitException)
        {
            return [];
        }
    }
}
