using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Rehearsal.Rooms;

namespace RunbookEngine.Rehearsal;

/// <summary>The cases of mode disaster: which there are, and how one of them is found by its id.</summary>
/// <param name="HasOwnPlain">The rehearsal itself is in no mode, so that mode disaster has a plain run of its own.</param>
internal sealed record LossRehearsal(RehearsalSetting Setting, CasePlayer Player, bool HasOwnPlain)
{
    public CaseRecord PlainOf(CaseRecord plain, CancellationToken cancellationToken) =>
        HasOwnPlain ? Player.Play(RehearsalCase.PlainDisaster, cancellationToken) : plain;

    public IReadOnlyList<RehearsalCase> First(CaseRecord plain) => LossPlanner.First(plain, Setting.Plan, Setting.Topology);

    /// <returns>Null when the id is none of these.</returns>
    public (CaseRecord Record, CaseEnd End)? Find(string id, CaseRecord plain, CancellationToken cancellationToken)
    {
        if (HasOwnPlain && id == RehearsalCase.PlainDisaster.Id)
        {
            var record = PlainOf(plain, cancellationToken);
            return (record, new Judge(record).Of(record));
        }

        if (!id.Contains('@', StringComparison.Ordinal) || id.Contains('+', StringComparison.Ordinal))
            return null;
        var own = PlainOf(plain, cancellationToken);
        if (First(own).FirstOrDefault(c => id == c.Id || id.StartsWith(c.Id + "..", StringComparison.Ordinal)) is not { } first)
            return null;
        var lost = Player.Play(first, cancellationToken);
        if (id != first.Id)
        {
            if (LossPlanner.Returns(lost).FirstOrDefault(c => c.Id == id) is not { } returned)
                return null;
            lost = Player.Play(returned, cancellationToken);
        }

        return (lost, new LossJudge(own).Of(lost));
    }
}
