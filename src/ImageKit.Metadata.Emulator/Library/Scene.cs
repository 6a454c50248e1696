namespace ImageKit.Metadata.Emulator;

/// <summary>The kinds of scenes pictures show.</summary>
internal enum Scene
{
    /// <summary>Hills, a sky and a sun or moon.</summary>
    Hills,

    /// <summary>The sea, a low sun, perhaps a sail.</summary>
    Sea,

    /// <summary>A street of houses.</summary>
    Town,

    /// <summary>A trainer on a backdrop.</summary>
    Shoe,

    /// <summary>A handbag on a backdrop.</summary>
    Bag,

    /// <summary>A table lamp on a backdrop.</summary>
    Lamp,

    /// <summary>Head and shoulders of a person.</summary>
    Portrait,

    /// <summary>Overlapping soft shapes.</summary>
    Abstract,

    /// <summary>A single colour.</summary>
    Flat,
}
