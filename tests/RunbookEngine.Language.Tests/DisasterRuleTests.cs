using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Tests;

/// <summary>Which steps of mode disaster would ask production's array, told without an array.</summary>
public class DisasterRuleTests
{
    [Theory]
    [InlineData("pair.resync: { on: logs }")]
    [InlineData("pair.split: { on: logs }")]
    [InlineData("pair.swapResync: { on: logs }")]
    [InlineData("pair.delete: { on: logs }")]
    [InlineData("pair.assert: { on: logs, status: PAIR }")]
    [InlineData("pair.wait: { on: logs, status: [PSUS, PSUE] }")]
    [InlineData("pair.assert: { on: here, status: PSUS }")]
    [InlineData("pair.snapshot: { on: here }")]
    [InlineData("pair.resync: { on: here }")]
    public void A_step_that_needs_productions_array_is_found_in_every_mode_it_shares_with_a_disaster(string verb)
    {
        foreach (var modes in new[] { "", "    modes: [disaster]\n", "    modes: [test, disaster]\n" })
            Assert.Equal(["RB1545"], Codes(Text(verb, modes)));
        Assert.Empty(Codes(Text(verb, "    modes: [planned, failback]\n")));
    }

    [Theory]
    [InlineData("pair.snapshot: { on: logs }")]
    [InlineData("pair.split: { on: logs, swap: true }")]
    [InlineData("pair.takeover: { on: logs, mode: force }")]
    [InlineData("pair.assert: { on: logs, pvolAt: tokyo }")]
    [InlineData("pair.assert: { on: logs, status: SSWS }")]
    [InlineData("pair.wait: { on: logs, status: [PSUS, SSWS] }")]
    [InlineData("pair.resync: { on: there }")]
    [InlineData("pair.assert: { on: there, status: PSUS }")]
    public void A_step_that_the_array_left_can_do_is_not(string verb) => Assert.Empty(Codes(Text(verb, "    modes: [disaster]\n")));

    [Theory]
    [InlineData("tokyo", "osaka")]
    [InlineData("osaka", "tokyo")]
    public void Production_is_where_a_pvolAt_says_whichever_array_the_target_names_first(string array, string partner)
    {
        Assert.Equal(["RB1545"], Codes(Text("pair.snapshot: { on: here }", "    modes: [disaster]\n", array, partner)));
        Assert.Empty(Codes(Text("pair.snapshot: { on: there }", "    modes: [disaster]\n", array, partner)));
    }

    [Fact]
    public void A_condition_over_the_mode_decides_for_itself() =>
        Assert.Empty(Codes(Text("pair.assert: { on: logs, status: PAIR }", "    when: run.mode != \"disaster\"\n")));

    [Theory]
    [InlineData("erp-tc-*", true)]
    [InlineData("erp-tc-0[12]", true)]
    [InlineData("${{ inputs.app }}-tc-?", true)]
    [InlineData("${{ inputs.app }}-tc-01", false)]
    [InlineData("erp-tc-01", false)]
    public void A_pattern_of_copy_groups_is_found_where_only_both_arrays_list_them(string pattern, bool found) =>
        Assert.Equal(found ? ["RB1546"] : [], Codes(Text("pair.snapshot: { on: logs }", "", group: pattern)));

    [Fact]
    public void A_runbook_without_a_disaster_is_left_alone()
    {
        var text = Text("pair.resync: { on: here }", "").Replace("    modes: [disaster]\n    rollback", "    modes: [planned]\n    rollback", StringComparison.Ordinal);
        Assert.DoesNotContain(Codes(text), c => c is "RB1545" or "RB1546");
    }

    private static string Text(string verb, string modifiers, string array = "tokyo", string partner = "osaka", string group = "erp-tc-01")
    {
        var changes = !verb.StartsWith("pair.assert", StringComparison.Ordinal) && !verb.StartsWith("pair.wait", StringComparison.Ordinal) && !verb.StartsWith("pair.snapshot", StringComparison.Ordinal);
        return $$$"""
            runbook: v1
            name: night
            inputs: { app: { type: string, default: erp } }
            targets:
              logs: { technology: truecopy, array: {{{array}}}, remoteArray: {{{partner}}}, copyGroups: ["{{{group}}}"] }
              here: { technology: shadow-image, array: tokyo, copyGroups: [erp-si-01] }
              there: { technology: shadow-image, array: osaka, copyGroups: [erp-drill-01] }
            steps:
              - id: day
                pair.assert: { on: logs, pvolAt: tokyo, status: PAIR }
                modes: [test]
              - id: day-here
                pair.assert: { on: here, status: [PAIR, PSUS, SSUS] }
                modes: [test]
              - id: day-there
                pair.assert: { on: there, status: [PAIR, PSUS, SSUS] }
                modes: [test]
              - id: tried
                {{{verb}}}
            {{{modifiers}}}{{{(changes ? "    rollback: { none: \"of the test\" }\n" : "")}}}  - id: take
                pair.takeover: { on: logs, mode: force }
                modes: [disaster]
                rollback: { none: "the other site is lost" }
            """;
    }

    private static IReadOnlyList<string> Codes(string text) =>
        [.. RunbookCompiler.Compile(new SourceFile("night.yaml", text), null, new CompileOptions()).Diagnostics.Select(d => d.Code).Where(c => c is "RB1545" or "RB1546").Distinct()];
}
