using System.Collections.Immutable;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Targets;

/// <summary>Pins the copy groups of a plan's targets to those that exist. Pure: the caller has read the arrays.</summary>
public static class TargetResolver
{
    /// <summary>Every target of the plan and of the plans it calls; what exists has to be known for each.</summary>
    public static IEnumerable<PlanTarget> TargetsOf(Plan plan) =>
        plan.Targets.Concat(plan.AllSteps().Where(s => s.Child is not null).SelectMany(s => TargetsOf(s.Child!)));

    /// <summary>Matches the patterns against what exists and asks the environment's fence.</summary>
    /// <param name="environment">Null: no fence.</param>
    /// <param name="existing">The copy groups of a target's technology on its array (and with its partner).</param>
    public static TargetResult Resolve(Plan plan, EnvironmentModel? environment, Func<PlanTarget, IReadOnlyList<PlanCopyGroup>> existing)
    {
        var resolution = new Resolution(environment, existing);
        var pinned = resolution.Pin(plan);
        return new TargetResult(resolution.Found.Any(d => d.IsError) ? null : pinned, Diagnostic.Sort(resolution.Found));
    }

    private sealed class Resolution(EnvironmentModel? environment, Func<PlanTarget, IReadOnlyList<PlanCopyGroup>> existing)
    {
        public List<Diagnostic> Found { get; } = [];

        public Plan Pin(Plan plan)
        {
            var made = plan.AllSteps().Where(s => s.Verb == "pair.create").Select(CreatedIn).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var places = new TargetPlaces(plan.Source);
            return plan with
            {
                Targets = [.. plan.Targets.Select(t => Pin(t, made, places))],
                Steps = Children(plan.Steps),
                Cleanup = Children(plan.Cleanup),
                Finally = Children(plan.Finally),
            };
        }

        private ImmutableArray<PlanStep> Children(ImmutableArray<PlanStep> steps) => [.. steps.Select(step => step with
        {
            Child = step.Child is null ? null : Pin(step.Child),
            Branches = [.. step.Branches.Select(b => b with { Steps = Children(b.Steps) })],
            Rollback = step.Rollback with { Steps = Children(step.Rollback.Steps) },
        })];

        private PlanTarget Pin(PlanTarget target, HashSet<string> made, TargetPlaces places)
        {
            var there = existing(target).OrderBy(g => g.Name, StringComparer.Ordinal).ToList();
            var groups = new SortedDictionary<string, PlanCopyGroup>(StringComparer.Ordinal);
            foreach (var pattern in target.Patterns)
            {
                var at = places.Of(target.Name, pattern);
                var matching = there.Where(g => Glob.Matches(pattern, g.Name)).ToList();
                if (matching.Count == 0 && !Glob.IsPattern(pattern) && (made.Contains(pattern) || made.Contains(target.Name)))
                    matching = [Made(target, pattern)];
                if (matching.Count == 0)
                    Found.Add(Nothing(target, pattern, at, there));
                foreach (var group in matching)
                {
                    if (environment?.Fence.Refuses(group.Name) is { } refusal)
                        Found.Add(Diagnostic.Error(Codes.FenceForbids, at, $"`{pattern}` matches the copy group `{group.Name}`, which may not be touched: {refusal}"));
                    groups[group.Name] = group;
                }
            }

            return target with { CopyGroups = [.. groups.Values] };
        }

        private static Diagnostic Nothing(PlanTarget target, string pattern, SourceSpan at, List<PlanCopyGroup> there)
        {
            var names = there.Select(g => g.Name).ToList();
            var help = there.Count == 0 ? "check the array, the technology and, for remote copies, the link"
                : Suggestion.For(pattern, names) ?? $"copy groups there: {string.Join(", ", names.Take(10))}{(names.Count > 10 ? " …" : "")}";
            return Diagnostic.Error(Codes.NothingMatches, at, $"target `{target.Name}`: no {target.Technology} copy group on {target.Array} matches `{pattern}`", help);
        }

        // Device groups as the array names them when none are given.
        private static PlanCopyGroup Made(PlanTarget target, string name) =>
            target.Technology == "thin-image" ? new(name) : new(name, $"{name}P_", $"{name}S_");

        private static string? CreatedIn(PlanStep step) =>
            step.With.TryGetProperty("on", out var on) && on.ValueKind == System.Text.Json.JsonValueKind.String ? on.GetString() : null;
    }
}

/// <param name="Plan">With the copy groups of every target pinned; null when there is an error among the diagnostics.</param>
public sealed record TargetResult(Plan? Plan, IReadOnlyList<Diagnostic> Diagnostics);
