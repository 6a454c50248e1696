using System.Globalization;
using ImageKit.Metadata.Auditing;
using ImageKit.Metadata.Binding;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Connections;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Images;
using ImageKit.Metadata.Library.Changes;
using ImageKit.Metadata.Reporting;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Errors;

/// <summary>Every error record of the module: ID, category, target and recommended action, in one place.</summary>
internal static class IKErrorRecord
{
    public const string MissingPropertyId = "MissingProperty";

    private const int LongestTarget = 200;
    private const string CheckFileId = "Check the file ID; Get-IKFile lists those of this account.";

    /// <summary>A request that failed. The advice is there where the cmdlet knows better than what fits most requests.</summary>
    public static ErrorRecord For(ImageKitException failure, object? target, string? advice = null)
    {
        (ErrorCategory category, string action) = failure.Kind switch
        {
            ImageKitErrorKind.InvalidUrl => (ErrorCategory.InvalidArgument,
                "Use the full URL of an image, such as https://ik.imagekit.io/your_id/image.jpg."),
            ImageKitErrorKind.NotConnected => (ErrorCategory.AuthenticationError,
                "Run Connect-IKAccount again."),
            ImageKitErrorKind.AuthenticationFailed => (ErrorCategory.AuthenticationError,
                "Check the private key (it begins with 'private_'; the public key does not work) in the dashboard under Developer options, and connect again with Connect-IKAccount."),
            ImageKitErrorKind.BadRequest => (ErrorCategory.InvalidArgument, IsFileId(target)
                ? CheckFileId
                : "Check that the URL belongs to this account, that the transformation is valid, or that the file ID is right."),
            ImageKitErrorKind.NotFound => (ErrorCategory.ObjectNotFound, IsFileId(target)
                ? CheckFileId
                : "Check the path of the image in the media library; paths are case-sensitive."),
            ImageKitErrorKind.RateLimitExceeded => (ErrorCategory.LimitsExceeded,
                "Try again later, check whether another program uses the account's limit, or ask ImageKit's support to raise it."),
            ImageKitErrorKind.RequestTimeout => (ErrorCategory.OperationTimeout,
                "Try again, or use a larger -TimeoutSec."),
            ImageKitErrorKind.ConnectionFailed => (ErrorCategory.ConnectionError,
                "Check the network, the proxy and the address of the service, and try again."),
            ImageKitErrorKind.ServerError => (ErrorCategory.ResourceUnavailable,
                "Try again later. If the error persists, give ImageKit's support the request ID."),
            _ => (ErrorCategory.InvalidData,
                "Check that -ApiBaseUri is ImageKit's API and that no proxy responds instead."),
        };

        ErrorRecord record = new(failure, failure.Kind.ToString(), category, target);
        string subject = PlainText.Clean(Redactor.RemoveUserInfo(target?.ToString() ?? string.Empty), LongestTarget);
        List<string> details = [subject.Length == 0 ? failure.Message : $"{subject}: {failure.Message}"];
        if (failure.RequestId is not null)
        {
            details.Add($"(request ID {failure.RequestId})");
        }

        if (failure.Attempts > 1)
        {
            details.Add($"({failure.Attempts} attempts)");
        }

        record.ErrorDetails = new ErrorDetails(string.Join(" ", details)) { RecommendedAction = advice ?? AdviceFor(failure) ?? action };
        return record;
    }

    /// <summary>What to do about a cause that is known beyond its kind; null if it is not.</summary>
    private static string? AdviceFor(ImageKitException failure) => failure.Cause switch
    {
        FailureCause.InvalidCertificate => "Check the certificate of the address in -ApiBaseUri. If a proxy replaces certificates, install its root certificate on this computer.",
        FailureCause.ProxyAuthentication => "Set a user name and a password for the proxy, in the system's proxy settings or in the environment variable HTTPS_PROXY (http://user:password@proxy:port).",
        FailureCause.ProxyFailed => "Check the proxy in the system's settings and in the environment variables HTTPS_PROXY and NO_PROXY.",
        FailureCause.NameNotResolved => "Check the spelling of the host name, the network connection and the DNS settings.",
        FailureCause.VersionInBaseUri => "Remove /v1 from -ApiBaseUri; the module adds it.",
        FailureCause.CorruptFile => "Download the file and open it; if it is damaged, upload it again.",
        FailureCause.RefusedItem => "The key is accepted. Check whether a firewall or a proxy blocks this URL, and whether the key may read this file.",
        FailureCause.WrongShape => "Check that -ApiBaseUri is ImageKit's API, and try again later if the service is under maintenance.",
        FailureCause.InvalidFileId => "Use -Url for a URL; Get-IKFile lists the file IDs of this account.",
        _ when failure.Kind == ImageKitErrorKind.InvalidUrl && failure.Message.Contains("8 KB", StringComparison.Ordinal) =>
            "Shorten the transformation; a named transformation (n-name) contains any number of steps.",
        _ => null,
    };

