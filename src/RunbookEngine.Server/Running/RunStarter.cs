using System.Text.Json;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Running;

/// <summary>Starts a run once per key, however often and on whichever node the order arrives.</summary>
/// <remarks>The key is claimed by a document that holds the run's id before the run is stored under that id. Who finds a claim without a run
/// goes on with it: the one that made it died, or found a copy group locked.</remarks>
public sealed class RunStarter(PlanMaker plans, EngineRoom room, IEngineStore store, IRunPlacement placement, TimeProvider clock) : IRunStarter
{
    /// <summary>How long a key stays claimed.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromDays(400);

    /// <summary>Characters of a key.</summary>
    public const int MaxKey = 300;

    private const string Kind = "order";

    public async Task<OrderResult> StartAsync(RunOrder order, CancellationToken cancellationToken)
    {
        if (order.Key is { } key && await ClaimedAsync(key, cancellationToken) is { } known && await store.FindAsync(known, cancellationToken) is not null)
            return new OrderResult.Started(known, Before: true);
        var made = await plans.MakeAsync(order, cancellationToken);
        if (made is PlanResult.Failed { Why: var why })
            return why;
        var plan = ((PlanResult.Made)made).Plan;
        if (order.Fingerprint is { } looked && !string.Equals(looked, PlanJson.Fingerprint(plan), StringComparison.OrdinalIgnoreCase))
            return new OrderResult.Refused("The plan is not the one that was looked at: the runbook, its inputs, the environment or the copy groups have changed since.", "plan again, and have the new plan looked at");
        return await StoreAsync(order, plan, cancellationToken);
    }

    private async Task<OrderResult> StoreAsync(RunOrder order, Plan plan, CancellationToken cancellationToken)
    {
        var id = order.Key is null ? RunId.New(clock) : await ClaimAsync(order.Key, cancellationToken);
        try
        {
            var result = await room.Engine.StartAsync(plan, new StartRequest(order.Actor, order.Ticket, Id: id, Requesters: order.Requesters), cancellationToken);
            if (result is StartResult.Locked { By: var held })
                return new OrderResult.Locked(held);
        }
        catch (SequenceConflictException)
        {
            // The same order came twice at the same moment; the other one stored the run.
            return new OrderResult.Started(id, Before: true);
        }

        placement.Wake(id);
        return new OrderResult.Started(id, Before: false);
    }

    private async Task<RunId> ClaimAsync(string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var id = RunId.New(clock);
            if (await store.PutAsync(Kind, IdOf(key), JsonSerializer.Serialize(id.ToString()), 0, clock.GetUtcNow() + KeyLife, cancellationToken) is not null)
                return id;
            if (await ClaimedAsync(key, cancellationToken) is { } known)
                return known;
        }
    }

    private async Task<RunId?> ClaimedAsync(string key, CancellationToken cancellationToken) =>
        await store.GetAsync(Kind, IdOf(key), cancellationToken) is { } found ? RunId.TryParse(JsonSerializer.Deserialize<string>(found.Body)!) : null;

    /// <summary>Keys come from outside and may hold anything.</summary>
    private static string IdOf(string key) =>
        key.Length <= MaxKey && key.All(c => c is > ' ' and < '\u007f') ? key : $"sha256:{TextHash.Of(key)}";
}
