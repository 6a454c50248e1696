using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Errors;

namespace ImageKit.Metadata.Cmdlets.Tests.Help;

/// <summary>The topic on errors: what a script may rely on is what the cmdlets report.</summary>
public sealed partial class ErrorTopicTests
{
    [Fact]
    public void The_topic_has_every_error_with_its_categories() =>
        Assert.Equal(Reported().Order(StringComparer.Ordinal), Described().Order(StringComparer.Ordinal));

    /// <summary>Every error record that there can be: each method with everything that makes a difference to it.</summary>
    private static IEnumerable<string> Reported() =>
        from method in typeof(IKErrorRecord).GetMethods(BindingFlags.Static | BindingFlags.Public)
        from arguments in Combinations(method.GetParameters())
        let record = (ErrorRecord)method.Invoke(null, arguments)!
        group record.CategoryInfo.Category.ToString() by record.FullyQualifiedErrorId into error
        select $"{error.Key}: {string.Join(" or ", error.Distinct().Order(StringComparer.Ordinal))}";

    private static IEnumerable<string> Described() => ErrorInTopic()
        .Matches(File.ReadAllText(Path.Combine(HelpPage.Folder, "about_IKErrors.help.txt")).ReplaceLineEndings("\n"))
        .Select(error => $"{error.Groups[1].Value}: {error.Groups[2].Value}");

    private static IEnumerable<object?[]> Combinations(ParameterInfo[] parameters) => parameters.Aggregate(
        new[] { Array.Empty<object?>() }.AsEnumerable(),
        (before, parameter) => before.SelectMany(_ => Samples(parameter.ParameterType), (arguments, sample) => arguments.Append(sample).ToArray()));

    private static IEnumerable<object?> Samples(Type type) => type.Name switch
    {
        nameof(ImageKitException) => Enum.GetValues<ImageKitErrorKind>().Select(kind => new ImageKitException(kind, "It failed.")),
        "CheckpointException" or "JournalException" => new[] { true, false }.Select(isWriteFailure => Activator.CreateInstance(type, "It failed.", isWriteFailure, null)),
        nameof(AuditSettingsException) => [new AuditSettingsException("It failed.")],
        nameof(Exception) => [new AuditSettingsException("It failed."), new IOException("It failed.")],
        nameof(IKConnection) => [new IKConnection(PSCredential.Empty, new Uri("https://api.imagekit.io"), IKConnection.FromCredential)],
        nameof(AuditResult) => [new AuditResult(), new AuditResult { NotCheckedCount = 1 }, new AuditResult { ImageCount = 1 }],
        nameof(Uri) => [new Uri("http://example.com")],
        nameof(PipelineObject) => [new PipelineObject(new PSObject())],
        nameof(String) => ["text"],
        _ => [type.IsValueType ? Activator.CreateInstance(type) : null],
    };

    [GeneratedRegex(@"^    (\w+)\n        Category +(.+)$", RegexOptions.Multiline)]
    private static partial Regex ErrorInTopic();
}
