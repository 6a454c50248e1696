namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>A test that needs a small file system of its own, and so Linux and its superuser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Skip = "Only the superuser of a Linux machine can mount a small disk.";
        }
    }
}
