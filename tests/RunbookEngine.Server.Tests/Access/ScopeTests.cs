using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules;
using RunbookEngine.Server.Tests.Api;
using RunbookEngine.Server.Tests.Triggers;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Access;

/// <summary>A grant for a part is no grant for the whole, then and later.</summary>
public class ScopeTests
{
    private const string Triggered = "runbook: v1\nname: drill\ntriggers:\n  - { name: hook, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET }, environment: lab, mode: planned }\nsteps:\n  - { id: rest, delay: { for: 1s } }\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Grant[] Both(IReadOnlyList<string>? environments = null, IReadOnlyList<string>? modes = null, IReadOnlyList<string>? runbooks = null) =>
        [new(Role.Author, runbooks, environments, modes), new(Role.Operator, runbooks, environments, modes)];

    [Fact]
    public async Task Triggers_in_a_runbook_are_uploaded_only_by_those_who_may_start_such_runs()
    {
        await using var lab = await HookLab.StartAsync();
        var cases = new (string Who, Grant[] Grants, HttpStatusCode Status)[]
        {
            ("author", [new Grant(Role.Author)], HttpStatusCode.Forbidden),
            ("elsewhere", Both(environments: ["test"]), HttpStatusCode.Forbidden),
            ("othermode", Both(modes: ["test"]), HttpStatusCode.Forbidden),
            ("half", [new Grant(Role.Author), new Grant(Role.Operator, Environments: ["test"])], HttpStatusCode.Forbidden),
            ("here", Both(environments: ["lab"], modes: ["planned"], runbooks: ["drill"]), HttpStatusCode.OK),
        };
        foreach (var (who, grants, status) in cases)
        {
            var client = await lab.ClientAsync(who, grants);
            Assert.Equal((who, status), (who, (await client.PutAsync("runbooks/drill", new StringContent(Triggered), Stop)).StatusCode));
        }
    }

    [Theory]
    [InlineData("runbooks/drill", Triggered, "drill.hook")]
    [InlineData("webhooks/alone", "{ runbook: drill, environment: lab, mode: planned, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET } }", "alone")]
    public async Task A_trigger_ends_with_the_right_of_its_author_and_begins_again_with_that_of_another(string path, string text, string hook)
    {
        await using var lab = await HookLab.StartAsync();
        var keys = lab.Hosts[0].Services.GetRequiredService<ApiKeys>();
        var (key, shown) = await keys.CreateAsync("bob", Both(environments: ["lab"]), null, "ann", Stop);
        using var bob = new HttpClient { BaseAddress = lab.Admin.BaseAddress };
        bob.DefaultRequestHeaders.Authorization = new("Bearer", shown);
        Assert.True((await bob.PutAsync(path, new StringContent(text), Stop)).IsSuccessStatusCode);
        Assert.Equal(201, (await lab.SendAsync(lab.Signed(hook, """{ "n": 1 }"""))).Status);

        await keys.RevokeAsync(key.Id, Stop);
        var runs = await lab.RunsAsync();
        Assert.Equal(422, (await lab.SendAsync(lab.Signed(hook, """{ "n": 2 }"""))).Status);
        Assert.Equal(runs, await lab.RunsAsync());

        Assert.True((await lab.Admin.PutAsync(path, new StringContent(text), Stop)).IsSuccessStatusCode);
        Assert.Equal(201, (await lab.SendAsync(lab.Signed(hook, """{ "n": 3 }"""))).Status);
    }

