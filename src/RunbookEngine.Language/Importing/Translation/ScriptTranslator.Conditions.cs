using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Importing.Shell;
using RunbookEngine.Language.Importing.Writing;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>What conditions ask.</summary>
internal sealed partial class ScriptTranslator
{
    private static readonly Dictionary<string, string> Comparisons = new(StringComparer.Ordinal)
    {
        ["="] = "==",
        ["=="] = "==",
        ["-eq"] = "==",
        ["!="] = "!=",
        ["-ne"] = "!=",
        ["-lt"] = "<",
        ["-le"] = "<=",
        ["-gt"] = ">",
        ["-ge"] = ">=",
        ["<"] = "<",
        ["<="] = "<=",
        [">"] = ">",
        [">="] = ">=",
    };

    private Condition ConditionOf(CommandListNode list, int line, int endLine)
    {
        try
        {
            if (list.Entries is [{ Pipeline: var only }])
                return ConditionOf(only, line, endLine);
            if (Statuses(list) is { } checkedStatus)
                return checkedStatus;
            _partOfMany = true;
            var parts = list.Entries.Select(e => ConditionOf(e.Pipeline, line, endLine)).ToList();
            if (parts.All(p => p is Condition.Constant or Condition.Expression or Condition.Program))
            {
                var text = $"({parts[0].AsExpression})";
                for (var i = 1; i < parts.Count; i++)
                    text = $"({text} {(list.Entries[i].Join == ListJoin.And ? "&&" : "||")} ({parts[i].AsExpression}))";
                return new Condition.Expression(text);
            }

            if (parts.All(p => p is Condition.Outcome { WhenFailed: false }) && list.Entries.Skip(1).All(e => e.Join == ListJoin.And))
                return parts[^1];
        }
        catch (NotTurnedException)
        {
            // A person decides; what is asked is the condition without its `!`.
            if (list.Entries is [{ Pipeline: { Negated: true } negated }])
                return Decide(negated, line).Not();
        }
        finally
        {
            _partOfMany = false;
        }

        return list.Entries is [{ Pipeline: var single }] ? Decide(single, line) : Decide(string.Join(" … ", list.Entries.Select(e => e.Pipeline.Text)), line);
    }

    /// <summary><c>[ $rc -ne 23 ] &amp;&amp; [ $rc -ne 33 ]</c> before giving up, after a <c>pairvolchk</c>: any of these statuses will do.</summary>
    private Condition.Outcome? Statuses(CommandListNode list)
    {
        var tests = list.Entries.Select(e => StatusTest(e.Pipeline)).ToList();
        if (tests[0] is not { Last: { Checked: { } group, Step: { } look } last } first || tests.Any(t => t is null || t.Value.Sign != first.Sign || t.Value.Last != last)
            || !(first.Sign == "!=" ? _thenStops : _elseStops) || list.Entries.Skip(1).Any(e => e.Join != (first.Sign == "!=" ? ListJoin.And : ListJoin.Or)))
            return null;
        var statuses = tests.Select(t => PairStatuses.OfReturnValue(t!.Value.Code, book.Of(group).Technology)).ToList();
        if (statuses.Any(s => s is null))
            return null;
        Require(look, [.. statuses.SelectMany(s => s!).Distinct()]);
        return new Condition.Outcome(first.Sign == "!=", last);
    }

