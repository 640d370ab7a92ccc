using System.Globalization;
using System.Text;

namespace RunbookEngine.Cli.Output;

/// <summary>How many columns of a terminal a text takes: a Chinese, Japanese or Korean character takes two, a combining mark none.</summary>
internal static class CellWidth
{
    private static readonly (int From, int To)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>As much as fits, with three points where something is left out.</summary>
    public static string Cut(string text, int room) => Of(text) <= room ? text : room < 4 ? Take(text, room) : Take(text, room - 3) + "...";

    public static string Pad(string text, int room) => text + new string(' ', Math.Max(0, room - Of(text)));

    /// <summary>Lines of at most that many columns, broken at blanks where there are any.</summary>
    public static IEnumerable<string> Wrap(string text, int room)
    {
        room = Math.Max(1, room);
        while (Of(text) > room)
        {
            var most = Take(text, room);
            most = most.Length == 0 ? text[..(char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1)] : most;
            var blank = text.Length > most.Length && text[most.Length] == ' ' ? most.Length : most.LastIndexOf(' ');
            var line = blank > most.Length / 2 ? text[..blank] : most;
            yield return line;
            text = text[line.Length..].TrimStart();
        }

        yield return text;
    }

    private static string Take(string text, int room)
    {
        var taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            room -= Of(rune);
            if (room < 0)
                break;
            taken += rune.Utf16SequenceLength;
        }

        return text[..taken];
    }

    private static int Of(Rune rune) => rune.IsAscii ? 1
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : Wide.Any(w => rune.Value >= w.From && rune.Value <= w.To) ? 2 : 1;
}
