using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;

namespace RunbookEngine.Import.Cci.Values;

/// <summary>Words of the script with the values of its variables filled in.</summary>
internal sealed partial class ShellVariables(string script)
{
    private static readonly string[] HostFacts = ["HOSTNAME", "HOST", "USER", "LOGNAME", "UID", "EUID", "RANDOM", "SECONDS", "PPID", "BASHPID", "OSTYPE", "PWD", "OLDPWD", "IFS"];

    /// <summary>Where the script is now.</summary>
    public ScriptState State { get; set; } = new();

    /// <summary>Names that hold passwords and the like: they become secrets of the environment.</summary>
    public SortedSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Defaults of inputs, from <c>${NAME:-text}</c> and <c>getopts</c>.</summary>
    public Dictionary<string, string> Defaults { get; } = new(StringComparer.Ordinal);

    public void Set(string name, Binding value) => State.Variables = State.Variables.SetItem(name, value);

    public void Forget(string name) => State.Variables = State.Variables.Remove(name);

    /// <summary>What a name holds. A name nobody sets is an input of the runbook.</summary>
    public Binding Of(string name)
    {
        var isSet = State.Variables.TryGetValue(name, out var known);
        if (IsSecret(name) && (!isSet || known is Binding.Text))
        {
            Secrets.Add(name);
            return new Binding.Text(ShellValue.Computed($"secrets.{name}"));
        }

        if (isSet)
            return known!;
        return name switch
        {
            "0" => new Binding.Text(ShellValue.Of(script)),
            "$" => new Binding.Text(ShellValue.Computed("run.id")),
            "?" => new Binding.Status(State.Last),
            _ when char.IsAsciiDigit(name[0]) => new Binding.Text(ShellValue.Computed($"inputs.arg{name}")),
            "#" or "@" or "*" or "!" or "-" => new Binding.Unknown($"${name} is known only while the script runs"),
            _ when HostFacts.Contains(name) => new Binding.Unknown($"${name} depends on the machine that runs the script"),
            _ => new Binding.Text(ShellValue.Computed($"inputs.{name}")),
        };
    }

    public static bool IsSecret(string name)
    {
        var upper = name.ToUpperInvariant();
        return upper.Contains("PASSW", StringComparison.Ordinal) || upper.Contains("SECRET", StringComparison.Ordinal)
            || upper is "PASS" or "PW" or "TOKEN" || upper.EndsWith("_PASS", StringComparison.Ordinal)
            || upper.EndsWith("_PW", StringComparison.Ordinal) || upper.EndsWith("_TOKEN", StringComparison.Ordinal);
    }

    /// <exception cref="NotTurnedException">Something in the word is known only to a shell.</exception>
    public ShellValue Value(ShellWord word) => word.Parts.Length == 0 ? ShellValue.Of("") : ShellValue.Joined([.. word.Parts.Select(Part)]);

