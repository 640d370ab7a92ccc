using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Journal;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary><c>pair.assert</c>: it is so now, or the step fails.</summary>
internal sealed class PairAssertActivity(ArrayConnections connections) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the pairs were read", async () =>
        {
            var (outcome, fleet, groups) = await JudgeAsync(step, limits, cancellationToken);
            if (outcome is StepOutcome.Succeeded)
                await RecoveryMeasuring.LookAsync(step, fleet, groups, catchUp: true, limits, cancellationToken);
            return outcome;
        });
    }

    private async Task<(StepOutcome Outcome, ArrayFleet Fleet, SeenGroup[] Groups)> JudgeAsync(StepContext step, StepLimits limits, CancellationToken cancellationToken)
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
        var outcome = OfPairs(arguments, asked, groups, pairs, units[0].Target.Array)
            ?? await OfSettingsAsync(fleet, units, asked, readings, limits);
        return (outcome, fleet, groups);
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
        var not = pairs.Where(p => !asked.IsMetBy(p.State)).ToList();
        var wrong = not.Select(p => p.Reading).ToList();
        var modes = asked.IoModes is (null, null) || not.Count == 0 ? ""
            : $"; I/O mode {string.Join(", ", not.Select(p => Modes(p.State)).Distinct())}";
        return !asked.AskOfPairs || pairs.Count - wrong.Count >= needed
            ? null
            : new StepOutcome.Failed(
            new Failure(FailureKind.WrongStatus, $"{wrong.Count} of {pairs.Count} pairs are not {asked with { Settings = SettingConditions.None }}: {PairText.Line(wrong, withPvol: asked.PvolAt is not null)}{modes}")
            {
                Array = array,
                Pairs = PairText.List(wrong, withPvol: asked.PvolAt is not null),
            });
    }

    private static async Task<StepOutcome> OfSettingsAsync(
        ArrayFleet fleet, IReadOnlyList<PairUnit> units, PairConditions asked, List<PairReading> readings, StepLimits limits)
    {
        if (!asked.Settings.Any)
        {
            return new StepOutcome.Succeeded(PairOutputs.Of(readings));
        }
        var found = await asked.Settings.LookAsync(fleet, units, limits.Token);
        return found.Wrong.Count == 0
            ? new StepOutcome.Succeeded(PairOutputs.Of(readings, journalUsage: found.Usage, journalBacklog: found.Backlog))
            : StepOutcome.Fail(FailureKind.WrongStatus, string.Join("; ", found.Wrong),
                "look at the journals, the paths between the arrays and the quorum disks, or wait with pair.wait until it is so");
    }

    private static string Modes(PairState state) => $"{state.PvolIoMode?.Word() ?? "?"}/{state.SvolIoMode?.Word() ?? "?"}";
}
