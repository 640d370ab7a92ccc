using System.Collections.Immutable;
using RunbookEngine.Language.Importing.Shell;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>The script's variables as far as they are known, and words with their values filled in.</summary>
internal sealed class ShellVariables(string script)
{
    private Dictionary<string, Binding> _values = new(StringComparer.Ordinal);

    /// <summary>Names that hold passwords and the like: they become secrets of the environment.</summary>
    public SortedSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Defaults of inputs, from <c>${NAME:-text}</c>.</summary>
    public Dictionary<string, string> Defaults { get; } = new(StringComparer.Ordinal);

    public ImmutableDictionary<string, Binding> Save() => _values.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Back to what was known before, for the other way through a branch.</summary>
    public void Restore(ImmutableDictionary<string, Binding> saved) => _values = new(saved, StringComparer.Ordinal);

    public void Set(string name, Binding value) => _values[name] = value;

    public void Forget(string name) => _values.Remove(name);

    /// <summary>Whatever differs from an earlier state is no longer known: a branch may or may not have been taken.</summary>
    public void Blur(ImmutableDictionary<string, Binding> before)
    {
        foreach (var name in _values.Keys.Where(n => !before.TryGetValue(n, out var old) || old != _values[n]).ToList())
            _values[name] = new Binding.Unknown($"${name} is set in a branch or a loop");
    }

    /// <summary>What a name holds. A name nobody sets is an input of the runbook.</summary>
    public Binding Of(string name)
    {
        if (IsSecret(name) && (!_values.TryGetValue(name, out var known) || known is Binding.Text))
        {
            Secrets.Add(name);
            return new Binding.Text(ShellValue.Computed($"secrets.{name}"));
        }

        return _values.TryGetValue(name, out var value) ? value : name switch
        {
            "0" => new Binding.Text(ShellValue.Of(script)),
            _ when char.IsAsciiDigit(name[0]) => new Binding.Text(ShellValue.Computed($"inputs.arg{name}")),
            "#" or "@" or "*" or "$" or "!" or "?" => new Binding.Unknown($"${name} is known only while the script runs"),
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

    /// <summary>The words a shell would make of one: a bare variable with blanks in it gives several.</summary>
    /// <exception cref="NotTurnedException">Something in the word is known only to a shell.</exception>
    public IEnumerable<ShellValue> Split(ShellWord word)
    {
        var value = Value(word);
        return !word.Quoted && word.Parts.Any(p => p is VariablePart) && value.Constant is { } text
            ? text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ShellValue.Of)
            : [value];
    }

    private ShellValue WithDefault(string name, string otherwise)
    {
        var value = Of(name);
        if (value is not Binding.Text { Value: { Expression: { } expression } known } || !expression.StartsWith("inputs.", StringComparison.Ordinal))
            return ShellValue.Of(otherwise);
        Defaults.TryAdd(expression["inputs.".Length..], otherwise);
        return known with { Default = Defaults[expression["inputs.".Length..]] };
    }

    private ShellValue Part(WordPart part) => part switch
    {
        LiteralPart literal => ShellValue.Of(literal.Text),
        VariablePart { Default: { } otherwise } variable when !_values.ContainsKey(variable.Name) => WithDefault(variable.Name, otherwise),
        VariablePart variable => Of(variable.Name) switch
        {
            Binding.Text known => known.Value,
            Binding.Unknown unknown => throw new NotTurnedException(unknown.Why, "write the value out, or make it an input"),
            _ => throw new NotTurnedException($"${variable.Name} is an exit status", "use the outputs of the step it comes from"),
        },
        SubstitutionPart => throw new NotTurnedException("a part of it is the output of another command", "make that command a `command` step and use its outputs"),
        OpaquePart opaque => throw new NotTurnedException($"`{opaque.Raw}` is worked out by the shell", "write the value out, or make it an input"),
        _ => throw new NotTurnedException("a part of it is not understood", "write the value out"),
    };
}
