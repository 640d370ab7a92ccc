using RunbookEngine.Activities.Connections;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;

namespace RunbookEngine.Operations.Composition;

/// <param name="warn">Gets a line for what a person must see and nothing fails on.</param>
/// <summary>Looks at the arrays of a plan before anything is sent to them: reachable, trusted, the ones they should be, and open to these credentials.</summary>
public sealed class Preflight(ArrayConnections connections, Action<string> warn)
{
    /// <returns>Aliases of the arrays that do not answer, without which the steps can go on.</returns>
    /// <exception cref="CommandFailure">An array fails the look, or one that a step needs does not answer; the message names it, its address, the
    /// cause and the mend.</exception>
    public Task<IReadOnlyList<string>> CheckAsync(Plan plan, CancellationToken cancellationToken) =>
        CheckAsync(plan, over: null, cancellationToken);

    /// <inheritdoc cref="CheckAsync(Plan, CancellationToken)"/>
    /// <param name="over">Steps whose turn is over, so that what they needed does not matter; null: none.</param>
    public async Task<IReadOnlyList<string>> CheckAsync(Plan plan, Func<PlanStep, bool>? over, CancellationToken cancellationToken)
    {
        var aliases = TargetResolver.TargetsOf(plan).SelectMany(t => new[] { t.Array, t.RemoteArray }).OfType<string>().Distinct().ToList();
        if (aliases.Count == 0)
            return [];
        IReadOnlyList<ArrayCheck> checks;
        try
        {
            checks = await connections.CheckAsync(plan, aliases, cancellationToken);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure(Exit.Invalid, e.Message, "mend the environment file");
        }

        foreach (var check in checks.Where(c => !c.Verified))
            warn($"WARNING: the certificate of array {check.Array} ({check.Endpoint}) is NOT VERIFIED: tls.verify is false in environment {plan.Environment.Name}");
        var failed = checks.Where(c => c.Failure is not null).ToList();
        var silent = failed.Where(c => c.IsSilent).ToList();
        if (failed.Count == 0)
            return [];
        if (failed.Count > silent.Count || silent.Count == checks.Count)
            throw Fail(failed);
        var absent = silent.Select(c => c.Array).ToList();
        var needs = ArrayNeeds.Of(plan, absent, declared: plan.IsDisaster || absent.All(a => plan.Environment.Without?.Contains(a) == true), over);
        if (needs.FirstOrDefault(n => n.Certain) is { } needed)
            throw new CommandFailure(
                Exit.Unreachable, $"step {needed.Step.Id} needs array {needed.Array}: {needed.Why}. {Describe(silent.First(c => c.Array == needed.Array))}",
                silent.First(c => c.Array == needed.Array).Failure!.Help);
        foreach (var check in silent)
            warn($"WARNING: {Describe(check)}; the run goes on without it, and what only it knows is shown as ?");
        foreach (var need in needs.DistinctBy(n => (n.Step.Id, n.Array)))
            warn($"WARNING: step {need.Step.Id} will fail if its turn comes: it needs array {need.Array}, since {need.Why}");
        return absent;
    }

    private CommandFailure Fail(List<ArrayCheck> failed)
    {
        foreach (var check in failed.Skip(1))
            warn($"error: {Describe(check)}{(check.Failure!.Help is { } help ? $" (help: {help})" : "")}");
        return new CommandFailure(Exit.Unreachable, Describe(failed[0]), failed[0].Failure!.Help);
    }

    private static string Describe(ArrayCheck check)
    {
        var message = check.Failure!.Message;
        var named = message.Contains(check.Array, StringComparison.Ordinal) ? message : $"array {check.Array}: {message}";
        return named.Contains(new Uri(check.Endpoint).Authority, StringComparison.Ordinal) ? named : $"{named} [{check.Endpoint.TrimEnd('/')}]";
    }
}