    /// <summary>The words a shell would make of one: a bare variable with blanks in it gives several, an array its items, braces their list.</summary>
    /// <exception cref="NotTurnedException">Something in the word is known only to a shell.</exception>
    public IEnumerable<ShellValue> Split(ShellWord word)
    {
        if (word.Parts is [OpaquePart { Raw: var raw }] && AllItems().Match(raw) is { Success: true } all && Of(all.Groups["name"].Value) is Binding.List list)
            return list.Items;
        if (word.Parts is [VariablePart { Name: "@" or "*" }])
            return Positional();
        if (!word.Quoted && word.HasPattern && word.Literal is { } text && Braces(text) is { } items)
            return items.Select(ShellValue.Of);
        var value = Value(word);
        return !word.Quoted && word.Parts.Any(p => p is VariablePart) && value.Constant is { } constant
            ? constant.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ShellValue.Of)
            : [value];
    }

    private IEnumerable<ShellValue> Positional() =>
        State.Variables.TryGetValue("#", out var count) && count is Binding.Text { Value.Constant: { } number }
            ? Enumerable.Range(1, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).Select(n => Of($"{n}") is Binding.Text text ? text.Value : throw Hidden("@"))
            : throw new NotTurnedException("it goes over the script's own arguments", "write the list out");

    private static NotTurnedException Hidden(string name) => new($"${name} is known only while the script runs", "write the value out, or make it an input");

    /// <summary><c>a{1..3}</c> and <c>{x,y}</c>; null for anything a shell would look up in a folder.</summary>
    private static List<string>? Braces(string text)
    {
        if (text.IndexOfAny(['*', '?', '[', '~']) >= 0 || Brace().Match(text) is not { Success: true } brace)
            return null;
        var inside = brace.Groups["inside"].Value;
        List<string>? items = null;
        if (Range().Match(inside) is { Success: true } range && int.Parse(range.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) is var from
            && int.Parse(range.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) is var to && Math.Abs(to - from) < 256)
        {
            var padded = range.Groups[1].Value.StartsWith('0') && range.Groups[1].Length > 1 || range.Groups[2].Value.StartsWith('0') && range.Groups[2].Length > 1;
            var width = padded ? Math.Max(range.Groups[1].Length, range.Groups[2].Length) : 1;
            items = [.. Enumerable.Range(0, Math.Abs(to - from) + 1).Select(i => (from + (to >= from ? i : -i)).ToString($"D{width}", System.Globalization.CultureInfo.InvariantCulture))];
        }
        else if (inside.Contains(','))
        {
            items = [.. inside.Split(',')];
        }

        return items?.Select(i => brace.Groups["before"].Value + i + brace.Groups["after"].Value).ToList();
    }

    private ShellValue WithDefault(string name, string otherwise)
    {
        if (Of(name) is not Binding.Text { Value: { IsOfInputs: true } known })
            return ShellValue.Of(otherwise);
        Defaults.TryAdd(known.Expression!["inputs.".Length..], otherwise);
        return Defaults[known.Expression["inputs.".Length..]] == otherwise ? known.WithDefault(otherwise)
            : throw new NotTurnedException($"${name} has two defaults", "make it an input with one default");
    }

    private ShellValue Part(WordPart part) => part switch
    {
        LiteralPart literal => ShellValue.Of(literal.Text),
        VariablePart { Default: { } otherwise } variable when !State.Variables.ContainsKey(variable.Name) => WithDefault(variable.Name, otherwise),
        VariablePart { Default: { } otherwise } variable when Of(variable.Name) is Binding.Text { Value.Constant: "" } => ShellValue.Of(otherwise),
        VariablePart variable => Known(variable.Name),
        ArithmeticPart arithmetic => ShellValue.Of(Arithmetic.Evaluate(arithmetic.Text, this).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        SubstitutionPart { Command: var command } => Constant(command) ?? throw new NotTurnedException("a part of it is the output of another command", "make that command a `command` step and use its outputs"),
        OpaquePart opaque => Opaque(opaque.Raw),
        _ => throw new NotTurnedException("a part of it is not understood", "write the value out"),
    };

    private ShellValue Known(string name) => Of(name) switch
    {
        Binding.Text known => known.Value,
        Binding.Unknown unknown => throw new NotTurnedException(unknown.Why, "write the value out, or make it an input"),
        Binding.List list when list.Items.Length > 0 => list.Items[0],
        Binding.Status { Of.Code: { } code } => ShellValue.Of($"{code}"),
        Binding.Choice => throw new NotTurnedException($"${name} depends on the way that was taken", "write the value out, or make it an input"),
        _ => throw new NotTurnedException($"${name} is an exit status", "use the outputs of the step it comes from"),
    };

    // $(seq 1 5), $(basename /a/b), $(echo text): known without running anything.
    private ShellValue? Constant(string command)
    {
        if (ShellParser.Parse(command) is not [CommandListNode { Entries: [{ Pipeline: { Negated: false, Commands: [SimpleCommand { Redirections.Length: 0, Assignments.Length: 0 } simple] } }] }])
            return null;
        var words = simple.Words.SelectMany(Split).ToList();
        if (words.Any(w => w.Constant is null) || simple.Words.Any(w => w.HasPattern))
            return null;
        return words.Select(w => w.Constant!).ToList() switch
        {
            ["echo", .. var rest] when rest.FirstOrDefault()?.StartsWith('-') != true => ShellValue.Of(string.Join(' ', rest)),
            ["basename", var path] => ShellValue.Of(path.TrimEnd('/')[(path.TrimEnd('/').LastIndexOf('/') + 1)..]),
            ["seq", var last] when Number(last) is { } n && n is > 0 and < 256 => ShellValue.Of(string.Join('\n', Enumerable.Range(1, n))),
            ["seq", var first, var last] when Number(first) is { } a && Number(last) is { } b && b >= a && b - a < 256 => ShellValue.Of(string.Join('\n', Enumerable.Range(a, b - a + 1))),
            _ => null,
        };
    }

    private static int? Number(string text) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : null;

    private ShellValue Opaque(string raw)
    {
        if (OneItem().Match(raw) is { Success: true } item && Of(item.Groups["name"].Value) is Binding.List list)
        {
            var index = Arithmetic.Evaluate(item.Groups["index"].Value, this);
            return index >= 0 && index < list.Items.Length ? list.Items[(int)index] : ShellValue.Of("");
        }

        if (AllItems().Match(raw) is { Success: true } all && Of(all.Groups["name"].Value) is Binding.List whole)
            return ShellValue.Joined([.. whole.Items.SelectMany((v, i) => i == 0 ? [v] : new[] { ShellValue.Of(" "), v })]);
        if (Count().Match(raw) is { Success: true } count && Of(count.Groups["name"].Value) is Binding.List counted)
            return ShellValue.Of($"{counted.Items.Length}");
        if (Cut().Match(raw) is { Success: true } cut && Of(cut.Groups["name"].Value) is Binding.Text { Value.Constant: { } text })
            return ShellValue.Of(ShellPattern.Cut(text, cut.Groups["sign"].Value, cut.Groups["pattern"].Value));
        throw new NotTurnedException($"`{raw}` is worked out by the shell", "write the value out, or make it an input");
    }

    [GeneratedRegex(@"^\$\{(?<name>\w+)\[(?<index>[^\]@*]+)\]\}$")]
    private static partial Regex OneItem();

    [GeneratedRegex(@"^\$\{(?<name>\w+)\[[@*]\]\}$")]
    private static partial Regex AllItems();

    [GeneratedRegex(@"^\$\{#(?<name>\w+)\[[@*]\]\}$")]
    private static partial Regex Count();

    [GeneratedRegex(@"^\$\{(?<name>\w+)(?<sign>##?|%%?)(?<pattern>[^$`'""\\{}\[\]]*)\}$")]
    private static partial Regex Cut();

    [GeneratedRegex(@"^(?<before>[^{}]*)\{(?<inside>[^{}]+)\}(?<after>[^{}]*)$")]
    private static partial Regex Brace();

    [GeneratedRegex(@"^(\d{1,6})\.\.(\d{1,6})$")]
    private static partial Regex Range();
}
