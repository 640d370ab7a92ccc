using System.Collections.Immutable;
using System.Globalization;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary><c>[ … ]</c>, <c>[[ … ]]</c>, <c>test …</c> and <c>(( … ))</c> as conditions.</summary>
internal sealed class TestCommands(ScriptWalk walk)
{
    private static readonly Dictionary<string, string> Comparisons = new(StringComparer.Ordinal)
    {
        ["="] = "==",
        ["=="] = "==",
        ["!="] = "!=",
        ["-eq"] = "==",
        ["-ne"] = "!=",
        ["-lt"] = "<",
        ["-le"] = "<=",
        ["-gt"] = ">",
        ["-ge"] = ">=",
    };

    private static readonly string[] Files = ["-f", "-e", "-d", "-r", "-x", "-s", "-w", "-L", "-h", "-b", "-c", "-p", "-S"];

    /// <summary>What they say depends on the machine that runs them.</summary>
    private static readonly string[] HostFacts = ["hostname", "uname", "whoami", "id", "tty", "logname", "who"];

    private List<ShellWord> _words = [];
    private int _at;
    private Pipeline? _pipeline;

    public bool Takes(SimpleCommand command) => command.Assignments.Length == 0 && command.Words is [var first, ..]
        && (first.Raw is "[" or "[[" or "test" || first.Raw.StartsWith("((", StringComparison.Ordinal) && Compares(first.Raw));

    public void Take(SimpleCommand command, Pipeline pipeline)
    {
        (_pipeline, _at) = (pipeline, 0);
        var first = command.Words[0].Raw;
        if (first.StartsWith("((", StringComparison.Ordinal))
        {
            walk.State.Last = Outcome.Of(Sum(first[2..^2]));
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, null);
            return;
        }

