using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;

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
        var at = step.Clock.GetUtcNow();
        if (!orAlone)
        {
            return See(unit, own, options, await own.ReadCopyGroupAsync(unit.Group, options, cancellationToken), at);
        }
        var read = await GroupReading.ReadAsync(fleet, unit.Group, own, options, cancellationToken);
        return See(unit, read.Source, read.Options, read.Group, at);
    }

    /// <summary>Asks that array without its partner.</summary>
    /// <exception cref="ArrayApiException">It does not answer.</exception>
    public async Task<SeenGroup> ReadAloneAsync(PairUnit unit, ArrayClient array, CancellationToken cancellationToken)
    {
        var (at, options) = (step.Clock.GetUtcNow(), PairReadOptions.Default with { Refresh = true, WithoutPartner = true });
        return See(unit, array, options, await array.ReadCopyGroupAsync(unit.Group, options, cancellationToken), at);
    }

    public SeenGroup See(PairUnit unit, IPairArray source, PairReadOptions options, CopyGroup? group, DateTimeOffset at)
    {
        var pairs = (group?.Pairs ?? []).Select(p => PairStates.Seen(fleet, unit, p, KnownAccess.Of(step.State, unit, p.Ref.Name)))
            .Select(p => options.WithoutPartner ? p with { Reading = p.Reading with { Alone = source.Name } } : p)
            .ToList();
        var covered = pairs.Where(p => unit.Covers(p.Name)).ToList();
        if (unit.Pair is { } wanted && covered.Count == 0)
        {
            covered.Add(PairStates.Absent(unit, wanted));
        }
        return new SeenGroup(unit, source, options, group is { Pairs.Count: > 0 }, covered,
            [.. pairs.Where(p => !unit.Covers(p.Name))], at)
        {
            Mirror = MirrorIds.Of(unit.Technology, group),
        };
    }
}
