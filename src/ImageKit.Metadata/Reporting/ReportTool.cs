using System.Reflection;

namespace ImageKit.Metadata.Reporting;

/// <summary>What made the report.</summary>
internal static class ReportTool
{
    public const string Name = "ImageKit.Metadata";

    /// <summary>The module's version, without what the build adds after a plus sign.</summary>
    public static string Version { get; } =
        (typeof(ReportTool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];

    public static string Level(AuditSeverity severity) => severity switch
    {
        AuditSeverity.Error => "error",
        AuditSeverity.Warning => "warning",
        _ => "note",
    };
}
