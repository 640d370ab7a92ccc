using System.Collections.Immutable;

namespace RunbookEngine.Language.Model;

/// <summary>Every step of a runbook with its place.</summary>
public sealed class StepTree
{
    private readonly Dictionary<string, StepPlace> _byId = new(StringComparer.Ordinal);

    public StepTree(Runbook runbook)
    {
        All =
        [
            .. Places(runbook.Steps, RunbookSection.Steps, null, 0, null),
            .. Places(runbook.Cleanup, RunbookSection.Cleanup, null, 0, null),
            .. Places(runbook.Finally, RunbookSection.Finally, null, 0, null),
        ];
        foreach (var place in All.Where(p => p.UndoOf is null && p.Step.Id is not null))
            _byId.TryAdd(place.Step.Id!.Value, place);
    }

    /// <summary>In the order written: containers before their steps, a step before its undo steps.</summary>
    public ImmutableArray<StepPlace> All { get; }

    public IReadOnlyCollection<string> Ids => _byId.Keys;

    /// <summary>The first step of that id, or null. Undo steps have none.</summary>
    public StepPlace? Find(string id) => _byId.GetValueOrDefault(id);

    private static IEnumerable<StepPlace> Places(
        IEnumerable<Step> steps, RunbookSection section, StepPlace? parent, int branch, StepPlace? undoOf) =>
        steps.SelectMany((step, index) =>
        {
            var place = new StepPlace(step, section, parent, branch, index, undoOf);
            return step.Branches.SelectMany((b, number) => Places(b.Steps, section, place, number, null))
                .Concat(Places(step.Undo, section, null, 0, place))
                .Prepend(place);
        });
}
