using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Journal;

namespace RunbookEngine.Activities.Pairs;

/// <summary><c>pair.assert</c>: it is so now, or the step fails.</summary>
internal sealed class PairAssertActivity(ArrayConnections connections) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the pairs were read", () => JudgeAsync(step, limits, cancellationToken));
    }

    private async Task<StepOutcome> JudgeAsync(StepContext step, StepLimits limits, CancellationToken cancellationToken)
    {
        var fleet = connections.For(step.Plan);
        var arguments = StepArguments.Of(step);
        var units = PairScope.Of(step, arguments, fleet);
        var asked = PairConditions.Read(arguments, units[0].Technology, arguments.Texts("status"), []);
        var groups = await PairSnapshots.GroupsAsync(step, fleet, units, limits.Token);
        var pairs = groups.SelectMany(g => g.Pairs).ToList();
        var readings = pairs.Select(p => p.Reading).ToList();
        if (ReadingNews.Of(step.State, readings) is { Count: > 0 } news)
        {
            await step.JournalAsync(new PairsRead(step.Key, news), cancellationToken);
        }
        return OfPairs(arguments, asked, groups, pairs, units[0].Target.Array)
            ?? await OfJournalsAsync(fleet, units, asked, readings, limits);
    }

    private static StepOutcome? OfPairs(StepArguments arguments, PairConditions asked, SeenGroup[] groups, List<SeenPair> pairs,
        string array)
    {
        if (groups.FirstOrDefault(g => !g.Exists) is { } gone)
        {
            return StepOutcome.Fail(FailureKind.WrongStatus, $"array {array} has no copy group {gone.Unit.Group.Name}");
        }
        var scope = new WaitLimits(default, arguments.OptionalText("scope") ?? "all", null, null);
        var needed = scope.Needed(pairs.Count)
            ?? throw arguments.Wrong("scope", $"asks for {scope.Scope} pairs, and there are {pairs.Count}", "no more than there are");
        var wrong = pairs.Where(p => !asked.IsMetBy(p.State)).Select(p => p.Reading).ToList();
        return !asked.AskOfPairs || pairs.Count - wrong.Count >= needed
            ? null
            : new StepOutcome.Failed(
            new Failure(FailureKind.WrongStatus, $"{wrong.Count} of {pairs.Count} pairs are not {asked}: {PairText.Line(wrong, withPvol: asked.PvolAt is not null)}")
            {
                Array = array,
                Pairs = PairText.List(wrong, withPvol: asked.PvolAt is not null),
            });
    }

    private static async Task<StepOutcome> OfJournalsAsync(
        ArrayFleet fleet, IReadOnlyList<PairUnit> units, PairConditions asked, List<PairReading> readings, StepLimits limits)
    {
        if (asked.UsageBelow is not { } below)
        {
            return new StepOutcome.Succeeded(PairOutputs.Of(readings));
        }
        var highest = await JournalUsage.HighestAsync(fleet, units, limits.Token);
        return highest is not { } usage
            ? StepOutcome.Fail(FailureKind.WrongStatus, "the pairs name no journal, so its usage cannot be judged",
            "look at the pairs: a Universal Replicator pair that is not SMPL has journals")
            : usage.Percent < below
                ? new StepOutcome.Succeeded(PairOutputs.Of(readings, journalUsage: usage.Percent))
                : StepOutcome.Fail(FailureKind.WrongStatus, $"{usage.Journal} is {usage.Percent} % full; required is below {below} %",
                "wait until the backlog is delivered, or look at the paths between the arrays");
    }
}
