using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>A CCI command with its options apart.</summary>
/// <param name="Command">Name without folder and extension.</param>
/// <param name="Options">Values by option, the dash included.</param>
/// <param name="Instance">HORCM instance it talks to; null when nothing says.</param>
/// <param name="LocalCopy">True for <c>-IM</c>, false for <c>-IH</c>, null when the environment decides.</param>
internal sealed partial record CciCall(string Command, IReadOnlyDictionary<string, IReadOnlyList<ShellValue>> Options, int? Instance, bool? LocalCopy)
{
    private static readonly (string Option, int Min, int Max)[] Common = [("-g", 1, 1), ("-d", 1, 3), ("-dg", 1, 2), ("-nomsg", 0, 0), ("-nomsgx", 0, 0), ("-q", 0, 0), ("-z", 0, 0), ("-zx", 0, 0)];

    /// <summary>The options this importer knows; a command with another one is not turned.</summary>
    /// <remarks>Source: Command Control Interface Command Reference, replication commands.</remarks>
    private static readonly Dictionary<string, (string Option, int Min, int Max)[]> Known = new(StringComparer.Ordinal)
    {
        ["paircreate"] = [("-vl", 0, 0), ("-vr", 0, 0), ("-c", 1, 1), ("-f", 1, 2), ("-fg", 1, 2), ("-jp", 1, 1), ("-js", 1, 1), ("-jq", 1, 1), ("-split", 0, 0), ("-nocopy", 0, 0), ("-fq", 1, 1), ("-m", 1, 2), ("-pid", 1, 1)],
        ["pairsplit"] = [("-r", 0, 0), ("-rw", 0, 0), ("-S", 0, 0), ("-R", 0, 0), ("-RS", 0, 0), ("-RB", 0, 0), ("-E", 0, 0), ("-P", 0, 0), ("-C", 1, 1), ("-fq", 1, 1), ("-l", 0, 0), ("-t", 1, 1)],
        ["pairresync"] = [("-restore", 0, 0), ("-swaps", 0, 0), ("-swapp", 0, 0), ("-c", 1, 1), ("-C", 1, 1), ("-fq", 1, 1), ("-l", 0, 0), ("-f", 1, 2), ("-fg", 1, 2)],
        ["pairevtwait"] = [("-s", 1, 8), ("-ss", 1, 8), ("-t", 1, 2), ("-nowait", 0, 0), ("-nowaits", 0, 0), ("-l", 0, 0)],
        ["pairdisplay"] = [("-l", 0, 0), ("-CLI", 0, 0), ("-v", 1, 1), ("-m", 1, 1)],
        ["pairvolchk"] = [("-ss", 0, 0), ("-s", 0, 0), ("-c", 0, 0), ("-l", 0, 0)],
        ["paircurchk"] = [],
        ["horctakeover"] = [("-S", 0, 0), ("-l", 0, 0), ("-t", 1, 1)],
    };

    public static bool Knows(string command) => Known.ContainsKey(command);

    public bool Has(string option) => Options.ContainsKey(option);

    /// <summary>The letters of <c>pairdisplay -f…</c>.</summary>
    public bool Shows(char column) => Options.Keys.Any(k => Columns().IsMatch(k) && k[2..].Contains(column));

    public ShellValue? First(string option) => Options.GetValueOrDefault(option)?.FirstOrDefault();

    /// <exception cref="NotTurnedException">An option is unknown or lacks its value.</exception>
    public static CciCall Read(string command, IReadOnlyList<ShellValue> words)
    {
        var known = Common.Concat(Known[command]).ToDictionary(k => k.Option);
        var options = new Dictionary<string, IReadOnlyList<ShellValue>>(StringComparer.Ordinal);
        int? instance = null;
        bool? local = null;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i].Constant ?? throw new NotTurnedException("an option is known only when the script runs", "write the option out");
            if (InstanceOption(word) is { } target)
            {
                (instance, local) = (target.Instance ?? instance, target.LocalCopy ?? local);
                continue;
            }

            // -fcx, -fxce, -fd …: columns of the display.
            if (command == "pairdisplay" && Columns().IsMatch(word))
            {
                options[word] = [];
                continue;
            }

            if (!known.TryGetValue(word, out var option))
            {
                throw new NotTurnedException(word.StartsWith('-') ? $"the option {word} has no counterpart here" : $"`{word}` is not understood here",
                    $"see what {word} does in the CCI command reference and write the step by hand");
            }

            var values = words.Skip(i + 1).Take(option.Max).TakeWhile(w => w.Constant?.StartsWith('-') != true).ToList();
            if (values.Count < option.Min)
                throw new NotTurnedException($"{word} has no value", "complete the command");
            options[word] = options.TryGetValue(word, out var before) ? [.. before, .. values] : values;
            i += values.Count;
        }

        return new CciCall(command, options, instance, local);
    }

    // -I0, -IH1, -IM1, -ITC0, -ISI0, and HPE's -ICA0 and -IBC0; without a number the environment's instance stays.
    private static (int? Instance, bool? LocalCopy)? InstanceOption(string word)
    {
        if (!word.StartsWith("-I", StringComparison.Ordinal))
            return null;
        var kind = new string([.. word[2..].TakeWhile(char.IsAsciiLetter)]);
        var number = word[(2 + kind.Length)..];
        if (number.Length > 4 || !number.All(char.IsAsciiDigit))
            return null;
        bool? local = kind switch { "M" or "SI" or "BC" => true, "H" or "TC" or "CA" => false, _ => null };
        return kind is "" or "M" or "SI" or "BC" or "H" or "TC" or "CA" ? (number.Length > 0 ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : null, local) : null;
    }

    [GeneratedRegex("^-f[a-z]{1,8}$")]
    private static partial Regex Columns();
}
