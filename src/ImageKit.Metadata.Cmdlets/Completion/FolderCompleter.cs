using System.Collections;
using System.Management.Automation.Language;
using ImageKit.Metadata.Connections;
using ImageKit.Metadata.Library;

namespace ImageKit.Metadata.Completion;

/// <summary>Completes folders of the media library, level by level. Without a connection, or when the service is slow, it offers nothing.</summary>
internal sealed class FolderCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private const string QuotedCharacters = " '\"(){};,&|$`@#";

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = "/" + wordToComplete.Trim('\'', '"').TrimStart('/');
        string parent = FolderLookup.ParentOf(word);
        CompletionResult[] folders = [.. ListFolders(parent, fakeBoundParameters["Connection"])
            .Select(name => parent.TrimEnd('/') + "/" + name)
            .Where(path => path.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .OrderBy(path => path, StringComparer.OrdinalIgnoreCase)
            .Select(path => new CompletionResult(Quote(path), FolderLookup.NameOf(path), CompletionResultType.ParameterValue, path))];

        // Where a completer offers nothing, PowerShell offers the files of the local disk.
        return folders.Length > 0 || wordToComplete.Length == 0 ? folders : [new CompletionResult(wordToComplete)];
    }

    private static IEnumerable<string> ListFolders(string parent, object? connection)
    {
        IKConnection? chosen = (connection is PSObject wrapped ? wrapped.BaseObject : connection) as IKConnection ?? ConnectionStore.Current.Find();
        if (chosen is null || chosen.IsDisconnected)
        {
            return [];
        }

        try
        {
            using CancellationTokenSource stop = new(Timeout);
            FolderLookup lookup = new(chosen.Client, new RequestOptions { Timeout = Timeout, MaximumRetryCount = 0 });
            return [.. lookup.ListAsync(parent, "folder", stop.Token).GetAwaiter().GetResult().Select(item => item.Name).OfType<string>()];
        }
        catch (Exception failure) when (failure is ImageKitException or OperationCanceledException)
        {
            return [];
        }
    }

    private static string Quote(string path) => !path.Any(QuotedCharacters.Contains) ? path : $"'{path.Replace("'", "''")}'";
}
