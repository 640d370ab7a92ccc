using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;

namespace RunbookEngine.Operations.Composition;

/// <summary>Asks the arrays which copy groups the targets of a plan mean.</summary>
public sealed class TargetPinning(ArrayConnections connections)
{
    /// <exception cref="CommandFailure">An array could not be asked.</exception>
    public async Task<TargetResult> PinAsync(Plan plan, EnvironmentModel environment, CancellationToken cancellationToken)
    {
        var lookup = new TargetLookup(connections);
        var found = new Dictionary<(string, string, string?), IReadOnlyList<PlanCopyGroup>>();
        try
        {
            foreach (var group in TargetResolver.TargetsOf(plan).GroupBy(KeyOf))
            {
                var patterns = group.SelectMany(t => t.Patterns).Distinct().ToList();
                found[group.Key] = await lookup.ListAsync(
                    plan.Environment, group.First(), name => patterns.Any(p => Glob.Matches(p, name)), cancellationToken);
                if (found[group.Key].Count == 0)
                    // Nothing matches: the message names what there is instead.
                    found[group.Key] = await lookup.ListAsync(plan.Environment, group.First(), null, cancellationToken);
            }
        }
        catch (ArrayApiException e)
        {
            throw new CommandFailure(Exit.Unreachable, e.Message, "nothing was changed; run it again when the array answers", e);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure(Exit.Invalid, e.Message, "mend the target or the environment");
        }

        return TargetResolver.Resolve(plan, environment, target => found[KeyOf(target)]);
    }

    private static (string Technology, string Array, string? Partner) KeyOf(PlanTarget target) => (target.Technology, target.Array, target.RemoteArray);
}
