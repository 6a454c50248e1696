namespace ImageKit.Metadata.Models;

/// <summary>Names a camera by its maker and model, without the maker where the model names it, too.</summary>
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

        return Brands(maker).Any(brand => Names(model, brand)) ? model : maker + " " + model;
    }

    /// <summary>The names by which a model may call its maker: "EASTMAN KODAK COMPANY" is KODAK, "Hewlett-Packard" is HP.</summary>
    private static IEnumerable<string> Brands(string maker)
    {
        yield return maker;
        string[] words = maker.Split(WordSeparators, StringSplitOptions.RemoveEmptyEntries);
        string[] distinctive = [.. words.Where(word => word.Length > 1 && !CommonWords.Contains(word))];
        foreach (string word in distinctive)
        {
            yield return word;
        }

        // Two brands in one, and the initials of a name of several words.
        string firstWord = maker.Split(' ')[0];
        foreach (string[] parts in new[] { firstWord.Split('-'), distinctive })
        {
            string initials = string.Concat(parts.Where(part => part.Length > 0).Select(part => part[0]));
            if (initials.Length > 1)
            {
                yield return initials;
            }
        }
    }

    /// <summary>
    /// The brand may be followed by a number or a hyphen ("NIKON-D70", "Canon5D"), not by another letter. Two letters count at the
    /// start only.
    /// </summary>
    private static bool Names(string model, string brand)
    {
        int start = model.IndexOf(brand, StringComparison.OrdinalIgnoreCase);
        int end = start + brand.Length;
        return (start == 0 || (start > 0 && brand.Length > 2 && !char.IsLetterOrDigit(model[start - 1]))) && (end == model.Length || !char.IsLetter(model[end]));
    }
}
