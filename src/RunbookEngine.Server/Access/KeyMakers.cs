using System.Security.Claims;
using RunbookEngine.Approvals;
using RunbookEngine.Documents;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Access;

/// <summary>Whoever makes a key has seen it. A key that was made while a run was under way, by somebody who stands behind that run, decides nothing in it: it would be their
/// own decision under another name.</summary>
public sealed class KeyMakers(ApiKeys keys, IEngineStore store)
{
    /// <exception cref="OperatorRefusedException">The caller's key was made by somebody who stands behind the run.</exception>
    public async Task RefuseAsync(ClaimsPrincipal user, RunId id, CancellationToken cancellationToken)
    {
        if (ServerAccess.Caller(user)?.KnownBy?.Key is not { } keyId || await keys.FindAsync(keyId, cancellationToken) is not { Makers: { Count: > 0 } makers } key
            || await store.LoadAsync(id, cancellationToken) is not { } run || key.CreatedAt < run.StartedAt)
            return;
        var book = PeopleBook.Of(run.Plan);
        if (makers.FirstOrDefault(m => !book.Same(m, key.Name) && ApprovalCount.IsRequester(run, m, book)) is { } maker)
            throw new OperatorRefusedException($"The key of {key.Name} was made by {maker} after this run had started, and {maker} stands behind the run: it decides nothing here. "
                + "A key that was there before, one of another administrator, or a token does.");
    }
}
