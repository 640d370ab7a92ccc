using System.Text.Json;
using RunbookEngine.Approvals;
using RunbookEngine.Core.Tests.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Approvals;

public class TypedNameTests
{
    private static readonly Identification Typed = new(Identification.TypedName, "root", "tokyo-adm", "pts/3");
    private static readonly Identification Account = new(Identification.OsAccount, "akiko", "tokyo-adm", "pts/3");
    private static readonly StepKey Go = StepKey.Parse("go");

    /// <summary>Whatever a person can say to a run that waits at <c>go</c>.</summary>
    private static readonly Dictionary<string, Func<RunOperator, RunId, Task>> Acts = new()
    {
        ["approve"] = (people, run) => people.ApproveAsync(run, Go, "akiko", true, null, Bench.Stop),
        ["cancel"] = (people, run) => people.CancelAsync(run, "akiko", rollback: false, null, Bench.Stop),
        ["cancel with rollback"] = (people, run) => people.CancelAsync(run, "akiko", rollback: true, null, Bench.Stop),
        ["break the glass"] = (people, run) => people.BreakGlassAsync(run, Go, "akiko", "Tokyo is lost", byRole: true, Bench.Stop),
        ["roll back"] = (people, run) => people.RollbackAsync(run, "akiko", null, null, Bench.Stop),
        ["break a lock"] = (people, run) => people.BreakLockAsync(new LockName("900000040014", "erp"), "akiko", "host is gone", Bench.Stop),
    };

    private readonly Bench _bench = new();

    public static TheoryData<string> Names => [.. Acts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Where_there_are_approvers_a_typed_name_is_refused_for_every_act_and_nothing_is_recorded(string act)
    {
        var run = await WaitingAsync("""{ "approvers": { "dr": ["akiko"] } }""");
        var before = await _bench.EventsAsync(run);
        var refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => Acts[act](_bench.Operator.For(Typed), run));
        Assert.Contains("root on tokyo-adm", refused.Message);
        Assert.Contains("typedNames: allowed", refused.Message);
        Assert.Equal(before, await _bench.EventsAsync(run));
        await Acts[act](_bench.Operator.For(Account), run);
        Assert.Equal(Account, await LastAsync(run));
    }

    [Theory]
    [InlineData("""{ "approvers": { "dr": ["akiko"] }, "approvals": { "typedNames": "allowed" } }""", true)]
    [InlineData("""{ "approvers": { "dr": ["akiko"] }, "approvals": { "typedNames": "refused" } }""", false)]
    [InlineData("""{ "approvers": { "dr": ["akiko"] }, "approvals": {} }""", false)]
    [InlineData("""{ "approvals": { "typedNames": "refused" } }""", false)]
    [InlineData("""{ "approvers": {} }""", true)]
    [InlineData("""{ "breakGlass": { "by": ["akiko"] } }""", false)]
    [InlineData("{}", true)]
    public async Task The_environment_says_whether_typed_names_are_taken_and_one_that_is_taken_is_recorded_as_typed(string environment, bool taken)
    {
        var run = await WaitingAsync(environment);
        foreach (var (act, say) in Acts.Take(1))
        {
            var error = await Record.ExceptionAsync(() => say(_bench.Operator.For(Typed), run));
            Assert.True(taken == error is null, $"{act}: {error}");
        }

        Assert.Equal(taken ? Typed : null, await LastAsync(run));
    }

    [Fact]
    public async Task No_run_is_started_or_taken_up_under_a_typed_name_where_there_are_approvers()
    {
        var plan = Of(Approve("go"), Step("b")) with { Environment = Environment("""{ "approvers": { "dr": ["akiko"] } }""") };
        await using (var engine = _bench.Engine())
            await Assert.ThrowsAsync<OperatorRefusedException>(() => engine.StartAsync(plan, new StartRequest("akiko", KnownBy: Typed), Bench.Stop));
        Assert.Empty(await _bench.Store.ListAsync(new RunFilter(), Bench.Stop));

        var run = await WaitingAsync("""{ "approvers": { "dr": ["akiko"] } }""");
        await using (var engine = _bench.Engine(options: new EngineOptions { KnownBy = Typed }))
            await Assert.ThrowsAsync<OperatorRefusedException>(() => engine.DriveAsync(run, "akiko", SilentObserver.Instance, Bench.Stop));
        await using (var engine = _bench.Engine(options: new EngineOptions { KnownBy = Account }))
            await engine.DriveAsync(run, "akiko", SilentObserver.Instance, Bench.Stop);
        Assert.Equal(Account, (await _bench.Store.ReadAsync(run, 0, Bench.Stop)).Select(EventJson.Read).OfType<RunAdopted>().Single().KnownBy);
    }

    [Fact]
    public void An_event_of_an_earlier_version_reads_and_says_nothing_of_how_its_person_was_known()
    {
        var old = new JournalEntry(RunId.New(TimeProvider.System), 2, TimeProvider.System.GetUtcNow(), "approval-given",
            """{"actor":"ben","granted":true,"reason":"ok","step":"go"}""", "");
        Assert.Null(Assert.IsType<ApprovalGiven>(EventJson.Read(old)).KnownBy);
    }

    private static string Arrays(string environment) =>
        $$"""{ "arrays": { "tokyo": { "storageDeviceId": "900000040014" } }{{(environment == "{}" ? "" : ",")}} {{environment[1..]}}""";

    private static PlanEnvironment Environment(string json) => new("lab", JsonElement.Parse(json));

    private async Task<RunId> WaitingAsync(string environment)
    {
        await using var engine = _bench.Engine();
        var plan = Of(Approve("go"), Step("b"), Step("locks") with { Verb = "pair.split", When = "false" }) with
        {
            Environment = Environment(Arrays(environment)),
            Targets = [new PlanTarget { Name = "erp", Technology = "truecopy", Array = "tokyo", CopyGroups = [new("erp")], Patterns = ["erp"] }],
        };
        var run = Assert.IsType<StartResult.Started>(await engine.StartAsync(plan, new StartRequest("olga"), Bench.Stop)).Run;
        Assert.Equal(RunOutcome.AwaitingApproval, (await engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop)).Outcome);
        return run;
    }

    /// <summary>How the person behind the last act was known.</summary>
    private async Task<Identification?> LastAsync(RunId run) => (await _bench.Store.ReadAsync(run, 0, Bench.Stop)).Select(EventJson.Read).Select(e => e switch
    {
        ApprovalGiven a => a.KnownBy,
        BreakGlassAsked g => g.KnownBy,
        CancelRequested c => c.KnownBy,
        StepOverridden o => o.KnownBy,
        RollbackStarted r => r.KnownBy,
        LockBroken l => l.KnownBy,
        _ => null,
    }).LastOrDefault(k => k is not null);
}
