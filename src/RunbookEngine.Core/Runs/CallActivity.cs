using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary><c>call</c>: another runbook as a child run. The child's id follows from the parent's, so a restart finds it again.</summary>
internal sealed class CallActivity(RunEngine engine, IRunStore store) : IActivity
{
    public async Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken)
    {
        var child = ChildId(step.Run, step.Key);
        if (await store.FindAsync(child, cancellationToken) is null)
        {
            var plan = step.Step.Child ?? throw new InvalidOperationException($"step {step.Key} carries no called plan");
            var inputs = step.Arguments.Value.TryGetProperty("inputs", out var given) ? given : plan.Inputs;
            await engine.StartAsync(
                plan with { Inputs = Merge(plan.Inputs, inputs) },
                new StartRequest(step.State.Actor, step.State.Ticket, new ParentStep(step.Run, step.Key), child, Requesters(step.State), step.State.Duty?.NeverOwn ?? false, step.State.KnownBy),
                cancellationToken);
        }

        using var cancelled = step.Abandon.Register(() => _ = CancelChildAsync(child, step.State.Actor, step.Clock));
        return Outcome(await engine.DriveChildAsync(child, step.Run, step.State.Actor, cancellationToken));
    }

    public async Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken)
    {
        var child = ChildId(step.Run, step.Key);
        var state = await store.LoadAsync(child, cancellationToken);
        if (state is null or { IsEnded: true, Outcome: RunOutcome.RolledBack })
            return StepOutcome.Done;
        if (state.Phase != RunPhase.Rollback)
            await new RunOperator(store, step.Clock).RollbackChildAsync(child, step.State, cancellationToken);
        return Outcome(await engine.DriveChildAsync(child, step.Run, step.State.Actor, cancellationToken)) switch
        {
            StepOutcome.Failed { Failure.Kind: FailureKind.Abandoned } => StepOutcome.Done,
            StepOutcome.AwaitingPeople people => StepOutcome.Fail(FailureKind.Refused, $"the child run {child} was not rolled back: {people.For}"),
            var other => other,
        };
    }

    private async Task CancelChildAsync(RunId child, string actor, TimeProvider clock)
    {
        try
        {
            await new RunOperator(store, clock).CancelAsync(child, actor, rollback: false, "the calling run was cancelled", CancellationToken.None);
        }
        catch (Exception e) when (e is OperatorRefusedException or StoreUnavailableException)
        {
            // The child is over already, or its next append meets the store's trouble itself.
        }
    }

    private static StepOutcome Outcome(RunState child) => child.Outcome switch
    {
        RunOutcome.Succeeded => new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(new { run = child.Id.ToString() })),
        RunOutcome.RolledBack => StepOutcome.Fail(FailureKind.Abandoned, $"child run {child.Id} was rolled back: {child.Rollback?.Reason}"),
        RunOutcome.Failed or RunOutcome.Cancelled => StepOutcome.Fail(
            FailureKind.Refused, $"child run {child.Id} ended {(child.Outcome == RunOutcome.Failed ? "failed" : "cancelled")}"),
        _ => new StepOutcome.AwaitingPeople(null, $"child run {child.Id} needs a person: {child.Held ?? "see runbook show"}"),
    };

    /// <summary>Of version 8: the parent's time, then a hash of parent and step, so that it sorts beside its parent.</summary>
    internal static RunId ChildId(RunId run, StepKey step)
    {
        Span<byte> id = stackalloc byte[16];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{run}/{step}")).AsSpan(0, 16).CopyTo(id);
        run.Value.ToByteArray(bigEndian: true).AsSpan(0, 6).CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new RunId(new Guid(id, bigEndian: true));
    }

    /// <summary>Who asked for the ticket that the caller required wants the called run as well.</summary>
    private static IReadOnlyList<string> Requesters(RunState caller) => [.. ApprovalCount.Requesters(caller).Where(r => r != caller.Actor)];

    private static JsonElement Merge(JsonElement defaults, JsonElement given)
    {
        var merged = defaults.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        foreach (var property in given.EnumerateObject())
            merged[property.Name] = property.Value;
        return JsonSerializer.SerializeToElement(merged);
    }
}
