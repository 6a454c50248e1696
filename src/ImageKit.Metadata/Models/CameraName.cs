namespace ImageKit.Metadata.Models;

/// <summary>Names a camera by its maker and model, without the maker where the model begins with it.</summary>
internal static class CameraName
{
    private static readonly char[] WordSeparators = [' ', ',', '.', '-', '_', '/'];

    // Words of a company's name that are not its brand.
    private static readonly HashSet<string> CommonWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "ag", "camera", "cameras", "co", "company", "computer", "corp", "corporation", "digital", "electric", "electronics", "gmbh", "imaging", "inc",
        "international", "limited", "ltd", "mobile", "optical", "photo", "technologies", "technology", "the",
    };

    public static string? Of(string? maker, string? model)
    {
        if (maker is null || model is null)
        {
            return model ?? maker;
        }

        return Brands(maker).Any(brand => StartsWithWord(model, brand)) ? model : maker + " " + model;
    }

    /// <summary>The names by which a model may call its maker: "EASTMAN KODAK COMPANY" is KODAK, "Hewlett-Packard" is HP.</summary>
    private static IEnumerable<string> Brands(string maker)
    {
        yield return maker;
        string[] words = maker.Split(WordSeparators, StringSplitOptions.RemoveEmptyEntries);
        string[] telling = [.. words.Where(word => word.Length > 1 && !CommonWords.Contains(word))];
        foreach (string word in telling)
        {
            yield return word;
        }

        // Two brands in one, and the initials of a name of several words.
        string firstWord = maker.Split(' ')[0];
        foreach (string[] parts in new[] { firstWord.Split('-'), telling })
        {
            string initials = string.Concat(parts.Where(part => part.Length > 0).Select(part => part[0]));
            if (initials.Length > 1)
            {
                yield return initials;
            }
        }
    }

    /// <summary>The brand may run into a number or a hyphen ("NIKON-D70", "Canon5D"), not into another word.</summary>
    private static bool StartsWithWord(string model, string brand) =>
        model.StartsWith(brand, StringComparison.OrdinalIgnoreCase) && (model.Length == brand.Length || !char.IsLetter(model[brand.Length]));
}
