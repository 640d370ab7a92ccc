using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Testing;
using Xunit;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>A run goes on with the addresses of today, and never moves to another array.</summary>
public class EnvironmentTodayTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("endpoint", "https://b", "array tokyo: endpoint https://a is now https://b")]
    [InlineData("credentials", "file:/x", "array tokyo: credentials env:T is now file:/x")]
    public void What_leads_to_an_array_is_taken_from_today(string way, string value, string change)
    {
        var (environment, changes) = TodaysEnvironment.Of(Environment(), Environment(way == "endpoint" ? value : "https://a", way == "credentials" ? value : "env:T"), []);
        Assert.Equal([change], changes);
        Assert.Equal(value, environment.Content.GetProperty("arrays").GetProperty("tokyo").GetProperty(way).GetString());
    }

    [Fact]
    public void Limits_are_taken_and_what_a_run_may_do_is_not()
    {
        var today = Environment(more: """, "limits": { "pollInterval": "9s" }, "fence": { "allow": ["*"] }""");
        var (environment, changes) = TodaysEnvironment.Of(Environment(more: """, "fence": { "allow": ["app-*"] }"""), today, []);
        Assert.Equal(["limits.pollInterval (none) is now 9s"], changes);
        Assert.Equal("app-*", environment.Content.GetProperty("fence").GetProperty("allow")[0].GetString());
    }

    [Fact]
    public void Another_storage_device_under_the_same_alias_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => TodaysEnvironment.Of(Environment(), Environment(id: "900000049999"), []));
        Assert.Contains("900000040014", error.Message);
        Assert.Contains("900000049999", error.Message);
        Assert.Contains("tokyo", error.Message);
    }

    [Fact]
    public async Task The_change_is_on_record_once_and_leaves_what_was_approved_as_it_was()
    {
        var store = new MemoryRunStore(_clock);
        var plan = Plans.Of(Plans.Step("work")) with { Environment = Environment() };
        var run = await StartAsync(store, plan);
        var people = new RunOperator(store, _clock);

        Assert.Single(await people.ChangeEnvironmentAsync(run, Environment("https://b"), null, "olga", "env.yaml", CancellationToken.None));
        Assert.Empty(await people.ChangeEnvironmentAsync(run, Environment("https://b"), null, "olga", "env.yaml", CancellationToken.None));

        var entries = await store.ReadAsync(run, 0, CancellationToken.None);
        Assert.Equal(["run-started", "environment-changed"], entries.Select(e => e.Type));
        Assert.Null(HashChain.FindBreak(entries));
        var state = RunFold.All(entries)!;
        Assert.Equal("https://b", state.Plan.Environment.Content.GetProperty("arrays").GetProperty("tokyo").GetProperty("endpoint").GetString());
        Assert.Equal(PlanJson.Fingerprint(plan), PlanJson.Fingerprint(state.Plan));
        await Assert.ThrowsAsync<OperatorRefusedException>(
            () => people.ChangeEnvironmentAsync(run, Environment(id: "900000049999"), null, "olga", null, CancellationToken.None));
        Assert.Equal(2, (await store.ReadAsync(run, 0, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Arrays_are_declared_gone_and_no_longer_gone()
    {
        var store = new MemoryRunStore(_clock);
        var run = await StartAsync(store, Plans.Of(Plans.Step("work")) with { Environment = Environment() });
        var people = new RunOperator(store, _clock);
        Assert.Equal(["array tokyo is declared gone"], await people.ChangeEnvironmentAsync(run, null, ["tokyo"], "olga", null, CancellationToken.None));
        Assert.Equal(["tokyo"], (await store.LoadAsync(run, CancellationToken.None))!.Plan.Environment.Without!.Value);
        Assert.Equal(["array tokyo is no longer declared gone"], await people.ChangeEnvironmentAsync(run, null, [], "olga", null, CancellationToken.None));
        Assert.Null((await store.LoadAsync(run, CancellationToken.None))!.Plan.Environment.Without);
    }

    [Fact]
    public void Where_the_environment_file_lies_and_which_arrays_are_gone_is_no_part_of_what_is_approved()
    {
        var plan = Plans.Of(Plans.Step("work")) with { Environment = Environment() };
        var tonight = plan with { Environment = plan.Environment with { File = "/etc/env.yaml", Without = ["tokyo"] } };
        Assert.Equal(PlanJson.Fingerprint(plan), PlanJson.Fingerprint(tonight));
        Assert.NotEqual(PlanJson.Fingerprint(plan), PlanJson.Fingerprint(plan with { Environment = Environment("https://b") }));
    }

    [Theory]
    [InlineData("disaster", true)]
    [InlineData("planned", false)]
    [InlineData(null, false)]
    public async Task A_run_in_mode_disaster_begins_with_its_declaration(string? mode, bool declared)
    {
        var store = new MemoryRunStore(_clock);
        var run = await StartAsync(store, Plans.Of(Plans.Step("work")) with { Mode = mode });
        var entries = await store.ReadAsync(run, 0, CancellationToken.None);
        Assert.Equal(declared ? ["run-started", "disaster-declared"] : ["run-started"], entries.Select(e => e.Type));
        Assert.Equal(declared ? "olga" : null, RunFold.All(entries)!.Declared?.Declaration.Actor);
    }

    private async Task<RunId> StartAsync(MemoryRunStore store, Plan plan)
    {
        await using var engine = new RunEngine(store, new World(), new PlainExpressions(), _clock, EngineIdentity.OfThisProcess());
        return Assert.IsType<StartResult.Started>(await engine.StartAsync(plan, new StartRequest("olga"), CancellationToken.None)).Run;
    }

    private static PlanEnvironment Environment(string endpoint = "https://a", string credentials = "env:T", string id = "900000040014", string more = "") =>
        new("lab", JsonElement.Parse($$"""{ "arrays": { "tokyo": { "endpoint": "{{endpoint}}", "storageDeviceId": "{{id}}", "credentials": "{{credentials}}" } }{{more}} }"""));
}
