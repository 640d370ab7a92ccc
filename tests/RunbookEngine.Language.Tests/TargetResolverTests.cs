using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Tests;

public class TargetResolverTests
{
    private static readonly Plan Plan = Compiled.Plan(Compiled.Around("- id: end\n  checkpoint: {}"));

    [Fact]
    public void Patterns_pin_the_copy_groups_that_exist_in_the_order_of_their_names()
    {
        var result = TargetResolver.Resolve(Plan, Compiled.Environment, Existing("erp-ur-02", "erp-ur-01", "hr-ur-01", "erp-tc-1", "erp-si-01"));

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["erp-ur-01", "erp-ur-02"], Names(result.Plan!, "mirrors"));
        Assert.Equal(["erp-tc-1"], Names(result.Plan!, "logs"));
        Assert.Equal(["erp-si-01"], Names(result.Plan!, "copies"));
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_refused_where_it_is_written()
    {
        var result = TargetResolver.Resolve(Plan, Compiled.Environment, Existing("erp-tc-1", "erp-si-02"));

        Assert.Null(result.Plan);
        Assert.Equal([(Codes.NothingMatches, 4), (Codes.NothingMatches, 6)], result.Diagnostics.Select(d => (d.Code, d.At.Line)));
        Assert.Equal("did you mean `erp-si-02`?", result.Diagnostics[1].Help);
    }

    [Fact]
    public void The_fence_of_the_environment_is_asked_for_every_match()
    {
        var environment = Compiled.Environment with { Fence = new() { Deny = ["*-02"] } };
        var result = TargetResolver.Resolve(Plan, environment, Existing("erp-ur-01", "erp-ur-02", "erp-tc-1", "erp-si-01"));

        var found = Assert.Single(result.Diagnostics);
        Assert.Equal((Codes.FenceForbids, 4), (found.Code, found.At.Line));
        Assert.Contains("`erp-ur-02`", found.Message);
        Assert.Null(result.Plan);
    }

    [Fact]
    public void A_copy_group_that_the_runbook_makes_need_not_exist()
    {
        var plan = Compiled.Plan(Compiled.Around("- id: make\n  pair.create: { on: erp-si-01, pairs: [{ name: a, pvol: 1, svol: 2 }] }"));
        var result = TargetResolver.Resolve(plan, Compiled.Environment, Existing("erp-ur-01", "erp-tc-1"));

        Assert.Empty(result.Diagnostics);
        Assert.Equal(new PlanCopyGroup("erp-si-01", "erp-si-01P_", "erp-si-01S_"), Assert.Single(result.Plan!.Targets[2].CopyGroups!.Value));
    }

    [Theory]
    [InlineData("erp-*", "erp-ur-01", true)]
    [InlineData("erp-*", "xerp-ur-01", false)]
    [InlineData("erp-?", "erp-1", true)]
    [InlineData("erp-?", "erp-12", false)]
    [InlineData("erp-[a-c]", "erp-b", true)]
    [InlineData("erp-[!a-c]", "erp-b", false)]
    [InlineData("erp.1", "erp-1", false)]
    [InlineData("ERP-*", "erp-1", false)]
    [InlineData("*", "", true)]
    [InlineData("a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("erp-[^]", "erp-^", true)]
    public void Globs_match_whole_names(string glob, string name, bool matches)
    {
        Assert.Null(Glob.Problem(glob));
        Assert.Equal(matches, Glob.Matches(glob, name));
    }

    [Theory]
    [InlineData("erp-[")]
    [InlineData("erp-[]")]
    [InlineData("erp-[!]")]
    [InlineData("erp-[z-a]")]
    [InlineData("erp ur")]
    [InlineData("erp,ur")]
    [InlineData("erp/ur")]
    public void Broken_globs_have_a_problem(string glob) => Assert.NotNull(Glob.Problem(glob));

    private static Func<PlanTarget, IReadOnlyList<PlanCopyGroup>> Existing(params string[] names) => target =>
    [
        .. names.Where(n => n.Contains(target.Technology switch { "truecopy" => "-tc-", "shadow-image" => "-si-", _ => "-ur-" }))
            .Select(n => new PlanCopyGroup(n, n + "P_", n + "S_")),
    ];

    private static IEnumerable<string> Names(Plan plan, string target) => plan.Targets.Single(t => t.Name == target).CopyGroups!.Value.Select(g => g.Name);
}
