namespace RunbookEngine.Language.Expressions;

/// <summary>
/// The order of texts for &lt; and array.sort. Scriban compares in the invariant culture, where "fruit" comes before "Orange";
/// this is that order for ASCII (punctuation, digits, letters; case only breaks ties, small first), the same on every machine.
/// Other characters follow by code point.
/// </summary>
internal static class TextOrder
{
    // Root collation order of the printable ASCII characters that are neither digits nor letters.
    private const string Punctuation = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

    private static readonly int[] Weights = MakeWeights();

    public static int Compare(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            var difference = Weight(a[i]) - Weight(b[i]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return a.Length != b.Length ? a.Length - b.Length : CompareCase(a, b);
    }

    private static int CompareCase(string a, string b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i])
            {
                return char.IsAsciiLetterLower(a[i]) ? -1 : 1;
            }
        }

        return 0;
    }

    private static int Weight(char c) => c < 128 ? Weights[c] : c + 128;

    private static int[] MakeWeights()
    {
        var weights = new int[128];
        for (var c = 0; c < 128; c++)
        {
            var place = Punctuation.IndexOf((char)c);
            weights[c] = place >= 0 ? place + 1
                : char.IsAsciiDigit((char)c) ? 64 + c - '0'
                : char.IsAsciiLetter((char)c) ? 80 + (c | 0x20) - 'a'
                : 0;
        }

        return weights;
    }
}
