using System.Text.Json;
using RunbookEngine.Approvals;
using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Running;

/// <summary>Who declares a disaster on a server, as the environment says: some of its people, or an approval before the first step. A forced takeover
/// has the same effect in every mode, so it is judged alike.</summary>
internal static class DisasterApproval
{
    public const string Step = "declare-disaster";

    /// <summary>The plan with the approval in front of its steps; the plan itself in other modes, and where the environment asks for none.</summary>
    public static Plan Of(Plan plan, EnvironmentModel environment)
    {
        if (!plan.GivesUpTheLink || environment.Disaster?.Approval is not { } approval)
            return plan;
        var id = new StepId(Step);
        for (var again = 2; plan.Find(id) is not null; again++)
            id = new StepId($"{Step}-{again}");
        return plan with
        {
            Steps = plan.Steps.Insert(0, new PlanStep
            {
                Id = id,
                Name = "The disaster is declared",
                Verb = "approve",
                With = JsonSerializer.SerializeToElement(new
                {
                    by = approval.By,
                    min = approval.Min,
                    message = $"{plan.Runbook} gives up the link to production in {environment.Name}. Declare the disaster? See what is not known in the run's first lines.",
                }),
            }),
        };
    }

    /// <returns>Why this person may not declare a disaster here; null when they may.</returns>
    public static string? Refuses(Plan plan, EnvironmentModel? environment, string actor)
    {
        if (!plan.GivesUpTheLink || environment?.Disaster?.DeclaredBy is not { Count: > 0 } by)
            return null;
        var people = by.SelectMany(name => environment.Approvers.TryGetValue(name, out var group) ? group : [name]);
        return PeopleBook.Of(plan).Among(actor, people) ? null
            : $"{actor} may not declare a disaster in {environment.Name}: its environment names {string.Join(", ", by)} for that."
                + (plan.IsDisaster ? "" : " A forced takeover gives up the link to production in every mode.");
    }
}
