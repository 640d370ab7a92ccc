using System.Text.Json;
using RunbookEngine.Plans;
using Xunit;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>Whether a plan gives up the link to production is asked by everybody who lets it start: wherever the takeover stands.</summary>
public class GivesUpTheLinkTests
{
    private static readonly string[] Words = ["force", "${{ inputs.how }}", "auto"];

    public static TheoryData<string, string?, string?, bool> Cases()
    {
        var cases = new TheoryData<string, string?, string?, bool>();
        foreach (var word in Words)
        {
            foreach (var place in new[] { "step", "group", "parallel", "undo", "finally", "cleanup", "call" })
            {
                cases.Add($"{place}: {word}", null, null, word != "auto");
                cases.Add($"{place}: {word}", "disaster", null, false);
                cases.Add($"{place}: {word}", "planned", "planned", word != "auto");
                cases.Add($"{place}: {word}", "disaster", "test", false);
            }
        }

        cases.Add("step: auto", null, "disaster", true);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_plan_gives_up_the_link_where_a_step_of_its_mode_forces_a_takeover_or_may(string what, string? stepMode, string? runMode, bool expected)
    {
        var (place, word) = (what.Split(": ")[0], what.Split(": ")[1]);
        var take = new PlanStep { Id = new StepId("take"), Verb = "pair.takeover", With = JsonSerializer.SerializeToElement(new { on = "logs", mode = word }) };
        // The mode stands at what is around the step, where there is something.
        PlanStep In(PlanStep step) => stepMode is null ? step : step with { Modes = [stepMode] };
        var plan = Plans.Of() with { Mode = runMode };
        plan = place switch
        {
            "step" => plan with { Steps = [In(take)] },
            "group" => plan with { Steps = [In(Plans.Group("g", take))] },
            "parallel" => plan with { Steps = [In(Plans.Parallel("p", [Plans.Step("other")], [take]))] },
            "undo" => plan with { Steps = [In(Plans.Step("work") with { Rollback = RollbackPlan.By([take]) })] },
            "finally" => plan with { Finally = [In(take)] },
            "cleanup" => plan with { Cleanup = [In(take)] },
            _ => plan with { Steps = [In(Plans.Step("call") with { Verb = "call", Child = Plans.Of(take) with { Mode = runMode } })] },
        };

        Assert.Equal(expected, plan.GivesUpTheLink);
    }
}