    private (LastCommand Last, string Sign, int Code)? StatusTest(Pipeline pipeline) =>
        pipeline is { Negated: false, Commands: [SimpleCommand { Words: [{ Raw: "[" or "[[" or "test" }, var left, { Raw: var sign }, var right, ..] }] }
            && Comparisons.GetValueOrDefault(sign) is "==" or "!=" && StatusOf(left) is { Checked: not null } last
            && int.TryParse(Variables.Value(right).Constant, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? (last, Comparisons[sign], code) : null;

    private Condition Decide(Pipeline pipeline, int line) => Decide(pipeline.Negated ? pipeline.Text.TrimStart('!', ' ', '\t') : pipeline.Text, line);

    private Condition ConditionOf(Pipeline pipeline, int line, int endLine)
    {
        var condition = Asked(pipeline, line, endLine);
        return pipeline.Negated ? condition.Not() : condition;
    }

    private Condition Asked(Pipeline pipeline, int line, int endLine)
    {
        if (pipeline.Commands is [SimpleCommand { Words: [var first, ..] words } simple])
        {
            var name = ShellShapes.NameOf(first);
            if (first.Raw.StartsWith("((", StringComparison.Ordinal) && Arithmetic().Match(first.Raw) is { Success: true } match)
                return Test([WordReader.Read(Dollar(match.Groups["left"].Value), 0).Word, ShellWord.Of(match.Groups["sign"].Value), WordReader.Read(Dollar(match.Groups["right"].Value), 0).Word], pipeline, line, endLine);
            if (name is "[" or "[[" or "test")
                return Test([.. words.Skip(1).Where(w => w.Raw is not ("]" or "]]"))], pipeline, line, endLine);
            if (name is "true" or ":" or "false")
                return new Condition.Constant(name != "false", $"`{name}`");
            if (CciCall.Knows(name) || name == "raidcom")
            {
                Turn(pipeline, () => Cci(simple, pipeline, line, endLine));
                return new Condition.Outcome(false, _last);
            }

            if (_functions.ContainsKey(name))
                throw new NotTurnedException("a function answers it", "make the condition an input");
        }

        if (IsStatusSearch(pipeline with { Negated = false }) is { } search && (pipeline.Negated ? _thenStops : _elseStops))
        {
            Turn(pipeline, () => Assert(search.Display, search.Statuses, pipeline, line, endLine));
            return new Condition.Outcome(false, _last);
        }

        if (pipeline.Commands.Any(c => c is CompoundCommand || c is SimpleCommand s && (CciCall.Knows(ShellShapes.Name(s)) || ShellShapes.Name(s) == "raidcom")))
            throw new NotTurnedException("it reads the output of a CCI command", "make the condition an input");
        return new Condition.Program(Check(pipeline, line, endLine), false);
    }

    private Condition Test(ImmutableArray<ShellWord> words, Pipeline pipeline, int line, int endLine)
    {
        if (words is [{ Raw: "!" }, .. var negated])
            return Test(negated, pipeline with { Negated = !pipeline.Negated }, line, endLine).Not();
        if (words is [var left, { Raw: var sign }, var right] && Comparisons.TryGetValue(sign, out var comparison))
            return StatusOf(left) is { } last ? OfStatus(last, comparison, right, pipeline) : Compare(left, sign, comparison, right, line, pipeline);
        if (words is [{ Raw: "-z" or "-n" } empty, var asked])
            return IsEmpty(asked, empty.Raw == "-z");
        if (words is [{ Raw: "-f" or "-e" or "-d" or "-r" or "-x" or "-s" or "-w" or "-L" or "-h" }, _])
        {
            var file = Variables.Value(words[1]).Template;
            var step = CheckStep(line, endLine, words[1].Raw);
            step.Arguments.Insert(0, ("run", YamlText.List([YamlText.Of("test"), YamlText.Quoted(words[0].Raw), YamlText.Quoted(file)])));
            return new Condition.Program(step, false);
        }

        throw new NotTurnedException("the test is not understood", "make the condition an input");
    }

    // $? itself, or a variable that kept it.
    private LastCommand? StatusOf(ShellWord word) => word.Parts is [VariablePart { Name: var name }]
        ? name == "?" ? _last ?? new LastCommand(0, null) : (Variables.Of(name) as Binding.Status)?.Of
        : null;

    private Condition OfStatus(LastCommand last, string comparison, ShellWord right, Pipeline pipeline)
    {
        if (!int.TryParse(Variables.Value(right).Constant, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            throw new NotTurnedException("an exit status is compared with something that is not known here", "use the outputs of the step");
        if (last is { Checked: { } group, Step: { } look })
        {
            // A requirement only where the script gives up otherwise; where it goes on, a person decides.
            if (_partOfMany || comparison is not ("==" or "!=") || !(comparison == "!=" ^ pipeline.Negated ? _thenStops : _elseStops)
                || PairStatuses.OfReturnValue(code, book.Of(group).Technology) is not { } statuses)
            {
                throw new NotTurnedException("it goes on by a status that pairvolchk returned", "use pair.snapshot and its outputs");
            }

            Require(look, statuses);
            return new Condition.Outcome(comparison == "!=", last);
        }

        // 0 is success, anything else a failure of some kind.
        return (comparison, code) switch
        {
            ("==", 0) or ("<", 1) or ("<=", 0) => new Condition.Outcome(false, last),
            ("!=", 0) or (">", 0) or (">=", 1) or ("==", _) => new Condition.Outcome(true, last),
            _ => throw new NotTurnedException("it tells kinds of failure apart", "use the outputs of the step"),
        };
    }

    private Condition Compare(ShellWord left, string sign, string comparison, ShellWord right, int line, Pipeline pipeline)
    {
        if (left.Parts is [VariablePart { Name: "#" }] or [OpaquePart { Raw: "$#" }])
            return new Condition.Expression("false", OfInputs: true);
        var (a, b) = (Variables.Value(left), Variables.Value(right));
        if (a.Constant is { } one && b.Constant is { } two)
        {
            var numeric = sign.StartsWith('-') && long.TryParse(one, CultureInfo.InvariantCulture, out _) && long.TryParse(two, CultureInfo.InvariantCulture, out _);
            var order = numeric ? long.Parse(one, CultureInfo.InvariantCulture).CompareTo(long.Parse(two, CultureInfo.InvariantCulture)) : string.CompareOrdinal(one, two);
            var holds = comparison switch { "==" => order == 0, "!=" => order != 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
            return new Condition.Constant(holds, $"`{one}` {sign} `{two}`");
        }

        if (right.HasPattern || a.Operand is null || b.Operand is null || comparison is not ("==" or "!=") || (a.Operand + b.Operand).Contains("secrets.", StringComparison.Ordinal))
            return Decide(pipeline, line);
        var input = (a.Expression ?? b.Expression)?.StartsWith("inputs.", StringComparison.Ordinal) == true;
        return new Condition.Expression($"{a.Operand} {comparison} {b.Operand}", OfInputs: input && (a.Constant ?? b.Constant) == "");
    }

    private Condition IsEmpty(ShellWord word, bool wanted)
    {
        var value = Variables.Value(word);
        if (value.Constant is { } text)
            return new Condition.Constant(text.Length == 0 == wanted, $"`{word.Raw}` is {(text.Length == 0 ? "empty" : $"`{text}`")}");
        if (value.Operand is null || value.Operand.Contains("secrets.", StringComparison.Ordinal))
            throw new NotTurnedException("the test is not understood", "make the condition an input");
        return new Condition.Expression($"{value.Operand} {(wanted ? "==" : "!=")} ''", OfInputs: value.Operand.StartsWith("inputs.", StringComparison.Ordinal));
    }

    private Condition Decide(string text, int line)
    {
        var known = Decisions.FindIndex(d => d.Line == line && d.Condition == text);
        if (known < 0)
        {
            Decisions.Add(($"decision_{Decisions.Count + 1}", text, line));
            known = Decisions.Count - 1;
        }

        return new Condition.Expression($"inputs.{Decisions[known].Input}");
    }

    private DraftStep Check(Pipeline pipeline, int line, int endLine)
    {
        var name = pipeline.Commands is [SimpleCommand first, ..] ? ShellShapes.Name(first) : "";
        var run = RunOf(pipeline);
        var step = CheckStep(line, endLine, name);
        step.Arguments.InsertRange(0, run);
        return step;
    }

    private DraftStep CheckStep(int line, int endLine, string about)
    {
        var step = Add(line, endLine, $"check-{about}", "command");
        step.Arguments.Add(("successCodes", "[0, 1]"));
        step.Arguments.Add(("onUnknown", "retry"));
        step.Set("rollback", "{ none: \"it only looks\" }");
        _last = new LastCommand(line, step);
        return step;
    }

    private static string Dollar(string operand) => char.IsAsciiLetter(operand[0]) ? $"${operand}" : operand;

    [GeneratedRegex(@"^\(\(\s*(?<left>\$?\w+|\$\?|\$#)\s*(?<sign>==|!=|<=|>=|<|>)\s*(?<right>\$?\w+)\s*\)\)$")]
    private static partial Regex Arithmetic();
}
