using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>Breaking the glass: in an emergency two people set aside a decision that cannot be had. One asks, another one agrees within <see cref="Life"/>; both give
/// a reason, people are told, and it stands first in the evidence.</summary>
public static class BreakGlass
{
    /// <summary>For how long the first person's word waits for the second.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <param name="byRole">The front knows by a role that the person may: a server. False: the environment has to name them.</param>
    /// <param name="still">Whether somebody who asked may break the glass now; null: nobody here knows.</param>
    /// <returns>What goes on record: that the first person asks, or that the second one agrees.</returns>
    /// <exception cref="OperatorRefusedException">It may not be; the message says why.</exception>
    public static StepEvent Decide(RunState run, StepKey key, string actor, string? reason, bool byRole, DateTimeOffset now, Func<string, bool>? still = null)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new OperatorRefusedException("Breaking the glass needs a reason: it stands first in the evidence of the run.");
        if (run.IsEnded)
            throw new OperatorRefusedException($"Run {run.Id} has ended: {Words.Of(run.Outcome)}.");
        if (!DecisionSteps.IsOne(run.Plan.Find(key.Id)))
            throw new OperatorRefusedException($"Step {key} is no approval and requires no ticket: there is no glass before it.");
        var state = run.StepOrPending(key);
        if (state.Iterations is not null || state.Status is not (StepStatus.Waiting or StepStatus.Running or StepStatus.Failed or StepStatus.Ambiguous))
            throw new OperatorRefusedException($"Step {key} is {Words.Of(state.Status)}; the glass is broken before a decision that is waited for or was denied.");
        var (book, allowed) = (PeopleBook.Of(run.Plan), AllowedIn(run.Plan));
        if (allowed is null && !byRole)
            throw new OperatorRefusedException(
                $"The environment {run.Plan.Environment.Name} names nobody who may break the glass. Add breakGlass: {{ by: [PERSON-OR-GROUP] }} to it before the next run, or use a server, where a role says who may.");
        if (allowed is not null && !book.Among(actor, allowed))
            throw new OperatorRefusedException($"{actor} is none of those who may break the glass in {run.Plan.Environment.Name}: {string.Join(", ", allowed)}.");
        if (state.GlassAsked is not { } asked || now - asked.At > Life || still?.Invoke(asked.Actor) == false)
            return new BreakGlassAsked(key, actor.Trim(), reason.Trim());
        var used = new BreakGlassUsed(key, actor.Trim(), asked.Actor, $"{asked.Reason}; {reason.Trim()}");
        return Refusal(run, used) is { } why ? throw new OperatorRefusedException(why) : used;
    }

    /// <summary>Why the glass is not broken by these two; null when it is.</summary>
    public static string? Refusal(RunState run, BreakGlassUsed e)
    {
        var book = PeopleBook.Of(run.Plan);
        if (!DecisionSteps.IsOne(run.Plan.Find(e.Step.Id)) || run.StepOrPending(e.Step).GlassAsked is not { } asked || asked.Actor != e.First)
            return $"Nobody has asked to break the glass before step {e.Step}.";
        if (book.Same(e.First, e.Actor))
            return $"{e.First} has asked to break the glass before step {e.Step}; a second person has to agree within {DurationText.Write(Life)}.";
        if (ApprovalCount.IsRequester(run, e.First, book) && ApprovalCount.IsRequester(run, e.Actor, book))
            return $"{e.First} and {e.Actor} both stand behind this run: one of the two has to be somebody else.";
        return AllowedIn(run.Plan) is { } allowed && new[] { e.First, e.Actor }.FirstOrDefault(p => !book.Among(p, allowed)) is { } stranger
            ? $"{stranger} is none of those who may break the glass in {run.Plan.Environment.Name}: {string.Join(", ", allowed)}."
            : null;
    }

    /// <summary>Persons whom the environment names, groups taken apart; null when it says nothing.</summary>
    public static IReadOnlyList<string>? AllowedIn(Plan plan)
    {
        if (Section(plan) is not { } section)
            return null;
        plan.Environment.Content.TryGetProperty("approvers", out var groups);
        return [.. Texts(section, "by").SelectMany(name =>
            groups.ValueKind == JsonValueKind.Object && groups.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Array
                ? members.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()!)
                : [name])];
    }

    /// <summary>Channels that are told; empty: every channel of the environment.</summary>
    public static IReadOnlyList<string> ChannelsIn(Plan plan) => Section(plan) is { } section ? [.. Texts(section, "notify")] : [];

    private static JsonElement? Section(Plan plan) =>
        plan.Environment.Content.ValueKind == JsonValueKind.Object && plan.Environment.Content.TryGetProperty("breakGlass", out var section)
        && section.ValueKind == JsonValueKind.Object ? section : null;

    private static IEnumerable<string> Texts(JsonElement section, string name) => !section.TryGetProperty(name, out var list) ? []
        : list.ValueKind == JsonValueKind.String ? [list.GetString()!]
        : list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)
        : [];
}
