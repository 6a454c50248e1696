using System.Numerics;

namespace ImageKit.Metadata.Emulator;

/// <summary>
/// What is to be seen at a point. Points are measured in picture heights from the upper left corner, so that a scene
/// looks the same at any size.
/// </summary>
internal abstract class ScenePainter
{
    /// <summary>Width divided by height.</summary>
    protected float Aspect { get; private init; }

    /// <summary>How soft edges are: about a pixel, in picture heights.</summary>
    protected float Pixel { get; private init; }

    /// <summary>The colour at a point.</summary>
    public abstract Vector3 ColorAt(float x, float y);

    public static ScenePainter Create(Drawing drawing, int width, int height)
    {
        SeededRandom random = new(drawing.Seed);
        float aspect = (float)width / height;
        float pixel = 0.8f / height;
        return drawing.Scene switch
        {
            Scene.Hills => new HillsPainter(random) { Aspect = aspect, Pixel = pixel },
            Scene.Sea => new SeaPainter(random) { Aspect = aspect, Pixel = pixel },
            Scene.Town => new TownPainter(random) { Aspect = aspect, Pixel = pixel },
            Scene.Shoe or Scene.Bag or Scene.Lamp => new ProductPainter(drawing.Scene, random) { Aspect = aspect, Pixel = pixel },
            Scene.Portrait => new PortraitPainter(random) { Aspect = aspect, Pixel = pixel },
            Scene.Abstract => new AbstractPainter(random) { Aspect = aspect, Pixel = pixel },
            _ => new FlatPainter(random) { Aspect = aspect, Pixel = pixel },
        };
    }
}
