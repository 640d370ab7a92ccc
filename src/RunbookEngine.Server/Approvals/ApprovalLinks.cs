using RunbookEngine.Server.Access;
using RunbookEngine.Approvals;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Approvals;

/// <summary>What signed links do: they are looked at as often as one likes, and decide once.</summary>
internal sealed class ApprovalLinks(IEngineStore store, RunOperator people, NamedRights named, LinkSigner signer, TimeProvider clock)
{
    private const string Kind = "approval-link-used";

    /// <summary>Longer than any link is good.</summary>
    private static readonly TimeSpan Remember = TimeSpan.FromDays(8);

    /// <summary>The question that a link is about, as it stands.</summary>
    public async Task<LinkTarget> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (await signer.ReadAsync(token, cancellationToken) is not { } link || RunId.TryParse(link.Run) is not { } id)
            return new LinkTarget.Bad();
        if (await store.GetAsync(Kind, LinkSigner.Digest(token!), cancellationToken) is not null)
            return new LinkTarget.Over("This link has been used: the decision is on record.");
        if (await store.LoadAsync(id, cancellationToken) is not { } run)
            return new LinkTarget.Over("The run is not in the store any more.");
        var step = run.Step(StepKey.Parse(link.Step));
        if (step is not { Status: StepStatus.Waiting or StepStatus.Running, Waiting: not null } || run.Plan.Find(step.Key.Id)?.Verb != "approve")
            return new LinkTarget.Over($"Nothing is asked any more: the run is {Words.Of(run.Outcome)}.");
        if (ApprovalLink.AskingOf(step) != link.Asking || ApprovalSubject.Fingerprint(run) != link.Fingerprint)
            return new LinkTarget.Over("The question was asked again since: pairs changed, or the step started anew. A newer message has a newer link.");
        return MayDecide(await named.LookAsync(cancellationToken), run, link.Person) ? new LinkTarget.Open(link, run, step)
            : new LinkTarget.Over($"The right of {link.Person} to approve this has ended, and the link with it.");
    }

    /// <summary>A link opens no more than the keys and tokens of its holder: where these are revoked, over, or for other runs, it is void.</summary>
    public static bool MayDecide(KnownCallers callers, RunState run, string person)
    {
        var book = PeopleBook.Of(run.Plan);
        return callers.May(name => book.Same(name, person), Permission.Approve, run.Plan.Runbook, run.Plan.Environment.Name, run.Plan.Mode ?? Grant.NoMode);
    }

    /// <exception cref="OperatorRefusedException">The person may not decide this (any more).</exception>
    public async Task<RunState?> DecideAsync(string token, LinkTarget.Open open, bool granted, string? reason, CancellationToken cancellationToken)
    {
        var digest = LinkSigner.Digest(token);
        if (await store.PutAsync(Kind, digest, "true", 0, clock.GetUtcNow() + Remember, cancellationToken) is not { } used)
            return null;
        try
        {
            var decision = new ApprovalDecision(open.Link.Person, granted, reason, open.Link.For, open.Link.Fingerprint);
            return await people.For(Identification.OfLink(digest)).ApproveAsync(open.Run.Id, open.Step.Key, decision, cancellationToken);
        }
        catch
        {
            // Nothing was decided, so the link is not used up.
            await store.DeleteAsync(Kind, digest, used.Version, CancellationToken.None);
            throw;
        }
    }
}

/// <summary>What a link leads to.</summary>
internal abstract record LinkTarget
{
    private LinkTarget() { }

    public sealed record Open(ApprovalLink Link, RunState Run, StepState Step) : LinkTarget;

    /// <summary>A link of this server, about something that is not open any more.</summary>
    public sealed record Over(string Why) : LinkTarget;

    /// <summary>No link of this server, or one that has run out.</summary>
    public sealed record Bad : LinkTarget;
}