        _words = [.. command.Words.Skip(1).Take(command.Words.Length - (first == "test" ? 1 : 2))];
        if (first != "test" && command.Words[^1].Raw != (first == "[" ? "]" : "]]"))
            throw new NotTurnedException("the test is not closed", "correct it");
        if (_words.SelectMany(w => w.Parts).OfType<SubstitutionPart>().Any() && Substituted(command, pipeline))
            return;
        var condition = Either();
        if (_at < _words.Count)
            throw NotUnderstood();
        walk.State.Last = Outcome.Of(condition);
        walk.Draft.Note(pipeline.Line, pipeline.EndLine, null);
    }

    private static bool Compares(string arithmetic) => arithmetic.Contains("==", StringComparison.Ordinal) || arithmetic.Contains("!=", StringComparison.Ordinal)
        || arithmetic.Contains('<') || arithmetic.Contains('>');

    private static NotTurnedException NotUnderstood() => new("the test is not understood", "write what it decides as steps with `when`");

    // [ "$(program)" = x ]: the whole test is asked of a shell when it is reached.
    private bool Substituted(SimpleCommand command, Pipeline pipeline)
    {
        if (_words.All(w => w.Parts.OfType<SubstitutionPart>().All(_ => Known(w))))
            return false;
        var insides = _words.SelectMany(w => w.Parts).OfType<SubstitutionPart>().SelectMany(p => ShellParser.Parse(p.Command)).SelectMany(ShellShapes.Commands).Select(ShellShapes.Name).ToList();
        if (_words.Any(w => w.Parts.OfType<SubstitutionPart>().Any(p => ShellShapes.NamesCci(p.Command))))
            throw new NotTurnedException("it goes by what a CCI command says", "use `when` on a pair.snapshot");
        if (insides.Any(HostFacts.Contains))
        {
            walk.State.Last = Outcome.Of(walk.Decide(command.Text, pipeline.Line));
            walk.Draft.Note(pipeline.Line, pipeline.EndLine, null);
            return true;
        }

        if (command.Words.SelectMany(w => w.Parts).OfType<VariablePart>().Any(v => walk.Variables.Of(v.Name) is not Binding.Text))
            throw NotUnderstood();
        walk.Commands.Programs.Check("test", walk.Commands.Programs.ShellRun(command.Text), pipeline.Line, pipeline.EndLine);
        return true;
    }

    private bool Known(ShellWord word)
    {
        try
        {
            return walk.Variables.Value(word).Constant is not null;
        }
        catch (NotTurnedException)
        {
            return false;
        }
    }

    private string Current => _at < _words.Count ? _words[_at].Raw : "";

    private Condition Either()
    {
        var left = Both();
        while (Current is "-o" or "||")
        {
            _at++;
            left = left.Or(Both());
        }

        return left;
    }

    private Condition Both()
    {
        var left = Single();
        while (Current is "-a" or "&&")
        {
            _at++;
            left = left.And(Single());
        }

        return left;
    }

    private Condition Single()
    {
        if (Current == "!")
        {
            _at++;
            return Single().Not();
        }

        if (Current is "(" or "\\(")
        {
            _at++;
            var inside = Either();
            if (Current is not (")" or "\\)"))
                throw NotUnderstood();
            _at++;
            return inside;
        }

        if (_at + 2 < _words.Count + 0 && Comparisons.TryGetValue(_words[_at + 1].Raw, out var comparison))
        {
            var (left, sign, right) = (_words[_at], _words[_at + 1].Raw, _words[_at + 2]);
            _at += 3;
            return Compare(left, sign, comparison, right);
        }

        if (Current is "-z" or "-n" && _at + 1 < _words.Count)
        {
            _at += 2;
            return Empty(_words[_at - 1], _words[_at - 2].Raw == "-z");
        }

        if (Files.Contains(Current) && _at + 1 < _words.Count)
        {
            _at += 2;
            return File(_words[_at - 2].Raw, _words[_at - 1]);
        }

        if (_at + 1 < _words.Count && Current.StartsWith('-') || _words.Count == 0 || _at >= _words.Count || _at + 1 < _words.Count && _words[_at + 1].Raw is "=~" or "<" or ">" or "-nt" or "-ot" or "-ef")
            throw NotUnderstood();
        return Empty(_words[_at++], wanted: false);
    }

    private Condition File(string sign, ShellWord word)
    {
        var file = walk.Variables.Value(word);
        if (word.HasPattern && !word.Quoted)
            throw NotUnderstood();
        walk.Commands.Programs.Check(word.Raw, [("run", YamlText.List([YamlText.Of("test"), YamlText.Quoted(sign), YamlText.Quoted(file.Template)]))], _pipeline!.Line, _pipeline.EndLine);
        return walk.State.Last.Ok;
    }

    // $? itself, or a variable that kept it.
    private Outcome? StatusOf(ShellWord word) => word.Parts is [VariablePart { Name: var name }] && walk.Variables.Of(name) is Binding.Status { Of: var outcome } ? outcome : null;

    private Condition Compare(ShellWord left, string sign, string comparison, ShellWord right)
    {
        if (StatusOf(left) is { } status)
            return status.Test(comparison, Number(right));
        if (StatusOf(right) is { } other)
            return other.Test(comparison switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => comparison }, Number(left));
        if (left.Parts is [VariablePart { Name: "#" }] && !walk.State.Variables.ContainsKey("#"))
            return Arguments(comparison, Number(right));
        if (right.HasPattern && !right.Quoted && _words.Count > 0 && sign is "=" or "==" or "!=" && right.Raw.AsSpan().ContainsAny('*', '?', '['))
            throw NotUnderstood();
        return Ways(left).SelectMany(a => Ways(right).Select(b => a.When.And(b.When).And(Compare(a.Value, sign, comparison, b.Value))))
            .Aggregate(Condition.False, (sum, c) => sum.Or(c));
    }

    // Inputs without a default have to be given: fewer arguments than asked for cannot be.
    private Condition Arguments(string comparison, int number)
    {
        if (comparison is "<" or "!=" || comparison is "==" && number == 0 || comparison is "<=")
        {
            walk.Draft.Note(_pipeline!.Line, _pipeline.EndLine, "the inputs of the runbook have to be given");
            return Condition.Of(false, Outcome.OfStep());
        }

        throw new NotTurnedException("how many arguments the script gets is not known", "make each argument an input");
    }

    private int Number(ShellWord word) => int.TryParse(walk.Variables.Value(word).Constant, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number : throw new NotTurnedException("an exit status is compared with something that is not known here", "use the outputs of the step");

    private IEnumerable<(Condition When, ShellValue Value)> Ways(ShellWord word) =>
        word.Parts is [VariablePart { Name: var name }] && walk.Variables.Of(name) is Binding.Choice choice ? choice.Ways : [(Condition.True, walk.Variables.Value(word))];

    private static Condition Compare(ShellValue a, string sign, string comparison, ShellValue b)
    {
        if (a.IsSecret || b.IsSecret)
            throw new NotTurnedException("it goes by a secret", "write what it decides as steps with `when`");
        var numeric = sign.StartsWith('-');
        if (a.Constant is { } one && b.Constant is { } two)
        {
            if (!numeric)
                return Condition.Of(comparison == "==" == (one == two));
            return long.TryParse(one.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var x) && long.TryParse(two.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var y)
                ? Condition.Of(Outcome.Compare(x, comparison, y)) : throw new NotTurnedException($"`{one}` {sign} `{two}` compares no numbers", "correct it");
        }

        return numeric ? Figures(a, comparison, b) : Condition.Of($"{Operand(a)} {comparison} {Operand(b)}");
    }

    // What is no number makes every comparison fail, as in the shell.
    private static Condition Figures(ShellValue a, string comparison, ShellValue b)
    {
        var unknown = new[] { a, b }.Where(v => v.Constant is null).Select(v => Condition.Of($"({Operand(v)} | string.to_int) != null")).ToList();
        return Condition.All(unknown).And(Condition.Of($"{Figure(a)} {comparison} {Figure(b)}"));
    }

    private static string Figure(ShellValue value) => value.Constant is { } text
        ? long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? $"{number}" : throw new NotTurnedException($"`{text}` is no number", "correct it")
        : $"(({Operand(value)} | string.to_int) ?? 0)";

    private static string Operand(ShellValue value) => value.Expression is { } text && text.Contains('|') ? $"({text})" : value.Operand;

    private Condition Empty(ShellWord word, bool wanted) => Ways(word).Select(way => way.When.And(Empty(way.Value, wanted))).Aggregate(Condition.False, (a, b) => a.Or(b));

    private static Condition Empty(ShellValue value, bool wanted)
    {
        if (value.Constant is { } text)
            return Condition.Of(text.Length == 0 == wanted);
        if (value.IsSecret)
            throw NotUnderstood();
        // An input that has to be given is not empty: the script complains of a missing argument, the run is not even started.
        return value.IsOfInputs && value.Default is null && wanted ? Condition.Of($"{value.Operand} == ''") : Condition.Of($"{Operand(value)} {(wanted ? "==" : "!=")} ''");
    }

    private Condition Sum(string text)
    {
        string[] signs = ["==", "!=", "<=", ">=", "<", ">"];
        if (text.Contains("&&", StringComparison.Ordinal) || text.Contains("||", StringComparison.Ordinal) || signs.FirstOrDefault(s => text.Contains(s, StringComparison.Ordinal)) is not { } sign)
            return Condition.Of(Arithmetic.Evaluate(text, walk.Variables) != 0);
        var at = text.IndexOf(sign, StringComparison.Ordinal);
        var (left, right) = (text[..at].Trim(), text[(at + sign.Length)..].Trim());
        var name = left.TrimStart('$');
        if (name == "?" || walk.Variables.State.Variables.TryGetValue(name, out var known) && known is Binding.Status)
        {
            var outcome = name == "?" ? walk.State.Last : ((Binding.Status)walk.Variables.Of(name)).Of;
            return outcome.Test(sign, (int)Arithmetic.Evaluate(right, walk.Variables));
        }

        if (left == "$#" && !walk.State.Variables.ContainsKey("#"))
            return Arguments(sign, (int)Arithmetic.Evaluate(right, walk.Variables));
        if (name.Length > 0 && walk.Variables.Of(name.Trim('{', '}')) is Binding.Text { Value: { Constant: null } value })
            return Figures(value, sign, ShellValue.Of(Arithmetic.Evaluate(right, walk.Variables).ToString(CultureInfo.InvariantCulture)));
        return Condition.Of(Arithmetic.Evaluate(text, walk.Variables) != 0);
    }
}
