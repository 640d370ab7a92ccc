using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookEngine.Simulator.Topologies;

/// <summary>Reads the keys of one mapping; whatever is wrong goes to the list, and reading goes on with a default.</summary>
internal sealed partial class Fields
{
    private readonly Dictionary<string, KeyValuePair<YamlScalar, YamlNode>> _entries;
    private readonly List<string> _known = [];
    private readonly YamlMapping _map;

    public Fields(YamlMapping map, Mistakes mistakes, string what)
    {
        (_map, Mistakes, What) = (map, mistakes, what);
        _entries = map.Entries.ToDictionary(e => e.Key.Text, StringComparer.Ordinal);
    }

    public Mistakes Mistakes { get; }

    public string What { get; }

    public YamlNode Place => _map;

    public IEnumerable<KeyValuePair<YamlScalar, YamlNode>> Entries => _map.Entries;

    public bool Has(string key) => Find(key) is not null;

    /// <summary>The place of a key's value, for a mistake that shows only later.</summary>
    public YamlNode At(string key) => Find(key) ?? _map;

    public string Text(string key, string fallback) => TextOrNull(key) ?? fallback;

    public string RequiredText(string key)
    {
        if (TextOrNull(key) is { } text)
            return text;
        if (!Has(key))
            Missing(key);
        return "";
    }

    public string? TextOrNull(string key)
    {
        if (Find(key) is not { } node)
            return null;
        if (node is YamlScalar { IsNull: false } scalar)
            return scalar.Text;
        Mistakes.Add(node, $"'{key}' of {What} must be text", null);
        return null;
    }

    public string Choice(string key, string fallback, params string[] allowed)
    {
        if (TextOrNull(key) is not { } text)
            return fallback;
        if (allowed.Contains(text))
            return text;
        Mistakes.Add(At(key), $"'{text}' is no value of '{key}'", Nearest.Help(text, allowed));
        return fallback;
    }

    public int? Whole(string key, int min, int max)
    {
        if (TextOrNull(key) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Mistakes.Add(At(key), $"'{text}' is no value of '{key}': a whole number from {min} to {max} is needed", null);
        return null;
    }

    public int RequiredWhole(string key, int min, int max)
    {
        if (!Has(key))
            Missing(key);
        return Whole(key, min, max) ?? min;
    }

    public double? Number(string key, double min, double max)
    {
        if (TextOrNull(key) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Mistakes.Add(At(key), $"'{text}' is no value of '{key}': a number from {min} to {max} is needed", null);
        return null;
    }

    public bool? Flag(string key)
    {
        if (TextOrNull(key) is not { } text)
            return null;
        if (text is "true" or "false")
            return text == "true";
        Mistakes.Add(At(key), $"'{text}' is no value of '{key}'", "Write true or false.");
        return null;
    }

    /// <summary>Bytes: <c>20G</c>, <c>512M</c>, <c>1.5T</c> (powers of 1024); a rate may end in <c>/s</c>.</summary>
    public long? Bytes(string key)
    {
        if (TextOrNull(key) is not { } text)
            return null;
        var match = BytesPattern().Match(text);
        if (match.Success && double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var value = number * Math.Pow(1024, "KMGT".IndexOf(match.Groups[2].Value[0]) + 1);
            if (value <= 1L << 52)
                return (long)value;
        }
        Mistakes.Add(At(key), $"'{text}' is no value of '{key}'", "Write a number with K, M, G or T, such as 20G; a rate may end in /s, such as 15M/s.");
        return null;
    }

    public TimeSpan? Duration(string key)
    {
        if (TextOrNull(key) is not { } text)
            return null;
        var match = DurationPattern().Match(text);
        if (match.Success && match.Length > 0 && double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e8)
        {
            return match.Groups[2].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromHours(number),
            };
        }
        Mistakes.Add(At(key), $"'{text}' is no duration", "Write a number with ms, s, m or h, such as 90s.");
        return null;
    }

    /// <summary>LDEV numbers: <c>100</c>, <c>0x64</c>, <c>00:64</c>, <c>100-119</c>, several separated by commas; or a list of these.</summary>
    public IReadOnlyList<int> Ldevs(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlScalar { IsNull: false } scalar:
                return LdevText.Parse(scalar, key, Mistakes);
            case YamlSequence sequence:
                return [.. sequence.Items.SelectMany(i => i is YamlScalar s ? LdevText.Parse(s, key, Mistakes) : NotLdev(i, key))];
            case var other:
                return [.. NotLdev(other, key)];
        }
    }

    public int? Ldev(string key)
    {
        if (!Has(key))
            return null;
        var ids = Ldevs(key);
        if (ids.Count == 1)
            return ids[0];
        if (ids.Count > 1)
            Mistakes.Add(At(key), $"'{key}' of {What} names one LDEV", null);
        return null;
    }

    public IReadOnlyList<string> Words(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequence sequence when sequence.Items.All(i => i is YamlScalar { IsNull: false }):
                return [.. sequence.Items.Cast<YamlScalar>().Select(s => s.Text)];
            case var other:
                Mistakes.Add(other, $"'{key}' of {What} must be a list of words", "Write [one, two].");
                return [];
        }
    }

    public Fields? Map(string key, string what)
    {
        switch (Find(key))
        {
            case null:
            case YamlScalar { IsNull: true }:
                return null;
            case YamlMapping map:
                return new(map, Mistakes, what);
            case var other:
                Mistakes.Add(other, $"'{key}' of {What} must be a mapping", "Write 'key: value' lines below it.");
                return null;
        }
    }

    /// <summary>The entries of a list of mappings.</summary>
    public IEnumerable<Fields> Maps(string key, string what)
    {
        var node = Find(key);
        if (node is null or YamlScalar { IsNull: true })
            yield break;
        if (node is not YamlSequence sequence)
        {
            Mistakes.Add(node, $"'{key}' of {What} must be a list", "Write one '- ...' line for each.");
            yield break;
        }
        foreach (var item in sequence.Items)
        {
            if (item is YamlMapping map)
                yield return new Fields(map, Mistakes, what);
            else
                Mistakes.Add(item, $"{what} must be a mapping", "Write '- { key: value }'.");
        }
    }

    /// <summary>Reports every key nobody asked for. Call it when all keys have been read.</summary>
    public void Done()
    {
        foreach (var (key, _) in _entries.Values)
        {
            if (!_known.Contains(key.Text))
                Mistakes.Add(key, $"'{key.Text}' is no key of {What}", Nearest.Help(key.Text, _known));
        }
    }

    public void Missing(string key) => Mistakes.Add(_map, $"{What} needs '{key}'", $"Add '{key}: ...'.");

    private YamlNode? Find(string key)
    {
        if (!_known.Contains(key))
            _known.Add(key);
        return _entries.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    private IEnumerable<int> NotLdev(YamlNode node, string key)
    {
        Mistakes.Add(node, $"'{key}' of {What} must name LDEVs", "Write 100, 100-119 or [100, 101].");
        return [];
    }

    [GeneratedRegex(@"^(\d{1,12}(?:\.\d{1,6})?)([KMGT])(?:/s)?$")]
    private static partial Regex BytesPattern();

    [GeneratedRegex(@"^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h)$")]
    private static partial Regex DurationPattern();
}
