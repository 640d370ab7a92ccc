using Microsoft.AspNetCore.Http;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>The way of every act: find the run, see whether the caller may, put it on record, wake the run, say where it stands.</summary>
internal sealed class RunActs(IEngineStore store, RunOperator people, RunAccess runs, IAccess access, IRunPlacement placement, RunEnvironments environments, TimeProvider clock)
{
    public async Task<IResult> DoAsync(
        HttpContext context, string id, Permission permission, string? text, Func<RunOperator, RunId, string, CancellationToken, Task<RunState>> act)
    {
        if (ActEndpoints.IsTooLong(text))
            return Problems.Bad("The reason or answer is longer than 4000 characters, or holds a zero character.");
        if (Preconditions.Of(context.Request) is not { } asked)
            return Problems.Bad(Preconditions.Rule);
        var (run, problem) = await runs.FindAsync(context, id, permission);
        if (run is null)
            return problem!;
        if (!asked.Allow(run.Sequence))
            return Problems.Changed($"Run {run.Id} has gone on: its last event is number {run.Sequence}.");
        var state = await act(people.For(access.KnownBy(context.User)), run.Id, access.Actor(context.User), context.RequestAborted);
        placement.Wake(run.Id);
        return Results.Ok(RunAnswers.Document(state, await store.FindLeaseAsync(run.Id, clock.GetUtcNow(), context.RequestAborted)));
    }

    /// <summary>The step that a caller means. A path carries <c>/</c> as <c>%2F</c>, and is not decoded on the way.</summary>
    public async Task<StepKey> StepAsync(RunId run, string written, CancellationToken cancellationToken) => (await StepsAsync(run, [written], cancellationToken))[0];

    /// <inheritdoc cref="StepAsync"/>
    public async Task<IReadOnlyList<StepKey>> StepsAsync(RunId run, IReadOnlyList<string> written, CancellationToken cancellationToken)
    {
        if (written.Count == 0)
            return [];
        var known = (await store.LoadAsync(run, cancellationToken))?.Steps.Keys.ToDictionary(k => k.ToString(), StringComparer.Ordinal) ?? [];
        return [.. written.Select(w => known.TryGetValue(w, out var key) || known.TryGetValue(w.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), out key)
            ? key : StepKey.Parse(w.Length <= 1000 ? w : w[..1000]))];
    }

    /// <summary>The run goes on with the addresses that its environment has now.</summary>
    /// <exception cref="OperatorRefusedException">An alias stands for another array there.</exception>
    public Task RefreshAsync(RunId run, string actor, CancellationToken cancellationToken) => environments.RefreshAsync(run, actor, cancellationToken);

    /// <exception cref="OperatorRefusedException">A process drives it at this moment.</exception>
    public async Task RefuseDrivenAsync(RunId run, CancellationToken cancellationToken)
    {
        if (await store.FindLeaseAsync(run, clock.GetUtcNow(), cancellationToken) is { } lease)
            throw new OperatorRefusedException($"Run {run} is being driven by {lease.Engine}: cancel it with rollback, or wait until it stands.");
    }
}