    public static ErrorRecord UnpairedFileId(string fault, object? fileIds) => InvalidArgument(
        fault + " A file ID belongs to one URL.",
        "UnpairedFileId",
        fileIds,
        "Remove -FileId, or pipe objects that have both Url and FileId.");

    public static ErrorRecord InvalidTransformation(string fault, string transformation) => InvalidArgument(
        fault,
        "InvalidTransformation",
        transformation,
        "Write each parameter as name-value, such as w-400,f-webp; see about_IKTransformation.");

    /// <summary>A checkpoint file that cannot be used or written to. The advice is there where nothing shall be written.</summary>
    public static ErrorRecord For(CheckpointException failure, string? path, string? advice = null) => failure.IsWriteFailure
        ? Create(
            failure,
            "CheckpointWriteFailed",
            ErrorCategory.WriteError,
            path,
            IsDiskFull(failure)
                ? "The disk is full. Free disk space and run the same command again: what the file contains is not requested again."
                : "Check that the disk is available and not full, and run the same command again: what the file contains is not requested again.")
        : Create(
            failure,
            "CheckpointUnusable",
            ErrorCategory.OpenError,
            path,
            advice ?? "Use the path of a new file, or of one that was written with this key. If another process uses the file, wait until it ends.");

    /// <summary>Rows or objects that lack the properties which a cmdlet reads; written once for all with the same properties.</summary>
    public static ErrorRecord MissingProperty(PipelineObject input, string expected) => InvalidArgument(
        input.ToMissingPropertyMessage(expected),
        MissingPropertyId,
        input.Value,
        $"Rename the property, such as with Select-Object @{{ Name = '{expected.Split(',')[0]}'; Expression = 'OldName' }}{(expected.Contains(',') ? ", or give the parameter a script block, such as -Url { $_.OldName }" : string.Empty)}. This error is written once for all input with these properties.");

    public static ErrorRecord InvalidPHash(string fault, string? image, object? target) => InvalidArgument(
        image is null ? fault : $"{PlainText.Clean(image, LongestTarget)}: {fault}",
        "InvalidPHash",
        target,
        "Use a hash as Get-IKMetadata emits it, or an object with a property PHash.");

    public static ErrorRecord NotAFile(string path, Exception? reason = null) => InvalidArgument(
        $"'{PlainText.Clean(path)}' is not a path in the file system.{(reason is null ? string.Empty : " " + PlainText.Clean(reason.Message))}",
        "NotAFileSystemPath",
        path,
        "Use the path of a file.",
        reason);

    public static ErrorRecord NotConnected() => Create(
        new InvalidOperationException("This session is not connected to an ImageKit account."),
        "NotConnected",
        ErrorCategory.AuthenticationError,
        null,
        $"Run Connect-IKAccount, use -Connection, or set the environment variable {ConnectionStore.KeyVariable}.");

    public static ErrorRecord Disconnected(IKConnection connection) => Create(
        new InvalidOperationException($"The connection {connection} has been closed by Disconnect-IKAccount."),
        "NotConnected",
        ErrorCategory.AuthenticationError,
        connection,
        "Run Connect-IKAccount again.");

    public static ErrorRecord NoPrompt(Exception reason) => InvalidArgument(
        "-Credential is missing, and this PowerShell session cannot prompt for the private key.",
        "EmptyPrivateKey",
        null,
        $"Use -Credential, such as with Get-Secret, or set the environment variable {ConnectionStore.KeyVariable}.",
        reason);

    public static ErrorRecord EmptyPrivateKey() => InvalidArgument(
        "The credential has no password. The private key is the password.",
        "EmptyPrivateKey",
        null,
        "Use a credential with the private key as its password and any label as its user name, or run Connect-IKAccount without parameters, which prompts for the private key.");

    public static ErrorRecord KeyInUserName() => InvalidArgument(
        "The user name of the credential is or contains a private key. The user name is a label that is shown; the private key is the password.",
        "KeyInUserName",
        null,
        "Run Connect-IKAccount without parameters, which prompts for the private key, or use a credential with the key as its password and a label as its user name. Replace the key in the dashboard if other people could see it.");