    [Fact]
    public async Task What_holds_for_everything_is_not_for_those_who_have_a_part()
    {
        await using var lab = await HookLab.StartAsync();
        var parts = new (string Name, IReadOnlyList<string>? Runbooks, IReadOnlyList<string>? Environments, IReadOnlyList<string>? Modes)[]
        {
            ("runbook", ["drill"], null, null), ("place", null, ["lab"], null), ("mode", null, null, ["planned"]),
        };
        const string Intake = "{ webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET }, tickets: { connection: snow, id: \"${{ body.id }}\", state: \"${{ body.state }}\" } }";
        const string Calendar = "{ zone: Europe/Berlin, windows: [{ days: MON-FRI }] }";
        Assert.True((await lab.Admin.PutAsync("webhooks/intake", new StringContent(Intake), Stop)).IsSuccessStatusCode);
        Assert.True((await lab.Admin.PutAsync("calendars/office", new StringContent(Calendar), Stop)).IsSuccessStatusCode);
        await lab.ClientAsync("hidden", new Grant(Role.Viewer, Runbooks: ["other"]));
        foreach (var (name, runbooks, environments, modes) in parts)
        {
            Grant Of(Role role) => new(role, runbooks, environments, modes);
            var admin = await lab.ClientAsync($"{name}-admin", Of(Role.Admin));
            var approver = await lab.ClientAsync($"{name}-approver", Of(Role.Approver));
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync("records", Stop)).StatusCode);
            Assert.DoesNotContain("hidden", await admin.GetStringAsync("keys?limit=1000", Stop));
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.PutAsync("calendars/office", new StringContent(Calendar), Stop)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.PutAsync("calendars/mine", new StringContent(Calendar), Stop)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.DeleteAsync("calendars/office", Stop)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.PutAsync("webhooks/intake", new StringContent(Intake), Stop)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.PutAsync("webhooks/intake", new StringContent("{ runbook: drill, environment: lab, mode: planned, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET } }"), Stop)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync("webhooks/intake", Stop)).StatusCode);
            Assert.DoesNotContain("intake", await admin.GetStringAsync("webhooks", Stop));
            var delegation = new { to = "zoe", end = DateTimeOffset.UtcNow.AddDays(1) };
            Assert.Equal(HttpStatusCode.Forbidden, (await approver.PostAsJsonAsync("delegations", delegation, Stop)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.PostAsJsonAsync("delegations", new { delegation.to, delegation.end, from = "ben" }, Stop)).StatusCode);
            if (name != "place")
                Assert.Equal(HttpStatusCode.Forbidden, (await admin.PutAsync("environments/lab2", new StringContent("environment: v1\nname: lab2\narrays: {}\n"), Stop)).StatusCode);
        }

        var whole = await lab.ClientAsync("ben", new Grant(Role.Approver));
        Assert.Equal(HttpStatusCode.Created, (await whole.PostAsJsonAsync("delegations", new { to = "zoe", end = DateTimeOffset.UtcNow.AddDays(1) }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await whole.PostAsJsonAsync("delegations", new { from = "chen", to = "zoe", end = DateTimeOffset.UtcNow.AddDays(1) }, Stop)).StatusCode);
    }

    [Fact]
    public async Task A_call_finds_only_runbooks_that_the_caller_sees()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("runbooks/secret", "runbook: v1\nname: secret\ninputs:\n  vault: { type: string }\nsteps:\n  - { id: rest, delay: { for: 1s } }\n");
        const string Open = "runbook: v1\nname: open\nsteps:\n  - { id: ask, call: { runbook: secret.yaml, inputs: { vault: x } } }\n";
        await lab.PutAsync("runbooks/open", Open);
        var part = await lab.ClientAsync("part", new Grant(Role.Operator, Runbooks: ["open"]), new Grant(Role.Author, Runbooks: ["open"]));
        var order = new { runbook = "open", environment = "lab" };

        foreach (var body in new object[] { new { text = Open }, order })
        {
            var said = await (await part.PostAsJsonAsync("validate", body, Stop)).Content.ReadAsStringAsync(Stop);
            Assert.False(JsonElement.Parse(said).GetProperty("valid").GetBoolean());
            Assert.Contains("no runbook 'secret' was uploaded", said);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await part.PutAsync("runbooks/open", new StringContent(Open + "# more\n"), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await part.PostAsJsonAsync("plans", order, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await part.PostAsJsonAsync("runs", order, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await part.PutAsync("schedules/night", new StringContent("{ runbook: open, every: 1h }"), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await lab.Admin.PostAsJsonAsync("runs", order, Stop)).StatusCode);
    }

    [Fact]
    public async Task A_key_of_another_order_is_refused_and_no_separator_confuses_two_callers()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("runbooks/drill", HookLab.Runbook + "# two\n");
        async Task<HttpStatusCode> SendAsync(HttpClient client, string key, object order)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "runs") { Content = JsonContent.Create(order), Headers = { { "Idempotency-Key", key } } };
            return (await client.SendAsync(request, Stop)).StatusCode;
        }

        var orders = new object[]
        {
            new { runbook = "drill", environment = "lab" },
            new { runbook = "drill", environment = "lab", inputs = new { app = "erp" } },
            new { runbook = "drill", environment = "lab", inputs = new { app = "billing" } },
            new { runbook = "drill", environment = "lab", version = 1 },
            new { runbook = "drill", environment = "lab", version = 2 },
            new { runbook = "drill", environment = "lab", mode = "planned" },
            new { runbook = "drill", environment = "lab", ticket = "CHG1" },
            new { runbook = "drill", environment = "lab", fingerprint = new string('0', 64) },
        };
        for (var first = 0; first < orders.Length - 1; first++)
        {
            Assert.Equal(HttpStatusCode.Created, await SendAsync(lab.Admin, $"k{first}", orders[first]));
            for (var second = 0; second < orders.Length; second++)
                Assert.Equal((first, second, second == first ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity), (first, second, await SendAsync(lab.Admin, $"k{first}", orders[second])));
        }

        var (a, b) = (await lab.ClientAsync("a", new Grant(Role.Operator)), await lab.ClientAsync("a.b", new Grant(Role.Operator)));
        Assert.Equal(HttpStatusCode.Created, await SendAsync(a, "b:c", orders[0]));
        Assert.Equal(HttpStatusCode.Created, await SendAsync(b, "c", orders[0]));
    }
}
