using System.Globalization;

namespace ImageKit.Metadata.Text;

/// <summary>Formats numbers of things for people.</summary>
internal static class Quantity
{
    /// <summary>
    /// A number and the words that agree with it, such as <c>1 image was</c> and <c>1,200 images were</c>. Text that goes to files
    /// needs the invariant culture, the default.
    /// </summary>
    public static string ToDisplayText(long number, string one, string many, CultureInfo? culture = null) =>
        number.ToString("N0", culture ?? CultureInfo.InvariantCulture) + " " + (number == 1 ? one : many);
}
