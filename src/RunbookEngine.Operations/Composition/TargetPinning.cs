using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;

namespace RunbookEngine.Operations.Composition;

/// <summary>Asks the arrays which copy groups the targets of a plan mean.</summary>
/// <param name="store">Where earlier runs tell which copy groups there were, for an array that lists none without its partner; null: nowhere.</param>
/// <param name="warn">Gets a line for what a person must know; null: nobody reads it.</param>
public sealed class TargetPinning(ArrayConnections connections, IRunJournal? store = null, Action<string>? warn = null)
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
                var known = new Lazy<Task<IReadOnlyList<PlanCopyGroup>>>(() => KnownAsync(plan, group.First(), patterns, cancellationToken));
                var listing = await lookup.ListAsync(
                    plan, group.First(), name => patterns.Any(p => Glob.Matches(p, name)), () => known.Value, cancellationToken);
                found[group.Key] = listing.Groups;
                Tell(group.First(), listing, patterns);
                if (listing.Groups.Count == 0 && !listing.Unlisted)
                    // Nothing matches: the message names what there is instead.
                    found[group.Key] = (await lookup.ListAsync(plan, group.First(), null, () => known.Value, cancellationToken)).Groups;
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

    /// <exception cref="CommandFailure">A pattern could not be looked for at all.</exception>
    private void Tell(PlanTarget target, TargetListing listing, List<string> patterns)
    {
        if (!listing.Unlisted)
            return;
        var left = listing.Absent == target.Array ? target.RemoteArray : target.Array;
        if (patterns.FirstOrDefault(p => Glob.IsPattern(p) && !listing.Groups.Any(g => Glob.Matches(p, g.Name))) is { } blind)
            throw new CommandFailure(
                Exit.Unreachable,
                $"target {target.Name}: which copy groups `{blind}` means cannot be found out: array {listing.Absent} does not answer, array {left} does not list its remote "
                + "copy groups without it, and no earlier run in this store has met any",
                "write the names of the copy groups into the target instead of a glob, or use the store of earlier runs (--store)");
        if (patterns.Any(Glob.IsPattern))
            warn?.Invoke(
                $"WARNING: target {target.Name}: array {left} does not list its remote copy groups while {listing.Absent} does not answer; taken are those that earlier runs met and "
                + $"that are still there: {string.Join(", ", listing.Groups.Select(g => g.Name))}. One made since is not among them.");
    }

    /// <summary>The names that are written out, and what earlier runs met between the same arrays.</summary>
    private async Task<IReadOnlyList<PlanCopyGroup>> KnownAsync(Plan plan, PlanTarget target, IEnumerable<string> patterns, CancellationToken cancellationToken)
    {
        var met = store is null ? [] : await new TargetMemory(store).MetAsync(plan, target, cancellationToken);
        return [.. met.Concat(patterns.Where(p => !Glob.IsPattern(p)).Select(p => new PlanCopyGroup(p)))];
    }

    private static (string Technology, string Array, string? Partner) KeyOf(PlanTarget target) => (target.Technology, target.Array, target.RemoteArray);
}
