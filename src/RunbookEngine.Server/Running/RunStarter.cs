using System.Text.Json;
using RunbookEngine.Operations;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Operations.Starting;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Running;

/// <summary>Starts a run once per key, however often and on whichever node the order arrives.</summary>
/// <remarks>The key is claimed by a document that holds the run's id before the run is stored under that id. Who finds a claim without a run
/// goes on with it: the one that made it died, or found a copy group locked.</remarks>
public sealed class RunStarter(PlanMaker plans, EngineRoom room, IEngineStore store, CallerRights rights, IRunPlacement placement, TimeProvider clock) : IRunStarter
{
    /// <summary>How long a key stays claimed.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromDays(400);

    /// <summary>Characters of a key.</summary>
    public const int MaxKey = 300;

    private const string Kind = "order";

    public async Task<OrderResult> StartAsync(RunOrder order, CancellationToken cancellationToken)
    {
        if (order.Key is { } key && await ClaimedAsync(key, cancellationToken) is { } claim)
        {
            if (IsOther(order, claim))
                return new OrderResult.OtherOrder(claim.Id);
            if (await store.FindAsync(claim.Id, cancellationToken) is not null)
                return new OrderResult.Started(claim.Id, Before: true);
        }

        if (order.Author is { } author)
        {
            var (refusal, maySee) = await rights.OfTriggerAsync(author, order.Runbook, order.Environment, order.Mode, cancellationToken);
            if (refusal is not null)
                return new OrderResult.Refused($"{refusal}.", "somebody who may author and operate it puts the trigger again");
            order = order with { MaySee = maySee };
        }

        var made = await plans.MakeAsync(order, cancellationToken);
        if (made is PlanResult.Failed { Why: var why })
            return why;
        var plan = ((PlanResult.Made)made).Plan;
        if (order.Fingerprint is { } looked && !string.Equals(looked, PlanJson.Fingerprint(plan), StringComparison.OrdinalIgnoreCase))
            return new OrderResult.Refused("The plan is not the one that was looked at: the runbook, its inputs, the environment or the copy groups have changed since.", "plan again, and have the new plan looked at");
        if (DisasterApproval.Refuses(plan, ((PlanResult.Made)made).Environment, order.Actor) is { } undeclared)
            return new OrderResult.Refused(undeclared, "let one of them start it");
        try
        {
            // The declaration is on record with what is not known at that moment.
            var declaration = !plan.IsDisaster ? null : await new DisasterDeclaration(room.Connections, clock, store)
                .DeclareAsync(plan, ((PlanResult.Made)made).Absent, order.Actor, order.Reason, cancellationToken);
            return await StoreAsync(order, plan, declaration, cancellationToken);
        }
        catch (CommandFailure e)
        {
            return new OrderResult.Unreachable(e.Message, e.Help);
        }
    }

    private async Task<OrderResult> StoreAsync(RunOrder order, Plan plan, DisasterDeclared? declaration, CancellationToken cancellationToken)
    {
        var claim = order.Key is null ? new Claim(RunId.New(clock).ToString(), null) : await ClaimAsync(order, cancellationToken);
        if (IsOther(order, claim))
            return new OrderResult.OtherOrder(claim.Id);
        var id = claim.Id;
        try
        {
            var request = new StartRequest(order.Actor, order.Ticket, Id: id, Requesters: order.Requesters, KnownBy: order.KnownBy) { Declaration = declaration };
            var result = await new RunStart(room, store, clock).StartAsync(plan, request, order.ForcePlan, cancellationToken);
            if (result is StartResult.Locked { By: var held })
                return new OrderResult.Locked(held);
        }
        catch (ForecastRefusedException refused)
        {
            return new OrderResult.Invalid(refused.Message, refused.Diagnostics);
        }
        catch (CommandFailure failure)
        {
            return failure.Exit == Exit.Unreachable ? new OrderResult.Unreachable(failure.Message, failure.Help) : new OrderResult.Refused(failure.Message, failure.Help);
        }
        catch (SequenceConflictException)
        {
            // The same order came twice at the same moment; the other one stored the run.
            return new OrderResult.Started(id, Before: true);
        }

        placement.Wake(id);
        return new OrderResult.Started(id, Before: false);
    }

    private async Task<Claim> ClaimAsync(RunOrder order, CancellationToken cancellationToken)
    {
        while (true)
        {
            var claim = new Claim(RunId.New(clock).ToString(), order.Digest());
            if (await store.PutAsync(Kind, IdOf(order.Key!), JsonSerializer.Serialize(claim, JsonSerializerOptions.Web), 0, clock.GetUtcNow() + KeyLife, cancellationToken) is not null)
                return claim;
            if (await ClaimedAsync(order.Key!, cancellationToken) is { } known)
                return known;
        }
    }

    private async Task<Claim?> ClaimedAsync(string key, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Kind, IdOf(key), cancellationToken) is not { } found)
            return null;
        // Claims of earlier versions hold the run alone.
        var body = JsonElement.Parse(found.Body);
        return body.ValueKind == JsonValueKind.String ? new Claim(body.GetString()!, null) : body.Deserialize<Claim>(JsonSerializerOptions.Web);
    }

    private static bool IsOther(RunOrder order, Claim claim) => order.IsCompared && claim.Order is { } digest && digest != order.Digest();

    /// <param name="Order">Digest of the order; null in claims of earlier versions.</param>
    private sealed record Claim(string Run, string? Order)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public RunId Id => RunId.TryParse(Run) ?? throw new JournalCorruptException($"'{Run}' is claimed by a key and is no run id");
    }

    /// <summary>Keys come from outside and may hold anything.</summary>
    private static string IdOf(string key) =>
        key.Length <= MaxKey && key.All(c => c is > ' ' and < '\u007f') ? key : $"sha256:{TextHash.Of(key)}";
}
