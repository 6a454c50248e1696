namespace System;

/// <summary>What list patterns count with; .NET Standard 2.0 lacks it.</summary>
internal readonly struct Index(int value, bool fromEnd = false)
{
    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => fromEnd ? length - value : value;
}
