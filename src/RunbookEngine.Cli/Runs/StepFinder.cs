using RunbookEngine.Language.Expressions;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Runs;

/// <summary>Finds the step that a person means by <c>split[erp-ur-01]</c>, or by <c>split</c> where that is one.</summary>
internal static class StepFinder
{
    /// <exception cref="CommandFailure">The run has no such step, or several.</exception>
    public static async Task<StepKey> FindAsync(IRunJournal store, RunId id, string text, CancellationToken cancellationToken)
    {
        var run = await store.LoadAsync(id, cancellationToken) ?? throw new CommandFailure(Exit.Usage, $"there is no run {id}");
        return Find(run, text);
    }

    public static StepKey Find(RunState run, string text)
    {
        var key = StepKey.Parse(text);
        if (run.Step(key) is not null)
            return key;
        var known = run.Steps.Keys.Where(k => k.Id == key.Id).ToList();
        if (key.Iteration.Length == 0 && known.Count == 1)
            return known[0];
        if (known.Count > 0)
            throw new CommandFailure(
                Exit.Usage, $"'{text}' is no iteration of step {key.Id}", $"the run has {string.Join(", ", known.Order(StepKeys.ByText).Take(8))}");
        if (run.Plan.Find(key.Id) is not null)
            return key;
        var ids = run.Plan.AllSteps().Select(s => s.Id.Value).ToList();
        throw new CommandFailure(
            Exit.Usage, $"the run has no step '{key.Id}'",
            Suggestion.Closest(key.Id.Value, ids) is { } meant ? $"did you mean '{meant}'?" : $"its steps are {string.Join(", ", ids.Take(12))}");
    }
}

internal static class StepKeys
{
    public static IComparer<StepKey> ByText { get; } = Comparer<StepKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
}
