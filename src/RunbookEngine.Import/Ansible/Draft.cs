using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Ansible;

/// <summary>What is written down while tasks are walked.</summary>
/// <param name="known">Technologies of copy groups as another reading of the same playbooks found them.</param>
internal sealed class Draft(IReadOnlyDictionary<string, Technology> known)
{
    private readonly List<string> _pending = [];

    public StepIds Ids { get; } = new();

    public List<DraftItem> Items { get; } = [];

    public List<DraftItem> Finally { get; } = [];

    public ArrayBook Arrays { get; } = new();

    public List<(string Written, Technology Technology, string Array, string? Remote)> Groups { get; } = [];

    /// <summary>What must hold where control is.</summary>
    public Condition Alive { get; set; } = Condition.True;

    /// <summary>Where a play was left before its end.</summary>
    public Condition Ended { get; set; } = Condition.False;

    /// <summary>Tasks around it let the playbook go on when it fails.</summary>
    public bool GoesOn { get; set; }

    public Technology? TechnologyOf(string group) =>
        Groups.FirstOrDefault(g => g.Written == group) is { Written: not null } found ? found.Technology : known.TryGetValue(group, out var technology) ? technology : null;

    /// <summary>Something to confirm about all that follows; it stands at the next step.</summary>
    public void Check(string text) => _pending.Add(text);

    public void Note(int line, int end, string? why) => Items.Add(new DraftNote(line, end, why));

    public void Hole(int line, int end, NotTurnedException why)
    {
        var hole = new DraftStep(line, end, Ids.Next($"line-{line}"), "unresolved") { Why = why.Message, Todo = why.Mend };
        if (Alive.Known is null)
            hole.Set("when", YamlText.Quoted(Alive.ToString()));
        Items.Add(hole);
    }

    public void Step(DraftStep step)
    {
        if (Alive.Known is null)
            step.Set("when", YamlText.Quoted(Alive.ToString()));
        step.Checks.AddRange(_pending);
        _pending.Clear();
        if (GoesOn)
            step.Checks.Add("the playbook goes on when this fails (ignore_errors); a run stops here");
        Items.Add(step);
    }

    /// <summary>A step that fails, where the playbook gives up.</summary>
    public void Stop(int line, int end, Condition when)
    {
        var alive = Alive;
        Alive = Alive.And(when);
        var stop = new DraftStep(line, end, Ids.Next($"stop-{line}"), "command");
        stop.Arguments.Add(("run", YamlText.List(["\"/bin/sh\"", "\"-c\"", YamlText.Quoted($"echo 'line {line}: the playbook fails here' >&2; exit 1")])));
        stop.Arguments.Add(("onUnknown", "retry"));
        stop.Set("rollback", "{ none: \"it changes nothing\" }");
        Step(stop);
        Alive = alive;
    }
}
