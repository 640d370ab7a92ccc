using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary><c>pair.wait</c>: until the pairs are so.</summary>
internal sealed class PairWaitActivity(ArrayConnections connections) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the pairs were waited for", () => WaitAsync(step, limits, cancellationToken));
    }

    private async Task<StepOutcome> WaitAsync(StepContext step, StepLimits limits, CancellationToken cancellationToken)
    {
        var fleet = connections.For(step.Plan);
        var arguments = StepArguments.Of(step);
        var units = PairScope.Of(step, arguments, fleet);
        var plan = PlanOf(step, arguments);
        var asked = PairConditions.Read(arguments, units[0].Technology, plan.For, plan.FailOn);
        var end = WaitLimits.Of(step, plan);
        var reader = new UnitReader(step, fleet);
        var groups = await PairSnapshots.GroupsAsync(step, fleet, units, limits.Token);
        var gone = asked.Goal?.GoneIsEnd ?? false;
        if (groups.FirstOrDefault(g => !g.Exists) is { } missing && !gone)
        {
            return StepOutcome.Fail(FailureKind.WrongStatus,
                $"array {missing.Unit.Target.Array} has no copy group {missing.Unit.Group.Name}");
        }
        var waited = groups.Select(g => new WaitedUnit(g, [.. g.Pairs.Select(p => p.Name)], asked.Judge, gone, asked.ToString())).ToList();
        var waiter = new PairWaiter(step, fleet, reader, waited, end, $"waiting for {asked}", orAlone: true, () => connections.For(step.Plan));
        if (asked.AskOfPairs && await waiter.WaitAsync(startCounts: true, limits, cancellationToken) is { } failure)
        {
            return new StepOutcome.Failed(failure);
        }
        if (!asked.Settings.Any)
        {
            return new StepOutcome.Succeeded(PairOutputs.Of(waiter.Readings));
        }
        var found = await SettleAsync(step, fleet, units, asked.Settings, end, limits);
        return found.Wrong.Count > 0
            ? StepOutcome.Fail(found.NoJournals ? FailureKind.WrongStatus : FailureKind.Timeout, found.NoJournals ? found.Wrong[0]
                : $"at {PairText.At(end.Until)} it still was not so: {string.Join("; ", found.Wrong)}")
            : new StepOutcome.Succeeded(PairOutputs.Of(waiter.Readings, journalUsage: found.Usage, journalBacklog: found.Backlog));
    }

    private static async Task<SettingReading> SettleAsync(
        StepContext step, ArrayFleet fleet, IReadOnlyList<PairUnit> units, SettingConditions asked, WaitLimits end, StepLimits limits)
    {
        var pause = end.Poll ?? fleet[units[0].Target.Array].Connection.Limits.PollInterval;
        while (true)
        {
            var found = await asked.LookAsync(fleet, units, limits.Token);
            var left = end.Until - step.Clock.GetUtcNow();
            if (found.Wrong.Count == 0 || found.NoJournals || left <= TimeSpan.Zero)
            {
                return found;
            }
            step.Report(new StepProgress($"waiting for {asked}: {found.Wrong[0]}", [], null));
            await Task.Delay(pause < left ? pause : left, step.Clock, limits.Token);
        }
    }

    /// <summary>The plan carries the wait; arguments fill in what it leaves out.</summary>
    private static WaitPlan PlanOf(StepContext step, StepArguments arguments)
    {
        var plan = step.Step.Wait ?? new WaitPlan();
        return plan with
        {
            For = plan.For.Length > 0 ? plan.For : [.. arguments.Texts("status")],
            FailOn = step.Step.Wait is not null || arguments.Find("failOn") is null ? plan.FailOn : [.. arguments.Texts("failOn")],
            Scope = step.Step.Wait?.Scope ?? arguments.OptionalText("scope") ?? "all",
            Timeout = step.Step.Wait?.Timeout ?? arguments.Duration("timeout") ?? plan.Timeout,
            Stall = step.Step.Wait?.Stall ?? arguments.Duration("stall"),
            Poll = step.Step.Wait?.Poll ?? arguments.Duration("poll"),
        };
    }
}