    public static ErrorRecord InvalidPrivateKey(string fault) => InvalidArgument(
        fault,
        "InvalidPrivateKey",
        null,
        "Copy the private key from the dashboard under Developer options; it begins with 'private_'.");

    public static ErrorRecord InvalidApiBaseUri(Uri uri) => InvalidArgument(
        "The address of the service must be https, or http on a loopback address, without a user name.",
        "InvalidApiBaseUri",
        uri,
        "Remove -ApiBaseUri, or use an https address.");

    public static ErrorRecord InvalidAuditSettings(AuditSettingsException failure, object? settings) => Create(
        failure,
        "InvalidAuditSettings",
        ErrorCategory.InvalidArgument,
        settings,
        failure.InnerException is IOException or UnauthorizedAccessException
            ? "Check the path of the settings file; a relative path starts at the current location."
            : "Get-IKAuditRule lists the rules, their settings and their defaults.");

    public static ErrorRecord InvalidBaseline(Exception failure, string path) => Create(
        failure,
        "InvalidBaseline",
        failure is AuditSettingsException ? ErrorCategory.InvalidData : ErrorCategory.OpenError,
        path,
        "Write a baseline with Export-IKAuditReport -Format Baseline.");

    public static ErrorRecord InvalidEarlierReport(Exception failure, string? path) => Create(
        failure,
        "InvalidEarlierReport",
        failure is AuditSettingsException ? ErrorCategory.InvalidData : ErrorCategory.OpenError,
        path,
        "Use a JSON report that Export-IKAuditReport wrote.");

    public static ErrorRecord NewOnlyWithoutSince() => InvalidArgument(
        "-NewOnly needs -Since: without an earlier report every finding is new.",
        "NewOnlyWithoutSince",
        null,
        "Add -Since with the JSON report of an earlier audit.");

    public static ErrorRecord AuditRuleFailed(string rule, object? image, Exception failure)
    {
        // What the user's script said counts, not how it was called.
        Exception cause = failure is MethodInvocationException { InnerException: Exception inner } ? inner : failure;
        string fault = cause is LoopFlowException ? "it ends a loop that it is not in (break or continue; return ends a rule)." : PlainText.OneLine(cause.Message);
        string message = $"The rule '{rule}' failed for {PlainText.Clean(image?.ToString() ?? "an image", LongestTarget)}: {fault}";
        return Create(
            new InvalidOperationException(message, cause),
            "AuditRuleFailed",
            ErrorCategory.InvalidOperation,
            image,
            "Correct the script block of the rule, or exclude the rule with -ExcludeRule.");
    }

    public static ErrorRecord InvalidAuditInput(object? input) => InvalidArgument(
        $"'{PlainText.Clean(input?.ToString() ?? "null", LongestTarget)}' is not metadata, a file or a finding.",
        "InvalidAuditInput",
        input,
        "Pipe the output of Get-IKMetadata, Get-IKFile or Invoke-IKAudit, or rows with the names of their properties.");

    public static ErrorRecord AuditFailed(long count, AuditSeverity severity) => Create(
        new InvalidOperationException($"The audit has {Quantity.ToDisplayText(count, "finding", "findings")} of severity {severity}{(severity == AuditSeverity.Error ? string.Empty : " or worse")}."),
        "AuditFailed",
        ErrorCategory.InvalidResult,
        severity,
        "Follow the recommendations of the findings, or accept them with -Baseline.");

    public static ErrorRecord AuditIncomplete(AuditResult result) => Create(
        new InvalidOperationException($"The audit is incomplete. {string.Join(" ", AuditNotes.Of(result))}"),
        "AuditIncomplete",
        ErrorCategory.InvalidResult,
        null,
        result.IsEmpty ? "Check the folder, list or file at the start of the pipeline, or use -AllowEmpty if an empty audit is acceptable."
            : result.NotCheckedCount > 0 ? "Remove the cause of the errors and run the audit again."
            : "Pipe input that contains the missing data, or select other rules with -IncludeRule.");

    public static ErrorRecord UnknownReportFormat(string path) => InvalidArgument(
        $"Cannot infer the report format from the extension '{PlainText.Clean(Path.GetExtension(path), LongestTarget)}'.",
        "UnknownReportFormat",
        path,
        $"Use -Format, or one of these extensions: {ReportFormat.KnownExtensions}.");

