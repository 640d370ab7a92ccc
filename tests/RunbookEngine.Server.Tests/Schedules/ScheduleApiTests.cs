using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Tests.Triggers;
using RunbookEngine.Testing;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Schedules;

public class ScheduleApiTests
{
    private const string Nightly = "runbook: drill\ncron: 0 30 2 * * ?\nzone: Europe/Berlin\ngap: shift\n";

    [Fact]
    public async Task A_schedule_is_put_looked_at_changed_by_its_version_and_deleted()
    {
        await using var lab = await HookLab.StartAsync();
        var made = await PutAsync(lab, "schedules/nightly", Nightly, ("If-None-Match", "*"));
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (made.StatusCode, made.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(lab, "schedules/nightly", Nightly, ("If-None-Match", "*"))).StatusCode);
        var found = await GetAsync(lab, "schedules/nightly");
        Assert.Equal(("nightly", "drill", "lab", "cron", "0 30 2 * * ? Europe/Berlin", Nightly), (Text(found, "name"), Text(found, "runbook"), Text(found, "environment"), Text(found, "kind"), Text(found, "when"), Text(found, "text")));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("problem").ValueKind);
        var changed = await PutAsync(lab, "schedules/nightly", "{ \"runbook\": \"drill\", \"every\": \"6h\" }", ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (changed.StatusCode, changed.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(lab, "schedules/nightly", Nightly, ("If-Match", "\"1\""))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await DeleteAsync(lab, "schedules/nightly", "\"1\"")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(lab, "schedules/nightly", "\"2\"")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lab.Admin.GetAsync("schedules/nightly")).StatusCode);
        Assert.Equal(["schedule.put", "schedule.put", "schedule.deleted"], (await lab.RecordAsync()).Select(e => e.What).Where(w => w.StartsWith("schedule.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_preview_shows_the_nights_when_clocks_are_moved()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("schedules/nightly", Nightly);
        var spring = (await GetAsync(lab, "schedules/nightly/next?count=3&after=2027-03-26T12:00:00Z")).GetProperty("items");
        Assert.Equal(["2027-03-27T02:30:00+01:00", "2027-03-28T03:00:00+02:00", "2027-03-29T02:30:00+02:00"], spring.EnumerateArray().Select(t => t.GetProperty("local").GetString()));
        var autumn = (await GetAsync(lab, "schedules/nightly/next?count=2&after=2027-10-30T12:00:00Z")).GetProperty("items");
        Assert.Equal(["2027-10-31T02:30:00+02:00", "2027-11-01T02:30:00+01:00"], autumn.EnumerateArray().Select(t => t.GetProperty("local").GetString()));
        await lab.PutAsync("schedules/steady", "{ runbook: drill, every: 30m }");
        Assert.Equal(500, (await GetAsync(lab, "schedules/steady/next?count=100000")).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await lab.Admin.GetAsync("schedules/steady/next?after=yesterday")).StatusCode);
    }

    [Fact]
    public async Task What_would_start_nothing_is_refused_before_anybody_relies_on_it()
    {
        await using var lab = await HookLab.StartAsync();
        foreach (var (path, text, status, word) in new[]
        {
            ("schedules/a", "{ runbook: nothing, every: 1h }", 422, "no runbook"),
            ("schedules/a", "{ runbook: drill, every: 1h, environment: moon }", 422, "no environment"),
            ("schedules/a", "{ runbook: drill, every: 1h, calendars: holidays }", 422, "no calendar"),
            ("schedules/a", "{ runbook: drill, every: 1h, alert: pager }", 422, "no channel"),
            ("schedules/a", "{ runbook: drill, every: 1h, inputs: { ap: x } }", 422, "ap"),
            ("schedules/a", "{ runbook: drill, every: 1h, inputs: { app: UPPER } }", 422, "would not start"),
            ("schedules/a", "{ runbook: drill, cron: '0 0 0 1 1 ? 2020', zone: UTC }", 422, "never due"),
            ("schedules/a", "{ runbook: drill, cron: '0 0 2 * * *', zone: UTC }", 422, "one of day of month"),
            ("schedules/a", "{ runbook: drill, cron: '0 0 2 * * ?', zone: Mars/Olympus }", 422, "time zone"),
            ("schedules/a", "{ runbook: drill, webhook: { secrets: env:A } }", 400, "webhooks"),
            ("webhooks/a", "{ runbook: drill, every: 1h }", 400, "schedules"),
            ("webhooks/a", "{ runbook: drill, webhook: { secrets: hunter2hunter2hunter2hunter2hunter2 } }", 422, "reference"),
            ("webhooks/a", "{ runbook: drill, webhook: { secrets: env:A }, inputs: { ap: \"${{ body.x }}\" } }", 422, "no input"),
            ("webhooks/a", "{ webhook: { secrets: env:A }, tickets: { connection: c, id: \"${{ secrets.x }}\", state: x } }", 422, "secrets"),
            ("schedules/a", "[", 422, "errors"), ("calendars/a", "zone: UTC", 422, "errors"), ("calendars/a", "{ zone: UTC, blackouts: [{ dates: 2026-13-01 }] }", 422, "2026-13-01"),
            ("schedules/A", "{ runbook: drill, every: 1h }", 400, "name"), ("schedules/x'%3B--", "{ runbook: drill, every: 1h }", 400, "name"), ("schedules/drill.a", "{ runbook: drill, every: 1h }", 400, "in its runbook"),
        })
        {
            var answer = await lab.Admin.PutAsync(path, new StringContent(text));
            var said = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status && said.Contains(word, StringComparison.Ordinal), $"{path} {text}\n{(int)answer.StatusCode} {said}");
        }

        Assert.Empty((await GetAsync(lab, "schedules")).GetProperty("items").EnumerateArray());
        Assert.Empty((await GetAsync(lab, "webhooks")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Whoever_may_not_start_a_run_may_not_have_it_started_and_sees_only_what_is_theirs()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("schedules/nightly", Nightly);
        var author = await lab.ClientAsync("writer", new Grant(Role.Author));
        var both = await lab.ClientAsync("both", new Grant(Role.Author), new Grant(Role.Operator, Runbooks: ["drill"]));
        var elsewhere = await lab.ClientAsync("elsewhere", new Grant(Role.Author, Runbooks: ["other-*"]), new Grant(Role.Operator, Runbooks: ["other-*"]));
        Assert.Equal(HttpStatusCode.Forbidden, (await author.PutAsync("schedules/mine", new StringContent("{ runbook: drill, every: 1h }"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await author.PutAsync("webhooks/mine", new StringContent("{ runbook: drill, webhook: { secrets: env:A } }"))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await both.PutAsync("schedules/mine", new StringContent("{ runbook: drill, every: 1h }"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync("schedules/nightly")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.DeleteAsync("schedules/nightly")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.PostAsync("schedules/nightly/pause", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await author.DeleteAsync("schedules/nightly")).StatusCode);
        Assert.Empty(JsonElement.Parse(await elsewhere.GetStringAsync("schedules")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, JsonElement.Parse(await both.GetStringAsync("schedules")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_trigger_of_a_runbook_is_paused_here_and_changed_there()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("runbooks/drill", HookLab.Runbook + "\ntriggers:\n  - { name: nightly, every: 24h }\n  - { name: hook, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET } }\n");
        Assert.Equal("drill version 2", Text(await GetAsync(lab, "schedules/drill.nightly"), "standsIn"));
        Assert.Equal(["drill.nightly"], (await GetAsync(lab, "schedules")).GetProperty("items").EnumerateArray().Select(s => Text(s, "name")));
        Assert.Equal(["drill.hook"], (await GetAsync(lab, "webhooks")).GetProperty("items").EnumerateArray().Select(s => Text(s, "name")));
        Assert.Equal(HttpStatusCode.Conflict, (await lab.Admin.DeleteAsync("schedules/drill.nightly")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await lab.Admin.DeleteAsync("webhooks/drill.hook")).StatusCode);
        var paused = JsonElement.Parse(await (await lab.Admin.PostAsync("schedules/drill.nightly/pause", null)).Content.ReadAsStringAsync());
        Assert.Equal(("ann", JsonValueKind.Null), (Text(paused.GetProperty("paused"), "by"), paused.GetProperty("next").ValueKind));
        await lab.PutAsync("runbooks/drill", HookLab.Runbook + "\ntriggers:\n  - { name: nightly, every: 12h }\n");
        Assert.Equal(JsonValueKind.Object, (await GetAsync(lab, "schedules/drill.nightly")).GetProperty("paused").ValueKind);
        await lab.Admin.PostAsync("schedules/drill.nightly/resume", null);
        Assert.NotNull(Text(await GetAsync(lab, "schedules/drill.nightly"), "next"));
        // It is not in the newest version any more.
        Assert.Equal(404, (await lab.SendAsync(lab.Signed("drill.hook", "{}"))).Status);
    }

    [Fact]
    public async Task A_calendar_is_kept_while_a_schedule_names_it()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("calendars/freeze", "zone: Europe/Berlin\nblackouts: [{ dates: 2026-12-20..2027-01-06, why: change freeze }]\n");
        await lab.PutAsync("schedules/steady", "{ runbook: drill, every: 24h, calendars: freeze }");
        var next = (await GetAsync(lab, "schedules/steady/next?count=3&after=2026-12-18T12:00:00Z")).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("at").GetDateTimeOffset().ToString("MM-dd"));
        Assert.Equal(["12-19", "01-07", "01-08"], next);
        Assert.Equal(HttpStatusCode.Conflict, (await lab.Admin.DeleteAsync("calendars/freeze")).StatusCode);
        var known = await lab.Admin.GetAsync("calendars/freeze");
        using var again = new HttpRequestMessage(HttpMethod.Get, "calendars/freeze");
        again.Headers.IfNoneMatch.Add(known.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await lab.Admin.SendAsync(again)).StatusCode);
        await lab.Admin.DeleteAsync("schedules/steady");
        Assert.Equal(HttpStatusCode.NoContent, (await lab.Admin.DeleteAsync("calendars/freeze")).StatusCode);
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        await using var lab = await HookLab.StartAsync();
        foreach (var i in Enumerable.Range(0, 7))
            await lab.PutAsync($"schedules/s{i}", "{ runbook: drill, every: 1h }");
        var (names, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await GetAsync(lab, $"schedules?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(s => Text(s, "name")!));
            cursor = Text(page, "next");
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"s{i}"), names);
    }

    [Fact]
    public async Task A_server_carries_out_what_is_due_and_tells_what_became_of_it()
    {
        // A store in memory that goes by the same clock as the server, and runs that need no array.
        var clock = new ManualClock(new DateTimeOffset(2027, 3, 28, 0, 59, 30, TimeSpan.Zero));
        await using var lab = await HookLab.StartAsync(clock, new MemoryRunStore(clock));
        await lab.PutAsync("schedules/nightly", Nightly);
        JsonElement fires = default;
        for (var i = 0; i < 3000 && (fires.ValueKind == JsonValueKind.Undefined || fires.GetProperty("items").GetArrayLength() == 0); i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            fires = await GetAsync(lab, "schedules/nightly/fires");
        }

        var fire = Assert.Single(fires.GetProperty("items").EnumerateArray());
        Assert.Equal("2027-03-28T01:00:00+00:00", Text(fire, "due"));
        for (var i = 0; i < 3000 && Text(fire, "outcome") is null; i++)
            fire = (await GetAsync(lab, "schedules/nightly/fires")).GetProperty("items")[0];
        Assert.True(Text(fire, "outcome") == "started", fire.ToString());
        var run = await GetAsync(lab, $"runs/{Text(fire, "run")}");
        Assert.Equal("schedule:nightly", Text(run.GetProperty("run"), "actor"));
    }

    private static async Task<HttpResponseMessage> PutAsync(HookLab lab, string path, string text, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(text) };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await lab.Admin.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> DeleteAsync(HookLab lab, string path, string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        request.Headers.IfMatch.Add(new EntityTagHeaderValue(version));
        return await lab.Admin.SendAsync(request);
    }

    private static async Task<JsonElement> GetAsync(HookLab lab, string path)
    {
        var answer = await lab.Admin.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;
}
