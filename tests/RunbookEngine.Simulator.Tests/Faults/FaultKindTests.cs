using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Tests.Faults;

/// <summary>What each kind of fault does to a split, and what the ledger says of it.</summary>
public class FaultKindTests
{
    private const string Group = "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_";
    private const string SplitBody = """{"parameters":{"replicationType":"UR"}}""";

    private readonly Site _site = Site.TwoSites();

    /// <summary>Kind, what the client sees, how often the split took effect, status of the P-VOLs a minute later.</summary>
    private static readonly Dictionary<string, (string Seen, int Effects, string Status)> OfRequestsAndJobs = new()
    {
        [FaultKinds.RequestLost] = ("lost", 0, "PAIR"),
        [FaultKinds.AnswerLost] = ("lost", 1, "PSUS"),
        [FaultKinds.ConnectionCut] = ("cut", 1, "PSUS"),
        [FaultKinds.AnswerSlow] = ("Succeeded", 1, "PSUS"),
        [FaultKinds.Busy] = ("503 KART00003-E", 0, "PAIR"),
        [FaultKinds.HtmlError] = ("500 html", 0, "PAIR"),
        [FaultKinds.EmptyAnswer] = ("200 empty", 0, "PAIR"),
        [FaultKinds.Refused] = ("500 KART30000-E", 0, "PAIR"),
        [FaultKinds.JobFails] = ("Failed", 0, "PAIR"),
        [FaultKinds.JobFailsAfterEffect] = ("Failed", 1, "PSUS"),
        [FaultKinds.JobHangs] = ("Started", 0, "PAIR"),
        [FaultKinds.JobUnknown] = ("Unknown", 1, "PSUS"),
    };

    public static TheoryData<string> RequestAndJobKinds => [.. FaultKinds.OfRequests.Concat(FaultKinds.OfJobs)];

    [Theory]
    [MemberData(nameof(RequestAndJobKinds))]
    public async Task A_fault_of_a_request_or_a_job_shows_as_it_should_and_once(string kind)
    {
        var (seen, effects, status) = OfRequestsAndJobs[kind];
        await _site.FaultAsync($$"""{"kind":"{{kind}}","array":"tokyo","action":"split","copyGroup":"erp-ur-01","for":"20s","times":1}""");
        Assert.Equal(seen, await SplitAsync());
        _site.Wait(60);
        Assert.Equal(status, await StatusAsync());
        Assert.Equal(effects, _site.World.Ledger.Since().Count(e => e is { Action: "split", Effect: "changed" }));

        // It was one time: the next one goes through, and takes effect once in all.
        Assert.Equal("Succeeded", await SplitAsync());
        _site.Wait(60);
        Assert.Equal("PSUS", await StatusAsync());
        Assert.Equal(1, _site.World.Ledger.Since().Count(e => e is { Action: "split", Effect: "changed" }));
        Assert.Equal(1, (await _site.ControlOkAsync("GET", "faults"))["data"]![0]!["happened"]!.GetValue<int>());
    }

    [Fact]
    public void Every_kind_of_request_and_job_has_its_row() => Assert.Equal(RequestAndJobKinds.Select(r => r.Data).Order(), OfRequestsAndJobs.Keys.Order());

    [Theory]
    [InlineData(FaultKinds.Busy, "503 KART00003-E")]
    [InlineData(FaultKinds.HtmlError, "500 html")]
    [InlineData(FaultKinds.EmptyAnswer, "200 empty")]
    [InlineData(FaultKinds.Refused, "500 KART30000-E")]
    public async Task An_answer_can_be_replaced_after_the_request_was_done(string kind, string seen)
    {
        await _site.FaultAsync($$"""{"kind":"{{kind}}","action":"split","afterEffect":true}""");
        Assert.Equal(seen, await SplitAsync());
        _site.Wait(60);
        Assert.Equal("PSUS", await StatusAsync());
    }

    [Fact]
    public async Task A_slow_answer_comes_when_its_time_is_over_and_the_request_was_done_before()
    {
        await _site.FaultAsync("""{"kind":"answer-slow","action":"split","for":"100s"}""");
        var answer = _site.SendAsync("tokyo", "POST", Group + "/actions/split/invoke", SplitBody, "osaka");
        _site.Wait(99);
        Assert.False(answer.IsCompleted);
        Assert.Equal("PSUS", await StatusAsync());
        _site.Wait(2);
        Assert.Equal(202, (await answer).Status);
    }

