using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Testing;

/// <summary>Texts that would act where they are shown, and journals that hold them wherever an event holds a text.</summary>
public static class HostileTexts
{
    /// <summary>What no line of any output may begin with.</summary>
    public const string Forged = "FORGED";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["CR LF"] = $"a\r\n{Forged}",
        ["LF"] = $"a\n{Forged}",
        ["CR"] = $"a\r{Forged}",
        ["NUL"] = "a\0b",
        ["ESC"] = "a\e[2J\e[31mb",
        ["OSC"] = "a\e]0;title\a\e]8;;http://x\e\\b",
        ["C1"] = $"a\u009b2Jb\u0085{Forged}",
        ["bidi"] = "a\u202Egnp\u2066b\u200Fc",
        ["invisible"] = "a\u200Bb\uFEFFc\u00ADd\U000E0041e",
        ["line separator"] = $"a\u2028{Forged}\u2029{Forged}",
        ["surrogates"] = "a\uD83D\uDE00b",
        ["markup"] = "<script>alert(1)</script><img src=x onerror=\"a()\">'&amp;",
        ["CDATA"] = "]]></text><script/>",
        ["link"] = "[here](javascript:alert(1)) ![x](http://x/y) `a` | b | *c* ````",
        ["label"] = "a\"] --> x; #quot; `md` %%{init: {}}%%",
        ["formula"] = "=cmd|' /C calc'!A0",
        ["plus"] = "+1+1",
        ["at"] = "@SUM(1,1)",
        ["dash"] = "-1+1|cmd",
        ["quotes"] = "a\",\"b\n\"c",
    };

    /// <summary>The characters that an output may have: of controls only line breaks and what is named.</summary>
    public static string? FirstForbidden(string output, string allowed = "\n")
    {
        for (var i = 0; i < output.Length; i++)
        {
            if (allowed.Contains(output[i], StringComparison.Ordinal))
                continue;
            var pair = char.IsSurrogatePair(output, i);
            var category = pair ? Rune.GetUnicodeCategory(new Rune(output[i], output[i + 1])) : CharUnicodeInfo.GetUnicodeCategory(output[i]);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate)
                return $"U+{(int)output[i]:X4} at {i}: {output[Math.Max(0, i - 40)..Math.Min(output.Length, i + 40)]}";
            i += pair ? 1 : 0;
        }

        return null;
    }

    /// <summary>The journal with a text in every place that can hold it, and once more for each word that other places hang on (a verb, an
    /// operation's number). Places where the engine reads a word of its own are left as they are.</summary>
    /// <returns>What was replaced, and the journal with a chain that holds.</returns>
    public static IReadOnlyList<(IReadOnlyList<string> Places, IReadOnlyList<JournalEntry> Entries)> Journals(IReadOnlyList<JournalEntry> entries, string text)
    {
        var (all, places, alone) = (entries, new List<string>(), new List<(IReadOnlyList<string>, IReadOnlyList<JournalEntry>)>());
        for (var number = 0; number < entries.Count; number++)
        {
            var leaves = new List<string>();
            Leaves(JsonNode.Parse(entries[number].Payload)!, "", leaves);
            foreach (var place in leaves)
            {
                var name = $"{entries[number].Type} {entries[number].Sequence} {place}";
                if (place.Split('/')[^1] is "verb" or "operation" or "step" or "action" or "technology")
                {
                    if (Rewritten(entries, number, place, text) is { } single)
                        alone.Add(([name], single));
                }
                else if (Rewritten(all, number, place, text) is { } more)
                {
                    all = more;
                    places.Add(name);
                }
            }
        }

        return [(places, all), .. alone];
    }

    private static List<JournalEntry>? Rewritten(IReadOnlyList<JournalEntry> entries, int number, string place, string text)
    {
        var (journal, hash, state) = (new List<JournalEntry>(), HashChain.Origin, (RunState?)null);
        try
        {
            foreach (var entry in entries)
            {
                var raw = entry.Payload;
                if (entry.Sequence == entries[number].Sequence)
                {
                    var payload = JsonNode.Parse(raw)!;
                    Replace(payload, place, text);
                    raw = payload.ToJsonString();
                }

                hash = HashChain.Next(hash, entry.Run, entry.Sequence, entry.At, entry.Type, raw);
                var next = entry with { Payload = raw, Hash = hash };
                state = RunFold.Apply(state, next, EventJson.Read(next));
                journal.Add(next);
            }

            return journal;
        }
        catch (Exception e) when (e is JournalCorruptException or JsonException or ArgumentException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static void Leaves(JsonNode? node, string path, List<string> found)
    {
        if (node is JsonObject map)
        {
            foreach (var (name, value) in map)
                Leaves(value, $"{path}/{name}", found);
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
                Leaves(list[i], $"{path}/{i.ToString(CultureInfo.InvariantCulture)}", found);
        }
        else if (node?.GetValueKind() == JsonValueKind.String)
            found.Add(path);
    }

    private static void Replace(JsonNode root, string path, string text)
    {
        var parts = path.Split('/')[1..];
        var at = root;
        foreach (var part in parts[..^1])
            at = at is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)]! : at[part]!;
        if (at is JsonArray last)
            last[int.Parse(parts[^1], CultureInfo.InvariantCulture)] = text;
        else
            at[parts[^1]] = text;
    }
}
