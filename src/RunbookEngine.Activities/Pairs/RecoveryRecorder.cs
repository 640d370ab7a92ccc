using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>After S-VOLs went to their hosts without the P-VOLs: puts on record what bounds the loss. The takeover never fails because of it.</summary>
internal static class RecoveryRecorder
{
    /// <summary>The look takes no longer.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <param name="after">The pairs as the takeover left them.</param>
    public static async Task RecordAsync(
        StepContext step, ArrayFleet fleet, IReadOnlyList<UnitWork> works, PairOperation operation, IReadOnlyList<PairReading> after, CancellationToken cancellationToken)
    {
        var forced = works.Where(w => LeavesPvols(step, w.Unit, operation, after)).ToList();
        if (forced.Count == 0)
            return;
        var known = step.State.Deliveries.Concat(step.State.Declared?.Declaration.Known ?? []).ToList();
        var sights = new GroupSights(fleet, step.Clock);
        using var late = new CancellationTokenSource(Most, step.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var bounds = await Task.WhenAll(forced.Select(w => BoundAsync(step, sights, w, known, either.Token, cancellationToken)));
        await step.JournalAsync(new RecoveryPointRead(step.Key, [.. bounds]), cancellationToken);
    }

    /// <summary>A takeover in mode auto may have exchanged the roles, and nothing is lost then; a split with <c>swap</c> of global-active device is
    /// maintenance on any day but that of a disaster.</summary>
    private static bool LeavesPvols(StepContext step, PairUnit unit, PairOperation operation, IReadOnlyList<PairReading> after) =>
        unit.Technology.IsRemote() && operation switch
        {
            { Action: PairAction.Takeover, TakeoverMode: TakeoverMode.ForceSplit } => true,
            { Action: PairAction.Takeover } => after.Any(r => r.CopyGroup == unit.Group.Name && r.SvolStatus == "SSWS"),
            { SvolOperationMode: SvolOperationMode.Ssws } => unit.Technology != Technology.GlobalActiveDevice || step.Plan.IsDisaster,
            _ => false,
        };

    /// <summary>The declaration looked at how the S-VOLs are served; where nothing was declared, both arrays told PAIR.</summary>
    private static bool Served(StepContext step, PairUnit unit, IReadOnlyList<PairReading> before) => step.State.Declared is { Declaration.Bounds: { } bounds }
        ? bounds.Any(b => b.CopyGroup == unit.Group.Name && b.Seconds == 0) : before.All(b => b.PvolStatus == "PAIR");

    private static async Task<LossBound> BoundAsync(
        StepContext step, GroupSights sights, UnitWork work, IReadOnlyList<DeliveryReading> known, CancellationToken looking, CancellationToken cancellationToken)
    {
        try
        {
            var first = UnitOperations.Of(step, work.Unit).Select(o => o.Intent.Before).FirstOrDefault() ?? [.. work.Seen.Pairs.Select(p => p.Reading)];
            var before = first.GroupBy(b => b.Pair).ToDictionary(b => b.Key, b => b.First());
            return await sights.ReadAsync(work.Unit, looking) is { } sight
                ? RecoveryPoint.Of(sight.Before(before), known, taken: true, Served(step, work.Unit, first)) with { CopyGroup = work.Unit.Name }
                : new LossBound(work.Unit.Name, "the arrays that answer do not know the copy group any more: nothing is known of its data");
        }
        catch (ArrayApiException e)
        {
            return new LossBound(work.Unit.Name, $"not known: the array could not be read after the takeover ({e.Error.Describe()})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LossBound(work.Unit.Name, $"not known: the array could not be read within {Most.TotalSeconds:0} s after the takeover");
        }
    }
}
