using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>A world of switches: the activity of every step turns its own on, its undo turns it off. Counts what was sent.</summary>
internal sealed class World : IActivityCatalog
{
    private readonly Lock _gate = new();

    public HashSet<string> On { get; } = [];

    /// <summary>Every effect in order: <c>+split</c>, <c>-split</c>.</summary>
    public List<string> Ledger { get; } = [];

    /// <summary>How often a step fails before it succeeds; keys are step keys, or step ids for all their iterations.</summary>
    public Dictionary<string, int> Failures { get; } = [];

    public Dictionary<string, int> UndoFailures { get; } = [];

    public HashSet<string> InDoubt { get; } = [];

    /// <summary>Steps whose activity waits until it is let go, or abandoned.</summary>
    public Dictionary<string, TaskCompletionSource> Gates { get; } = [];

    public Func<StepContext, CancellationToken, Task<StepOutcome>>? Approving { get; set; }

    /// <summary>Why each gate is shut when it is looked at again; gates are passed when the run meets them first.</summary>
    public Dictionary<string, Failure> ShutGates { get; } = [];

    public IActivity Find(string verb) => verb switch
    {
        "approve" => new Approving_(this),
        "ticket.require" when Waits.Contains(verb) => new Ticket(new StepOutcome.AwaitingPeople(null, "the ticket is in state New")),
        "ticket.require" when Requester is { } requester => new Ticket(new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(new { requester }))),
        "gate" => new Gate(this),
        "look" => new Quiet((step, stop) => step.JournalAsync(new PairsRead(step.Key, [Reading("PAIR")]), stop)),
        "mark" => new Quiet((step, stop) => step.JournalAsync(new CheckpointReached(step.Key, step.Key.Id.Value, []), stop)),
        "pause" => new Quiet((step, stop) => Gates.TryGetValue(step.Key.ToString(), out var gate) ? gate.Task.WaitAsync(stop) : Task.CompletedTask),
        _ => new Switch(this),
    };

    /// <summary>Verbs that wait for people for ever.</summary>
    public HashSet<string> Waits { get; } = [];

    /// <summary>Who asked for the ticket.</summary>
    public string? Requester { get; set; }

    public static PairReading Reading(string status) => new("tokyo", "erp", "db01", status, status);

    private bool Take(Dictionary<string, int> budget, StepContext step)
    {
        lock (_gate)
        {
            foreach (var name in (string[])[step.Key.ToString(), step.Key.Id.Value])
            {
                if (budget.GetValueOrDefault(name) > 0)
                {
                    budget[name]--;
                    return true;
                }
            }

            return false;
        }
    }

    private void Turn(string name, bool on)
    {
        lock (_gate)
        {
            Ledger.Add((on ? "+" : "-") + name);
            _ = on ? On.Add(name) : On.Remove(name);
        }
    }

    private bool Has(string name)
    {
        lock (_gate)
            return On.Contains(name);
    }

    private sealed class Switch(World world) : IActivity
    {
        public async Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken)
        {
            if (world.Gates.TryGetValue(step.Key.ToString(), out var gate))
                await gate.Task.WaitAsync(step.Abandon).WaitAsync(cancellationToken);
            if (world.InDoubt.Remove(step.Key.ToString()))
                return new StepOutcome.Ambiguous(new Ambiguity("did it?", "yes", "no", ["looked"]));
            await EnsureAsync(step, on: true, cancellationToken);
            return world.Take(world.Failures, step) ? StepOutcome.Fail(FailureKind.Unreachable, "told to fail") : StepOutcome.Done;
        }

        public async Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken)
        {
            if (world.Take(world.UndoFailures, step))
                return StepOutcome.Fail(FailureKind.Refused, "told to fail the undo");
            await EnsureAsync(step, on: false, cancellationToken);
            return StepOutcome.Done;
        }

        private async Task EnsureAsync(StepContext step, bool on, CancellationToken cancellationToken)
        {
            var name = step.Key.ToString();
            var open = step.Record.Operations.LastOrDefault(o => o.Result is null);
            var operation = open?.Intent.Operation ?? (step.Record.Operations.Count + 1).ToString();
            if (world.Has(name) != on || open is null)
            {
                if (open is null)
                {
                    if (world.Has(name) == on)
                        return;
                    await step.JournalAsync(
                        new OperationIntended(step.Key, operation, on ? "on" : "off", "", name, new OperationRequest("POST", name, null), []), cancellationToken);
                }

                // Nobody looks again here: what another engine did in between is done twice, unless the permit is over.
                SendPermit.Demand();
                world.Turn(name, on);
            }

            await step.JournalAsync(new OperationConcluded(step.Key, operation, OperationResult.Done), cancellationToken);
        }
    }

    /// <summary>Announces no effect.</summary>
    private sealed class Quiet(Func<StepContext, CancellationToken, Task> work) : IActivity
    {
        public async Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken)
        {
            await work(step, cancellationToken);
            return StepOutcome.Done;
        }

        public Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) => Task.FromResult(StepOutcome.Done);
    }

    private sealed class Ticket(StepOutcome outcome) : IActivity
    {
        public Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken) => Task.FromResult(outcome);

        public Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) => Task.FromResult(StepOutcome.Done);
    }

    private sealed class Gate(World world) : IGate
    {
        public Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken) =>
            Task.FromResult<StepOutcome>(new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(new { open = true })));

        public Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) => Task.FromResult(StepOutcome.Done);

        public async Task<Failure?> RecheckAsync(GateContext gate, CancellationToken cancellationToken)
        {
            if (world.Gates.TryGetValue($"recheck {gate.Step.Key}", out var wait))
                await wait.Task.WaitAsync(gate.Abandon).WaitAsync(cancellationToken);
            lock (world._gate)
                world.Ledger.Add($"?{gate.Step.Key}");
            return world.ShutGates.GetValueOrDefault(gate.Step.Key.ToString());
        }
    }

    private sealed class Approving_(World world) : IActivity
    {
        public async Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken) =>
            world.Approving is { } custom ? await custom(step, cancellationToken)
            : Of(step).Any(a => !a.Granted) ? StepOutcome.Fail(FailureKind.Denied, "denied")
            : Of(step).Count(a => a.Granted) >= 2 ? StepOutcome.Done
            : new StepOutcome.AwaitingPeople(null, "2 of akiko, ben, chen", ["akiko", "ben", "chen", "dana"]);

        public Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) => Task.FromResult(StepOutcome.Done);

        private static IEnumerable<ApprovalGiven> Of(StepContext step) => ApprovalCount.Standing(step.State, step.Record);
    }
}
