namespace ImageKit.Metadata.Emulator;

/// <summary>Shapes of EXIF values that careless readers stumble over. All of them follow from how the service reads EXIF.</summary>
internal enum ExifOddity
{
    None,

    /// <summary>A rational of 0/0 shows as null, alone and inside an array.</summary>
    Nulls,

    /// <summary>Binary values show as <c>{"type":"Buffer","data":[…]}</c>.</summary>
    Buffers,

    /// <summary>Empty parts show as <c>[]</c>.</summary>
    EmptyArrays,

    /// <summary>Text is padded with blanks and NULs.</summary>
    Padding,

    /// <summary>What is usually one value is several.</summary>
    Several,

    /// <summary>Numbers arrive as fractions and as text.</summary>
    Drift,
}
