using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Tests.Api;

/// <summary>Runs over HTTP, on simulated arrays: started once, followed, decided, taken back.</summary>
public class RunApiTests
{
    private const string Backup = "ur-split-backup-resync";

    private const string Asks = """
        runbook: v1
        name: asks
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: ["erp-ur-01"] }
        steps:
          - id: split
            pair.split: { on: mirrors, svolAccess: read-write }
            wait: { for: [PSUS, SSUS], failOn: [PSUE], timeout: 40m }
          - id: split-done
            checkpoint: {}
          - id: go
            approve: { by: dr-coordinators, message: go on }
            timeout: 1h
          - id: resync
            pair.resync: { on: mirrors }
            wait: { for: [PAIR], failOn: [PSUE], timeout: 60m }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_started_once_by_its_key_and_told_to_the_end()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await ServerLab.UploadAsync(admin, $"runbooks/{Backup}.yaml");
        admin.DefaultRequestHeaders.Add("Idempotency-Key", "tonight");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => admin.PostAsJsonAsync("runs", new { runbook = Backup, environment = ServerLab.Environment }, Stop)));
        var ids = await Task.WhenAll(answers.Select(async a => (await a.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetString()!));
        var other = await admin.PostAsJsonAsync("runs", new { runbook = Backup, environment = ServerLab.Environment, ticket = "CHG1" }, Stop);
        var types = await StreamAsync(admin, ids[0], null);
        var run = (await ServerLab.WaitAsync(admin, ids[0], "succeeded")).GetProperty("run");
        var verified = await admin.GetFromJsonAsync<JsonElement>($"runs/{ids[0]}/verify", Stop);

        Assert.Single(ids.Distinct());
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal("dana", run.GetProperty("actor").GetString());
        Assert.Equal("end", types[^1].Type);
        Assert.Equal("run-ended", types[^2].Type);
        Assert.Equal(Enumerable.Range(1, types.Count - 1), types.SkipLast(1).Select(t => t.Id));
        Assert.True(verified.GetProperty("verified").GetBoolean());
        Assert.Equal([4, 5], (await StreamAsync(admin, ids[0], "3")).Take(2).Select(t => t.Id));
        foreach (var (format, type) in new[] { ("html", "text/html"), ("markdown", "text/markdown"), ("json", "application/json") })
            Assert.Equal(type, (await admin.GetAsync($"runs/{ids[0]}/report?format={format}", Stop)).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_journal_as_it_is_answered_can_be_checked_by_anybody()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await ServerLab.UploadAsync(admin, $"runbooks/{Backup}.yaml");
        var id = await ServerLab.StartAsync(admin, new { runbook = Backup, environment = ServerLab.Environment });
        await ServerLab.WaitAsync(admin, id, "succeeded");

        var entries = new List<JournalEntry>();
        for (string? after = "0"; after is not null;)
        {
            var page = await admin.GetFromJsonAsync<JsonElement>($"runs/{id}/events?limit=7&after={after}", Stop);
            entries.AddRange(page.GetProperty("items").EnumerateArray().Select(e => new JournalEntry(
                RunId.TryParse(id)!.Value, e.GetProperty("sequence").GetInt32(), e.GetProperty("at").GetDateTimeOffset(), e.GetProperty("type").GetString()!, e.GetProperty("payload").GetString()!, e.GetProperty("hash").GetString()!)));
            after = page.GetProperty("next").GetString();
        }

        Assert.Null(HashChain.FindBreak(entries));
        Assert.Equal(RunOutcome.Succeeded, RunFold.All(entries)!.Outcome);
    }

    [Fact]
    public async Task A_run_waits_for_approval_of_somebody_else_and_can_be_taken_back_to_a_checkpoint()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var akiko = await lab.ClientAsync("akiko", new Grant(Role.Operator), new Grant(Role.Approver), new Grant(Role.Author));
        using var ben = await lab.ClientAsync("ben", Role.Approver);
        using var eve = await lab.ClientAsync("eve", Role.Approver);
        Assert.Equal(HttpStatusCode.Created, (await akiko.PutAsync("runbooks/asks", new StringContent(Asks), Stop)).StatusCode);
        var order = new { runbook = "asks", environment = ServerLab.Environment };
        var id = await ServerLab.StartAsync(akiko, order);
        await ServerLab.WaitAsync(akiko, id, "awaiting-approval");

        var locked = await akiko.PostAsJsonAsync("runs", order, Stop);
        var own = await akiko.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { granted = true }, Stop);
        var notNamed = await eve.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { granted = true }, Stop);
        var operates = await ben.PostAsJsonAsync($"runs/{id}/cancel", new { }, Stop);
        var unsaid = await ben.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { reason = "hm" }, Stop);
        var zero = await ben.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { granted = true, reason = "a\0b" }, Stop);
        var wrongStep = await ben.PostAsJsonAsync($"runs/{id}/steps/split/approval", new { granted = true }, Stop);
        var given = await ben.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { granted = true, reason = "looked at it" }, Stop);
        await ServerLab.WaitAsync(akiko, id, "succeeded");
        var unconfirmed = await akiko.PostAsJsonAsync($"runs/{id}/rollback", new { reason = "not what was wanted" }, Stop);
        var other = await akiko.PostAsJsonAsync($"runs/{id}/rollback", new { reason = "not what was wanted", fingerprint = new string('0', 64) }, Stop);
        var undo = await akiko.GetFromJsonAsync<JsonElement>($"runs/{id}/undo-plan", Stop);
        var back = await akiko.PostAsJsonAsync($"runs/{id}/rollback", new { reason = "not what was wanted", fingerprint = undo.GetProperty("fingerprint").GetString() }, Stop);
        // What was agreed to for the way forward is not agreed to for the way back.
        await ServerLab.WaitAsync(akiko, id, "awaiting-approval");
        var ownBack = await akiko.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { granted = true }, Stop);
        var forward = await ben.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { granted = true, fingerprint = (await akiko.GetFromJsonAsync<JsonElement>($"runs/{id}", Stop)).GetProperty("run").GetProperty("fingerprint").GetString() }, Stop);
        var agreed = await ben.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { granted = true, fingerprint = undo.GetProperty("fingerprint").GetString() }, Stop);
        Assert.Equal(
            [HttpStatusCode.PreconditionRequired, HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.OK],
            new[] { unconfirmed, other, ownBack, forward, agreed }.Select(a => a.StatusCode));
        Assert.Contains("undoPlan", await unconfirmed.Content.ReadAsStringAsync(Stop));
        var after = await ServerLab.WaitAsync(akiko, id, "rolled-back");

        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Forbidden, HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.OK],
            new[] { locked, own, notNamed, operates, wrongStep, given, back }.Select(a => a.StatusCode));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (unsaid.StatusCode, zero.StatusCode));
        Assert.Contains("erp-ur-01", await locked.Content.ReadAsStringAsync(Stop));
        Assert.Equal("asks", after.GetProperty("run").GetProperty("runbook").GetString());
    }

    [Fact]
    public async Task A_cancelled_run_stops_and_goes_back_when_asked_to()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await admin.PutAsync("runbooks/asks", new StringContent(Asks), Stop);
        var id = await ServerLab.StartAsync(admin, new { runbook = "asks", environment = ServerLab.Environment });
        await ServerLab.WaitAsync(admin, id, "awaiting-approval");
        var misspelt = await admin.PostAsJsonAsync($"runs/{id}/cancel", new { rolback = true }, Stop);

        var cancelled = await admin.PostAsJsonAsync($"runs/{id}/cancel", new { rollback = true, reason = "wrong night" }, Stop);
        await ServerLab.WaitAsync(admin, id, "rolled-back");
        var again = await admin.PostAsync($"runs/{id}/cancel", null, Stop);
        var locks = await admin.GetFromJsonAsync<JsonElement>("locks", Stop);

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.Conflict], new[] { misspelt, cancelled, again }.Select(a => a.StatusCode));
        Assert.Empty(locks.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_plan_predicts_and_its_fingerprint_lets_nothing_else_start()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await ServerLab.UploadAsync(admin, $"runbooks/{Backup}.yaml");
        var answer = await admin.PostAsJsonAsync("plans", new { runbook = Backup, environment = ServerLab.Environment }, Stop);
        var plan = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        var fingerprint = plan.GetProperty("fingerprint").GetString();

        var wrong = await admin.PostAsJsonAsync("runs", new { runbook = Backup, environment = ServerLab.Environment, inputs = new { maxLag = 31 }, fingerprint }, Stop);
        var right = await admin.PostAsJsonAsync("runs", new { runbook = Backup, environment = ServerLab.Environment, fingerprint }, Stop);

        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Created, right.StatusCode);
    }

    [Fact]
    public async Task Grants_for_some_runbooks_environments_and_modes_hide_and_refuse_the_rest()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await ServerLab.UploadAsync(admin, $"runbooks/{Backup}.yaml");
        var id = await ServerLab.StartAsync(admin, new { runbook = Backup, environment = ServerLab.Environment });
        using var elsewhere = await lab.ClientAsync("eve", new Grant(Role.Operator, Runbooks: ["erp-*"]));
        using var tests = await lab.ClientAsync("tess", new Grant(Role.Operator, Modes: ["test"]), new Grant(Role.Viewer));

        var seen = (await elsewhere.GetFromJsonAsync<JsonElement>("runs", Stop)).GetProperty("items").GetArrayLength();
        var one = await elsewhere.GetAsync($"runs/{id}", Stop);
        var cancel = await elsewhere.PostAsync($"runs/{id}/cancel", null, Stop);
        var unmoded = await tests.PostAsJsonAsync("runs", new { runbook = Backup, environment = ServerLab.Environment }, Stop);
        var seenByTests = await tests.GetAsync($"runs/{id}", Stop);
        var stopByTests = await tests.PostAsync($"runs/{id}/cancel", null, Stop);

        Assert.Equal(0, seen);
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden],
            new[] { one, cancel, unmoded, seenByTests, stopByTests }.Select(a => a.StatusCode));
    }

    [Fact]
    public async Task Lists_are_paged_and_filtered()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await ServerLab.UploadAsync(admin, $"runbooks/{Backup}.yaml");
        var ids = new List<string>();
        foreach (var ticket in new[] { "CHG1", "CHG2", "CHG3" })
        {
            ids.Add(await ServerLab.StartAsync(admin, new { runbook = Backup, environment = ServerLab.Environment, ticket }));
            await ServerLab.WaitAsync(admin, ids[^1], "succeeded");
        }

        var paged = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await admin.GetFromJsonAsync<JsonElement>($"runs?limit=1{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}", Stop);
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        ids.Reverse();
        Assert.Equal(ids, paged);
        foreach (var (query, count) in new[] { ("ticket=CHG2", 1), ("actor=dana", 3), ("actor=eve", 0), ($"environment={ServerLab.Environment}", 3), ("environment=x", 0), ("outcome=succeeded&outcome=held", 3), ("outcome=held", 0), ("since=2100-01-01T00:00:00Z", 0), ("runbook=nobody", 0) })
            Assert.Equal(count, (await admin.GetFromJsonAsync<JsonElement>($"runs?{query}", Stop)).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("runs?outcome=splendid", Stop)).StatusCode);
    }

    private static async Task<List<(int Id, string Type)>> StreamAsync(HttpClient client, string run, string? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"runs/{run}/stream") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } } };
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var found = new List<(int, string)>();
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(await answer.Content.ReadAsStreamAsync(Stop)).EnumerateAsync(Stop))
            found.Add((int.TryParse(item.EventId, out var id) ? id : 0, item.EventType));
        return found;
    }
}