    [Fact]
    public async Task Busy_for_a_while_is_busy_for_every_request_of_that_while()
    {
        await _site.TokenAsync("tokyo");
        await _site.FaultAsync("""{"kind":"busy","array":"tokyo","for":"30s"}""");
        for (var i = 0; i < 5; i++)
            Assert.Equal(503, (await RawAsync("tokyo")).Status);
        Assert.Equal(200, (await RawAsync("osaka")).Status);
        _site.Wait(30);
        Assert.Equal(200, (await RawAsync("tokyo")).Status);
    }

    [Fact]
    public async Task Paths_go_down_for_a_while_and_pairs_are_suspended()
    {
        await _site.FaultAsync("""{"kind":"paths-down","array":"tokyo","for":"10m"}""");
        _site.Wait(400);
        Assert.Equal("PSUE", await StatusAsync());
        Assert.False((await _site.ControlOkAsync("GET", "links"))["data"]![0]!["connected"]!.GetValue<bool>());
        _site.Wait(300);
        Assert.True((await _site.ControlOkAsync("GET", "links"))["data"]![0]!["connected"]!.GetValue<bool>());
        Assert.Equal("PSUE", await StatusAsync());
    }

    [Fact]
    public async Task A_full_journal_shows_PFUL_and_after_its_watch_PFUS()
    {
        await _site.FaultAsync("""{"kind":"journal-full","copyGroup":"erp-ur-01"}""");
        _site.Wait(10);
        Assert.Equal("PFUL", await StatusAsync());
        _site.Wait(60);
        Assert.Equal("PFUS", await StatusAsync());
        Assert.Equal("PAIR", await StatusAsync("erp-ur-02"));
    }

    [Fact]
    public async Task A_full_journal_that_is_let_go_drains()
    {
        var fault = await _site.FaultAsync("""{"kind":"journal-full","copyGroup":"erp-ur-01"}""");
        _site.Wait(10);
        await _site.ControlOkAsync("DELETE", "faults/" + fault["id"]);
        _site.Wait(300);
        Assert.Equal("PAIR", await StatusAsync());
    }

    [Fact]
    public async Task A_pair_fails_at_its_time()
    {
        await _site.FaultAsync("""{"kind":"pair-error","copyGroup":"erp-ur-01","pair":"db01","at":"5m"}""");
        _site.Wait(299);
        Assert.Equal(["PAIR", "PAIR"], await PairsAsync());
        _site.Wait(1);
        Assert.Equal(["PSUE", "PAIR"], await PairsAsync());
    }

    [Fact]
    public async Task An_array_is_gone_for_a_while()
    {
        await _site.TokenAsync("tokyo");
        await _site.FaultAsync("""{"kind":"array-gone","array":"tokyo","for":"2m"}""");
        Assert.True((await RawAsync("tokyo")).ConnectionLost);
        Assert.Equal(200, (await RawAsync("osaka")).Status);
        Assert.False(_site.World.Links[0].Connected);
        _site.Wait(120);
        Assert.Equal(200, (await RawAsync("tokyo")).Status);
    }

    [Fact]
    public async Task An_array_can_go_in_the_middle_of_a_run_at_the_nth_request()
    {
        await _site.FaultAsync("""{"kind":"array-gone","array":"tokyo","action":"read","nth":3,"for":"1h"}""");
        var seen = new List<bool>();
        for (var i = 0; i < 4; i++)
            seen.Add((await RawAsync("tokyo")).ConnectionLost);
        Assert.Equal([false, false, true, true], seen);
    }

    [Fact]
    public async Task Sessions_are_thrown_out_and_a_new_login_works()
    {
        await RawAsync("tokyo");
        await _site.FaultAsync("""{"kind":"sessions-thrown-out","array":"tokyo"}""");
        var answer = await RawAsync("tokyo");
        Assert.Equal(401, answer.Status);
        Assert.Contains("The specified token is invalid", answer.Text);
        _site.Forget();
        Assert.Equal(200, (await RawAsync("tokyo")).Status);
    }

