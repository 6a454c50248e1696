namespace ImageKit.Metadata.Binding;

/// <summary>Refuses an age that is negative or is a number by mistake: PowerShell converts 7 to 700 nanoseconds, not to 7 days.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class ValidateAgeAttribute : ValidateArgumentsAttribute
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (new PSObject(arguments).BaseObject is TimeSpan age && age < Shortest && age != TimeSpan.Zero)
        {
            throw new ValidationMetadataException(
                age < TimeSpan.Zero
                    ? "The age is negative. Use a time span such as 7.00:00:00 (7 days)."
                    : $"A number without a unit is a count of 100 nanoseconds. For {age.Ticks} days use {age.Ticks}.00:00:00.");
        }
    }
}
