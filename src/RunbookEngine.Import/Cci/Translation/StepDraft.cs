using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>The steps and notes in the order they are passed, each with the condition on which control comes there.</summary>
internal sealed class StepDraft(ScriptWalk walk)
{
    private readonly StepIds _ids = new();
    private List<DraftItem> _items = [];
    private HashSet<Condition> _known = [];

    /// <summary>Steps that run whatever becomes of the run: <c>trap … EXIT</c>.</summary>
    public List<DraftItem> Finally { get; } = [];

    public int Steps { get; private set; }

    public IReadOnlyList<DraftItem> Items => _items;

    /// <summary>Whether the step written last is this one, so that what follows may become part of it.</summary>
    public bool IsLast(DraftStep step) => ReferenceEquals(_items.OfType<DraftStep>().LastOrDefault(), step);

    public (List<DraftItem> Items, int Count, int Steps) Mark() => (_items, _items.Count, Steps);

    public void Back((List<DraftItem> Items, int Count, int Steps) mark)
    {
        if (!ReferenceEquals(mark.Items, _items))
            return;
        _items.RemoveRange(mark.Count, _items.Count - mark.Count);
        Steps = mark.Steps;
    }

    public string NewId(string wish) => _ids.Next(wish);

    /// <summary>A step in this place, on the condition that control comes here.</summary>
    public DraftStep Add(int line, int endLine, string wish, string verb)
    {
        var step = new DraftStep(line, endLine, _ids.Next(wish), verb);
        Place(step);
        return step;
    }

    public void Place(DraftStep step)
    {
        var when = Condition.All(walk.State.Alive.Where(c => !_known.Contains(c)));
        if (when.ToString().Length > Condition.Longest)
            throw new NotTurnedException("the condition on which the script comes here is too long to be read by anybody", "write the steps by hand");
        if (when.Known is null)
            step.Set("when", YamlText.Quoted(when.ToString()));
        step.MayBeSkipped = walk.State.Alive.Count > 0;
        _items.Add(step);
        Steps++;
    }

    public void Replace(DraftStep old, DraftStep step)
    {
        var at = _items.IndexOf(old);
        _items[at] = step;
    }

    public void Note(int line, int endLine, string? why) => _items.Add(new DraftNote(line, endLine, why));

    public void Unreached(int line, int endLine, string why) => _items.Add(new DraftNote(line, endLine, why) { Unreached = true });

    public void Hole(int line, int endLine, string why, string mend)
    {
        var step = new DraftStep(line, endLine, _ids.Next($"line-{line}"), "unresolved") { Todo = mend, Why = why };
        var when = Condition.All(walk.State.Alive.Where(c => !_known.Contains(c)));
        if (when.Known is null && when.ToString().Length <= Condition.Longest)
            step.Set("when", YamlText.Quoted(when.ToString()));
        _items.Add(step);
        Steps++;
    }

    /// <summary>Collects what a body gives under a group; the caller says what becomes of it.</summary>
    public DraftStep Collect(int line, int endLine, string wish, Action body)
    {
        var group = new DraftStep(line, endLine, _ids.Next(wish), "group");
        var when = Condition.All(walk.State.Alive.Where(c => !_known.Contains(c)));
        if (when.Known is null)
            group.Set("when", YamlText.Quoted(when.ToString()));
        var (outer, known) = (_items, _known);
        (_items, _known) = (group.Children, [.. walk.State.Alive]);
        try
        {
            body();
        }
        finally
        {
            (_items, _known) = (outer, known);
        }

        return group;
    }

    /// <summary>Puts what was collected into its place: nothing, one step with the group's condition, or the group.</summary>
    public void Put(DraftStep group)
    {
        var steps = group.Children.OfType<DraftStep>().ToList();
        if (steps.Count > 1 || steps is [var one] && one.Modifiers.Any(m => m.Key is "when" or "foreach") && group.Modifiers.Count > 0)
        {
            _items.Add(group);
            Steps++;
            return;
        }

        _items.Add(new DraftNote(group.Line, group.EndLine, null));
        _items.AddRange(group.Children);
        if (steps is [var only])
            only.Modifiers.InsertRange(0, group.Modifiers);
    }
}