    [Fact]
    public async Task A_lock_held_by_somebody_else_stops_creation_and_deletion_but_not_status_changes()
    {
        await _site.FaultAsync("""{"kind":"lock-held","array":"tokyo","owner":"night-shift","for":"10m"}""");
        var job = await _site.DoAsync("tokyo", "DELETE", Group, null, "osaka");
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
        Assert.Contains("night-shift", job["error"]!["message"]!.GetValue<string>());
        Assert.Equal("night-shift", (await _site.GetAsync("tokyo", "resource-groups/0"))["lockOwner"]!.GetValue<string>());
        Assert.Equal("Succeeded", await SplitAsync());
        _site.Wait(600);
        Assert.Equal("Succeeded", (await _site.DoAsync("tokyo", "DELETE", Group, null, "osaka"))["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("split", "PSUS")]
    [InlineData("takeover", "PSUS")]
    [InlineData("delete", "gone")]
    [InlineData("error", "PSUE")]
    public async Task A_pair_is_changed_behind_our_back_without_a_ledger_entry(string change, string status)
    {
        await _site.FaultAsync($$"""{"kind":"foreign-change","copyGroup":"erp-ur-01","change":"{{change}}"}""");
        _site.Wait(120);
        Assert.Equal(status, await StatusAsync());
        Assert.Empty(_site.World.Ledger.Since());
    }

    [Fact]
    public async Task A_restarting_controller_is_busy_forgets_sessions_and_leaves_its_jobs_in_doubt()
    {
        var job = await _site.AcceptAsync("tokyo", "POST", Group + "/actions/split/invoke", SplitBody, "osaka");
        await _site.FaultAsync("""{"kind":"controller-restart","array":"tokyo","for":"90s"}""");
        Assert.Equal(503, (await RawAsync("tokyo")).Status);
        _site.Wait(90);
        Assert.Equal(401, (await RawAsync("tokyo")).Status);
        _site.Forget();
        Assert.Equal("Unknown", (await _site.JobAsync("tokyo", job))["state"]!.GetValue<string>());
        Assert.Equal("PAIR", await StatusAsync());
    }

    [Theory]
    [InlineData(FaultKinds.PoolThreshold, "PFUS")]
    [InlineData(FaultKinds.PoolFull, "PSUE")]
    public async Task A_pool_that_fills_shows_on_its_snapshots(string kind, string status)
    {
        await _site.DoAsync("tokyo", "POST", "snapshots", """{"snapshotGroupName":"g","snapshotPoolId":1,"pvolLdevId":300,"muNumber":3,"autoSplit":true}""");
        _site.Wait(200);
        await _site.FaultAsync($$"""{"kind":"{{kind}}","array":"tokyo","pool":1,"for":"1m"}""");
        Assert.Equal(status, (await _site.GetAsync("tokyo", "snapshots/300,3"))["status"]!.GetValue<string>());
        _site.Wait(60);
        Assert.Equal(kind == FaultKinds.PoolFull ? "PSUE" : "PSUS", (await _site.GetAsync("tokyo", "snapshots/300,3"))["status"]!.GetValue<string>());
    }

    private Task<SimResponse> RawAsync(string array) => _site.SendAsync(array, "GET", "ldevs/100");

    /// <summary>What the client of a split sees, and for an accepted one the state of its job some seconds later.</summary>
    private async Task<string> SplitAsync()
    {
        var sent = _site.SendAsync("tokyo", "POST", Group + "/actions/split/invoke", SplitBody, "osaka", ("Job-Mode-Wait-Configuration-Change", "NoWait"));
        _site.Wait(25);
        var answer = await sent;
        if (answer.ConnectionLost)
            return "lost";
        if (answer.CutAfter is not null)
            return "cut";
        if (answer.Body.Length == 0)
            return answer.Status + " empty";
        if (answer.Headers["Content-Type"]!.StartsWith("text/html", StringComparison.Ordinal))
            return answer.Status + " html";
        if (answer.Status != 202)
            return $"{answer.Status} {Site.Parse(answer)["messageId"]}";
        return (await _site.JobAsync("tokyo", Site.Parse(answer)["jobId"]!.GetValue<long>()))["state"]!.GetValue<string>();
    }

    private async Task<IEnumerable<string>> PairsAsync(string group = "erp-ur-01")
    {
        var rows = (await _site.ControlOkAsync("GET", "pairs?technology=UR&copyGroup=" + group))["data"]!.AsArray();
        return rows.Select(p => p!["pvolStatus"]!.GetValue<string>());
    }

    private async Task<string> StatusAsync(string group = "erp-ur-01") => (await PairsAsync(group)).Distinct().ToList() switch { [] => "gone", [var one] => one, var mixed => string.Join('/', mixed) };
}