    public static ErrorRecord FormatForSeveralReports(string paths, int count) => InvalidArgument(
        $"-Format applies to one file, and -Path has {count}.",
        "UnknownReportFormat",
        paths,
        $"Remove -Format and use these extensions: {ReportFormat.KnownExtensions}.");

    public static ErrorRecord ReportNotWritten(Exception failure, string path) => Create(
        failure,
        "ReportNotWritten",
        ErrorCategory.WriteError,
        path,
        IsDiskFull(failure)
            ? "The disk is full. Free disk space, or use a path on another disk."
            : "Check that the folder exists and can be written to, that an existing file is not read-only, and that no other program uses it.");

    /// <summary>ENOSPC, and ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.</summary>
    private static bool IsDiskFull(Exception? failure) =>
        failure is not null && (failure is IOException { HResult: 28 or unchecked((int)0x80070070) or unchecked((int)0x80070027) } || IsDiskFull(failure.InnerException));

    public static ErrorRecord For(JournalException failure, string? path) => failure.IsWriteFailure
        ? Create(
            failure,
            "JournalWriteFailed",
            ErrorCategory.WriteError,
            path,
            "Free disk space and run the same command again with the same journal.")
        : Create(
            failure,
            "JournalUnusable",
            ErrorCategory.OpenError,
            path,
            "Use the path of a new file, or of a journal that was written with this key. If another process uses the journal, wait until it ends.");

    public static ErrorRecord InvalidTag(string fault, object? tags) => InvalidArgument(
        fault,
        "InvalidTag",
        tags,
        "Use fewer or shorter tags, none of them empty.");

    public static ErrorRecord InvalidCustomMetadata(string fault, object? values) => InvalidArgument(
        fault,
        "InvalidCustomMetadata",
        values,
        "Use a field of the account and a value of its type. The dashboard shows both under Settings, Custom metadata.");

    public static ErrorRecord InvalidDescription(object? input) => InvalidArgument(
        "The description contains an unpaired surrogate.",
        "InvalidDescription",
        input,
        "Check the encoding of the file that contains the description.");

    public static ErrorRecord NoFileId() => InvalidArgument(
        "No files to change: -FileId is missing.",
        "NoFileId",
        null,
        "Use -FileId, or pipe objects that have a file ID, such as the output of Get-IKFile.");

    public static ErrorRecord NothingToSet() => InvalidArgument(
        "No description, custom metadata or tags to set.",
        "NothingToSet",
        null,
        "Use -Description, -CustomMetadata or -Tag, or pipe rows that have a property Description.");

    public static ErrorRecord ConflictingChange(string fileId) => InvalidArgument(
        $"The file {PlainText.Clean(fileId, LongestTarget)} is in the input twice with different values. The first values are used.",
        "ConflictingChange",
        fileId,
        "Remove one of the rows.");

    public static ErrorRecord TooManyFiles(int maximum) => Create(
        new InvalidOperationException(
            $"The input has more than {Quantity.ToDisplayText(maximum, "file", "files", CultureInfo.CurrentCulture)}, the value of -MaximumCount. No file was changed."),
        "TooManyFiles",
        ErrorCategory.LimitsExceeded,
        maximum,
        "Check the input with -WhatIf, or use a larger -MaximumCount.");

    public static ErrorRecord FileNotChanged(Exception failure, string? fileId) => Create(
        new InvalidOperationException(fileId is null ? failure.Message : $"{PlainText.Clean(fileId, LongestTarget)}: {failure.Message}", failure),
        "FileNotChanged",
        ErrorCategory.WriteError,
        fileId,
        "Run the same command again for this file; with -Journal only failed changes are sent.");

    public static ErrorRecord ChangedSinceJournal(MediaFileChange? change, string file) => Create(
        new InvalidOperationException(
            $"{PlainText.Clean(change?.Property ?? "A value")} of {PlainText.Clean(file, LongestTarget)} was changed after the journal was written; it is not restored."),
        "ChangedSinceJournal",
        ErrorCategory.InvalidOperation,
        change,
        "Compare the values with -PassThru, and set the right one with Set-IKFile.");

    private static bool IsFileId(object? target) => target is string text && !ImageUrl.HasScheme(text);

    private static ErrorRecord InvalidArgument(string message, string id, object? target, string action, Exception? reason = null) =>
        Create(new ArgumentException(message, reason), id, ErrorCategory.InvalidArgument, target, action);

    private static ErrorRecord Create(Exception exception, string id, ErrorCategory category, object? target, string action) =>
        new(exception, id, category, target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = action },
        };
}
