using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Reads a unit afresh, pair by pair.</summary>
internal sealed class UnitReader(StepContext step, ArrayFleet fleet)
{
    /// <param name="refresh">ShadowImage: have the array look again at what others changed. Slow.</param>
    /// <param name="orAlone">When one of two arrays cannot be reached, ask the other alone; what only the partner knows is unknown then.</param>
    /// <exception cref="ArrayApiException">No array that could tell was reached.</exception>
    public async Task<SeenGroup> ReadAsync(PairUnit unit, bool refresh, bool orAlone, CancellationToken cancellationToken)
    {
        var own = fleet[unit.Target.Array];
        var options = PairReadOptions.Default with { Refresh = refresh };
        try
        {
            return await AskAsync(unit, own, options, cancellationToken);
        }
        catch (ArrayApiException e) when (orAlone && Left(unit, own, e.Error) is not null)
        {
            return await AskAsync(unit, Left(unit, own, e.Error)!, options with { WithoutPartner = true }, cancellationToken);
        }
    }

    public SeenGroup See(PairUnit unit, IPairArray source, PairReadOptions options, CopyGroup? group, DateTimeOffset at)
    {
        var pairs = (group?.Pairs ?? []).Select(p => PairStates.Seen(fleet, unit, p, KnownAccess.Of(step.State, unit, p.Ref.Name)))
            .ToList();
        var covered = pairs.Where(p => unit.Covers(p.Name)).ToList();
        if (unit.Pair is { } wanted && covered.Count == 0)
        {
            covered.Add(PairStates.Absent(unit, wanted));
        }
        return new SeenGroup(unit, source, options, group is { Pairs.Count: > 0 }, covered,
            [.. pairs.Where(p => !unit.Covers(p.Name))], at);
    }

    private async Task<SeenGroup> AskAsync(PairUnit unit, IPairArray array, PairReadOptions options, CancellationToken cancellationToken)
    {
        var at = step.Clock.GetUtcNow();
        return See(unit, array, options, await array.ReadCopyGroupAsync(unit.Group, options, cancellationToken), at);
    }

    /// <summary>The array that is left when the other one failed; null when that does not help.</summary>
    private ArrayClient? Left(PairUnit unit, ArrayClient own, ArrayError error) =>
        !unit.Technology.IsRemote()
            || error.Kind is not (
            ArrayErrorKind.NotReached or ArrayErrorKind.AnswerLost or ArrayErrorKind.BadAnswer or ArrayErrorKind.Busy) ? null
        : error.Array == own.Name ? fleet.ByStorageDeviceId(unit.Group.PartnerStorageDeviceId!)
        : own;
}
