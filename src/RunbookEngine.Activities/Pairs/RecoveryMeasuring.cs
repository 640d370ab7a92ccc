using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Puts on record what the age of the data on the copies is computed from: the markers of the journals. Never fails a step, and in a disaster never
/// waits for anything.</summary>
/// <remarks>An array tells no age in seconds. Its master journal counts the writes it received, its restore journal those it applied: when the first had the
/// number that the second has now is how old the copy is. So the markers are noted when mirrors are looked at, and again right before the request that counts.</remarks>
internal static class RecoveryMeasuring
{
    /// <summary>How long a look at mirrors goes on at most until the restore journal has applied what the master journal had at its beginning.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>The run has a recovery point to measure.</summary>
    public static bool Wanted(Plan plan) => plan.Objectives?.Rpo is not null || plan.AllSteps().Any(s => s.Measure?.Rpo is not null);

    /// <summary>A look at mirrors that replicate: reads their journals until one round of writes has arrived, so that a later age can be bounded.</summary>
    /// <param name="catchUp">False: one reading.</param>
    public static async Task LookAsync(StepContext step, ArrayFleet fleet, IReadOnlyList<SeenGroup> seen, bool catchUp, StepLimits limits, CancellationToken cancellationToken)
    {
        var groups = seen.Where(g => g.Mirror is not null && g.Pairs.Any(p => p.Reading.SvolStatus is "PAIR" or "COPY")).ToList();
        if (groups.Count == 0 || !Wanted(step.Plan))
            return;
        var readings = new List<MirrorReading>();
        try
        {
            var until = step.Clock.GetUtcNow() + Longest;
            readings.AddRange(await MirrorReader.ReadAsync(fleet, step.Clock, groups, limits.Token));
            var behind = readings.Where(r => r.Problem is null && r.Master!.Waiting is not 0).ToDictionary(r => r.CopyGroup, r => r.Master!.Marker);
            while (catchUp && !step.Plan.IsDisaster && behind.Count > 0 && step.Clock.GetUtcNow() + Between < until)
            {
                await Task.Delay(Between, step.Clock, limits.Token);
                var next = await MirrorReader.ReadAsync(fleet, step.Clock, groups.Where(g => behind.ContainsKey(g.Unit.Group.Name)), limits.Token);
                readings.AddRange(next);
                foreach (var reading in next.Where(r => r.Problem is not null || r.Master!.Waiting == 0 || HasArrived(r.Restore!.Marker, behind[r.CopyGroup])))
                    behind.Remove(reading.CopyGroup);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The step's time is over: what was read is kept.
        }

        if (readings.Count > 0)
            await step.JournalAsync(new PairsRead(step.Key, []) { Mirrors = readings }, cancellationToken);
    }

    /// <summary>Right before the first request of a step that marks the recovery point: the pairs of the step, its mirrors, and the mirrors behind its copies.</summary>
    public static async Task MarkAsync(StepContext step, ArrayFleet fleet, IReadOnlyList<SeenGroup> seen, StepLimits limits, CancellationToken cancellationToken)
    {
        if (step.Step.Measure?.Rpo is null || step.Record.Operations.Any(o => !o.Undo && o.Sequence > step.Record.AttemptSequence))
            return;
        var from = seen.Select(g => g.At).DefaultIfEmpty(step.Clock.GetUtcNow()).Min();
        var upstream = await UpstreamAsync(step, fleet, seen, limits.Token);
        if (upstream.Count > 0)
            await step.JournalAsync(new PairsRead(step.Key, [.. upstream.SelectMany(g => g.Pairs).Select(p => p.Reading)]) { Upstream = true, MeasuredFrom = upstream.Min(g => g.At) }, cancellationToken);
        var mirrors = await MirrorReader.ReadAsync(fleet, step.Clock, seen.Concat(upstream), limits.Token);
        await step.JournalAsync(
            new PairsRead(step.Key, [.. seen.SelectMany(g => g.Pairs).Select(p => p.Reading)]) { MeasuredFrom = from, Mirrors = mirrors.Count == 0 ? null : mirrors }, cancellationToken);
    }

    /// <summary>Remote groups of the run whose S-VOLs are the P-VOLs of these local copies: what those lack, the copies lack.</summary>
    private static async Task<IReadOnlyList<SeenGroup>> UpstreamAsync(StepContext step, ArrayFleet fleet, IReadOnlyList<SeenGroup> seen, CancellationToken cancellationToken)
    {
        var pvols = seen.Where(g => !g.Unit.Technology.IsRemote()).SelectMany(g => g.Pairs.Select(p => (g.Unit.Target.Array, p.Reading.PvolLdev)))
            .Where(v => v.PvolLdev is not null).ToHashSet();
        if (pvols.Count == 0)
            return [];
        // A group that was read before, with none of these volumes, is not read again: a loop over many copies would read them all each time.
        var remote = PairScope.OfPlan(step.Plan, fleet)
            .Where(u => u.Technology.IsRemote() && MayHave(step.State.Pairs.Values.Where(p => p.CopyGroup == u.Group.Name && p.SvolLdev is not null).ToList())).ToList();
        var reader = new UnitReader(step, fleet);
        var read = await Task.WhenAll(remote.Select(ReadAsync));
        return [.. read.OfType<SeenGroup>().Where(g => g.Pairs.Any(p => pvols.Contains((p.State.SvolArray, p.Reading.SvolLdev))))];

        bool MayHave(List<PairReading> known) => known.Count == 0 || known.Any(p => pvols.Any(v => v.PvolLdev == p.SvolLdev));

        async Task<SeenGroup?> ReadAsync(PairUnit unit)
        {
            try
            {
                return await reader.ReadAsync(unit, refresh: false, orAlone: true, cancellationToken);
            }
            catch (ArrayApiException)
            {
                return null;
            }
        }
    }

    private static bool HasArrived(uint? restored, uint? wanted) => restored is not { } r || wanted is not { } w || unchecked((int)(r - w)) >= 0;
}
