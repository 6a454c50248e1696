using System.Globalization;

namespace ImageKit.Metadata.Text;

/// <summary>Formats numbers of things for people.</summary>
internal static class Quantity
{
    /// <summary>A number and the words that agree with it, such as <c>1 image was</c> and <c>1,200 images were</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="one">The words after 1.</param>
    /// <param name="many">The words after any other number.</param>
    /// <param name="culture">How the number is written; null for the invariant culture, as text that goes to files needs.</param>
    public static string ToDisplayText(long number, string one, string many, CultureInfo? culture = null) =>
        number.ToString("N0", culture ?? CultureInfo.InvariantCulture) + " " + (number == 1 ? one : many);
}
