using RunbookEngine.Activities.Connections;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;

namespace RunbookEngine.Operations.Composition;

/// <param name="warn">Gets a line for what a person must see and nothing fails on.</param>
/// <summary>Looks at the arrays of a plan before anything is sent to them: reachable, trusted, the ones they should be, and open to these credentials.</summary>
public sealed class Preflight(ArrayConnections connections, Action<string> warn)
{
    /// <exception cref="CommandFailure">An array fails the look; the message names it, its address, the cause and the mend.</exception>
    public async Task CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        var aliases = TargetResolver.TargetsOf(plan).SelectMany(t => new[] { t.Array, t.RemoteArray }).OfType<string>().Distinct().ToList();
        if (aliases.Count == 0)
            return;
        IReadOnlyList<ArrayCheck> checks;
        try
        {
            checks = await connections.CheckAsync(plan.Environment, aliases, cancellationToken);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure(Exit.Invalid, e.Message, "mend the environment file");
        }

        foreach (var check in checks.Where(c => !c.Verified))
            warn($"WARNING: the certificate of array {check.Array} ({check.Endpoint}) is NOT VERIFIED: tls.verify is false in environment {plan.Environment.Name}");
        var failed = checks.Where(c => c.Failure is not null).ToList();
        if (failed.Count == 0)
            return;
        foreach (var check in failed.Skip(1))
            warn($"error: {Describe(check)}{(check.Failure!.Help is { } help ? $" (help: {help})" : "")}");
        throw new CommandFailure(Exit.Unreachable, Describe(failed[0]), failed[0].Failure!.Help);
    }

    private static string Describe(ArrayCheck check)
    {
        var message = check.Failure!.Message;
        var named = message.Contains(check.Array, StringComparison.Ordinal) ? message : $"array {check.Array}: {message}";
        return named.Contains(new Uri(check.Endpoint).Authority, StringComparison.Ordinal) ? named : $"{named} [{check.Endpoint.TrimEnd('/')}]";
    }
}
