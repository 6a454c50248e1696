using System.Management.Automation;

namespace ImageKit.Metadata.Errors;

/// <summary>Every error record of the companion module.</summary>
internal static class LocalImageErrorRecord
{
    /// <summary>A file that has no hash.</summary>
    public static ErrorRecord For(LocalImageException failure, string path)
    {
        ErrorCategory category = failure.Kind switch
        {
            LocalImageErrorKind.FileNotFound => ErrorCategory.ObjectNotFound,
            LocalImageErrorKind.NotAFile => ErrorCategory.InvalidArgument,
            LocalImageErrorKind.AccessDenied => ErrorCategory.PermissionDenied,
            LocalImageErrorKind.ReadFailed => ErrorCategory.ReadError,
            LocalImageErrorKind.ImageTooLarge => ErrorCategory.LimitsExceeded,
            _ => ErrorCategory.InvalidData,
        };
        return new ErrorRecord(failure, failure.Kind.ToString(), category, path)
        {
            ErrorDetails = new ErrorDetails($"{path}: {failure.Message}") { RecommendedAction = failure.RecommendedAction },
        };
    }

    /// <summary>A platform without a decoder.</summary>
    public static ErrorRecord For(PlatformNotSupportedException failure) => new(failure, "DecoderUnavailable", ErrorCategory.NotInstalled, null)
    {
        ErrorDetails = new ErrorDetails(failure.Message)
        {
            RecommendedAction = "Run on Windows (x64, Arm64), on Linux with glibc (x64, Arm64) or on macOS, and install the module again if files are missing.",
        },
    };
}
