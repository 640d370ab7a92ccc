using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Conditions;

namespace RunbookEngine.Import.Cci.Values;

/// <summary>What is known at one point of a script: variables, the last exit status, and the condition on which control comes here.</summary>
internal sealed class ScriptState
{
    public ImmutableDictionary<string, Binding> Variables { get; set; } = ImmutableDictionary.Create<string, Binding>(StringComparer.Ordinal);

    /// <summary>All of these hold where control comes here.</summary>
    public ImmutableList<Condition> Alive { get; set; } = [];

    /// <summary>Control never comes here.</summary>
    public bool Dead { get; set; }

    /// <summary>Of a dead one: a step has failed there, so the run is over as well.</summary>
    public bool Stopped { get; set; }

    public Outcome Last { get; set; } = Outcome.Success;

    /// <summary><c>set -e</c>: a command that ends otherwise than with 0 ends the script.</summary>
    public bool EndsOnError { get; set; }

    /// <summary><c>set -u</c>: the script ends where a variable without a value is used.</summary>
    public bool EndsOnUnset { get; set; }

    /// <summary>Folder of <c>cd</c>; null for the engine's.</summary>
    public string? Folder { get; set; }

    /// <summary>The folder is known only in some cases.</summary>
    public bool FolderUnknown { get; set; }

    public Condition AliveAs => Condition.All(Alive);

    public ScriptState Clone() => (ScriptState)MemberwiseClone();

    public void Assume(Condition condition)
    {
        foreach (var part in condition.Conjuncts.Where(c => !Alive.Contains(c)))
            Alive = Alive.Add(part);
    }

    /// <summary>The ways that come together again behind a branch, a function or a loop. Each one's condition goes on where the common one ends.</summary>
    /// <param name="common">What holds before the ways part.</param>
    public static ScriptState Join(ImmutableList<Condition> common, IReadOnlyList<ScriptState> ways)
    {
        var alive = ways.Where(w => !w.Dead).ToList();
        if (alive.Count == 0)
            return new ScriptState { Dead = true, Stopped = ways.All(w => w.Stopped), Alive = common, Variables = ways.Count > 0 ? ways[0].Variables : ImmutableDictionary<string, Binding>.Empty };
        var extras = alive.Select(w => Condition.All(w.Alive.Skip(common.Count))).ToList();
        var joined = alive[0].Clone();
        joined.Alive = common;
        // Where a step has failed nothing runs any more, so its condition need not be excluded from what follows.
        joined.Assume(extras.Concat(ways.Where(w => w is { Dead: true, Stopped: true }).Select(w => Condition.All(w.Alive.Skip(common.Count)))).Aggregate(Condition.False, (a, b) => a.Or(b)));
        if (alive.Count == 1)
            return joined;
        joined.Last = JoinOutcomes(alive, extras);
        joined.EndsOnUnset = alive.Any(w => w.EndsOnUnset);
        joined.EndsOnError = alive.Any(w => w.EndsOnError);
        if (alive.Any(w => w.Folder != joined.Folder || w.FolderUnknown))
            (joined.Folder, joined.FolderUnknown) = (null, true);
        var names = alive.SelectMany(w => w.Variables.Keys).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in names)
            joined.Variables = joined.Variables.SetItem(name, JoinVariable(name, alive, extras));
        return joined;
    }

    private static Outcome JoinOutcomes(List<ScriptState> ways, List<Condition> extras)
    {
        if (ways.All(w => w.Last == ways[0].Last))
            return ways[0].Last;
        if (ways.Select(w => w.Last.Code).Distinct().ToList() is [{ } code])
            return ways.FirstOrDefault(w => w.Last.StopsTheRun)?.Last ?? Outcome.Const(code);
        try
        {
            return Outcome.Of(ways.Select((w, i) => extras[i].And(w.Last.Ok)).Aggregate(Condition.False, (a, b) => a.Or(b)));
        }
        catch (Translation.NotTurnedException)
        {
            return Outcome.Unknown("the exit status of one of several ways through the script");
        }
    }

    private static Binding JoinVariable(string name, List<ScriptState> ways, List<Condition> extras)
    {
        var found = ways.Select(w => w.Variables.GetValueOrDefault(name)).ToList();
        if (found.All(f => Equals(f, found[0])))
            return found[0]!;
        const int most = 12;
        var choices = new List<(Condition, ShellValue)>();
        for (var i = 0; i < ways.Count; i++)
        {
            switch (found[i])
            {
                case Binding.Text text:
                    choices.Add((extras[i], text.Value));
                    break;
                case Binding.Choice choice:
                    choices.AddRange(choice.Ways.Select(w => (extras[i].And(w.When), w.Value)));
                    break;
                case null when !ShellVariables.IsSecret(name):
                    choices.Add((extras[i], ShellValue.Computed(char.IsAsciiDigit(name[0]) ? $"inputs.arg{name}" : $"inputs.{name}")));
                    break;
                default:
                    return new Binding.Unknown($"${name} is set in one of several ways through the script");
            }
        }

        var merged = choices.Where(c => c.Item1.Known != false).GroupBy(c => c.Item2).Select(g => (g.Select(c => c.Item1).Aggregate(Condition.False, (a, b) => a.Or(b)), g.Key)).ToImmutableArray();
        return merged.Length > most ? new Binding.Unknown($"${name} has more than {most} possible values") : new Binding.Choice(merged);
    }
}
