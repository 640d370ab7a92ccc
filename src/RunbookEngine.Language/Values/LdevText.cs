using System.Globalization;

namespace RunbookEngine.Language.Values;

/// <summary>LDEV ids as people write them: <c>1234</c>, <c>0x4D2</c>, <c>00:04:D2</c> (LDKC:CU:LDEV, hexadecimal).</summary>
public static class LdevText
{
    /// <summary>The greatest LDEV id of the REST API.</summary>
    public const int Greatest = 65_279;

    /// <summary>The id as a number; null when the text is none.</summary>
    public static int? TryParse(string? text)
    {
        int? id = text switch
        {
            null => null,
            [_, _, ':', _, _, ':', _, _] when text.StartsWith("00", StringComparison.Ordinal) => Hexadecimal(string.Concat(text.AsSpan(3, 2), text.AsSpan(6, 2))),
            ['0', 'x' or 'X', ..] => Hexadecimal(text[2..]),
            _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        };
        return id is >= 0 and <= Greatest ? id : null;
    }

    private static int? Hexadecimal(string digits) =>
        digits.Length <= 4 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
