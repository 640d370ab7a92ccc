using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Tests.Api;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Access;

/// <summary>Who can reach each effect: every role in every scope, for runs of their own and of others, at every endpoint that writes. What the server does is compared with
/// the rules as they are written here, and these with the table "What a grant has to cover" in docs/api.md.</summary>
public partial class RoleScopeModelTests
{
    private const string Runbook = "mine";
    private const string Mode = "planned";
    private const string Lock = "900000040014/erp-ur-01";

    private static readonly string[][] Roles =
        [["viewer"], ["operator"], ["approver"], ["author"], ["emergency"], ["admin"], ["author", "operator"], ["operator", "approver"]];

    private static readonly (string Name, string? Runbooks, string? Environments, string? Modes)[] Scopes =
    [
        ("everything", null, null, null), ("star", "*", "*", "*"), ("runbook", Runbook, null, null), ("pattern", "mi*", null, null), ("otherrunbook", "other", null, null),
        ("environment", null, "lab", null), ("otherenvironment", null, "far", null), ("mode", null, null, Mode), ("othermode", null, null, "test"), ("nomode", null, null, "none"),
        ("exact", Runbook, "lab", Mode), ("nearly", Runbook, "lab", "test"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The rules: what each endpoint needs, and for what. Written by hand.</summary>
    private static Door[] Doors(string run) =>
    [
        new("PUT /api/v1/calendars/{name}", "author", "everything", "calendars/office", "{ zone: Europe/Berlin, windows: [{ days: SAT }] }"),
        new("DELETE /api/v1/calendars/{name}", "author", "everything", "calendars/office"),
        new("POST /api/v1/delegations", "approve", "everything", "delegations", """{ "to": "zoe", "end": "2001-01-01T00:00:00Z" }"""),
        new("DELETE /api/v1/delegations/{id}", "administer", "everything", "delegations/of-someone"),
        new("PUT /api/v1/environments/{name}", "administer", "the environment, every runbook and mode", "environments/lab", "environment: v1\nname: lab\narrays: { t: { endpoint: \"https://127.0.0.1:1\", storageDeviceId: \"900000040014\", credentials: \"env:NONE\" } }\n"),
        new("DELETE /api/v1/environments/{name}", "administer", "the environment, every runbook and mode", "environments/lab"),
        new("POST /api/v1/environments/{name}/check", "operate", "the environment", "environments/lab/check", "{}"),
        new("POST /api/v1/keys", "administer", "all that the key is given for", "keys", $$"""{ "name": "made", "grants": [{ "role": "viewer", "runbooks": ["{{Runbook}}"], "environments": ["lab"], "modes": ["{{Mode}}"] }] }"""),
        new("DELETE /api/v1/keys/{id}", "administer", "all that the key is given for", "keys/KEY"),
        new("POST /api/v1/locks/break", "administer", "the run", "locks/break", $$"""{ "lock": "{{Lock}}", "reason": "gone" }"""),
        new("POST /api/v1/plans", "operate", "the order", "plans", $$"""{ "runbook": "{{Runbook}}", "environment": "lab", "mode": "{{Mode}}", "inputs": { "no": "such" } }"""),
        new("PUT /api/v1/runbooks/{name}", "author", "the runbook; author and operate for its triggers", $"runbooks/{Runbook}", $"runbook: v1\nname: {Runbook}\nsteps:\n  - {{ id: rest, delay: {{ for: 1s }} }}\n"),
        new("PUT /api/v1/runbooks/{name}", "author and operate", "the trigger", $"runbooks/{Runbook}", $"runbook: v1\nname: {Runbook}\ntriggers:\n  - {{ name: t, every: 1h, environment: lab, mode: {Mode} }}\nsteps:\n  - {{ id: rest, delay: {{ for: 1s }} }}\n", Listed: false),
        new("POST /api/v1/runs", "operate", "the order", "runs", $$"""{ "runbook": "{{Runbook}}", "environment": "lab", "mode": "{{Mode}}", "inputs": { "no": "such" } }"""),
        new("POST /api/v1/runs/{id}/cancel", "operate", "the run", $"runs/{run}/cancel", "{}"),
        new("POST /api/v1/runs/{id}/legal-hold", "administer", "the run", $"runs/{run}/legal-hold", """{ "held": true, "reason": "audit" }"""),
        new("POST /api/v1/runs/{id}/notes", "operate", "the run", $"runs/{run}/notes", """{ "text": "seen" }"""),
        new("POST /api/v1/runs/{id}/resume", "operate", "the run", $"runs/{run}/resume", """{ "skip": ["go"], "reason": "late" }"""),
        new("POST /api/v1/runs/{id}/rollback", "operate", "the run", $"runs/{run}/rollback", "{}"),
        new("POST /api/v1/runs/{id}/steps/{step}/answer", "operate", "the run", $"runs/{run}/steps/go/answer", """{ "text": "yes" }"""),
        new("POST /api/v1/runs/{id}/steps/{step}/approval", "approve", "the run, not one's own", $"runs/{run}/steps/go/approval", """{ "granted": true }"""),
        new("POST /api/v1/runs/{id}/steps/{step}/break-glass", "breakglass", "the run, two people", $"runs/{run}/steps/go/break-glass", """{ "reason": "fire" }"""),
        new("PUT /api/v1/schedules/{name}", "author and operate", "the trigger", "schedules/night", $"{{ runbook: {Runbook}, environment: lab, mode: {Mode}, every: 2h }}"),
        new("DELETE /api/v1/schedules/{name}", "author and operate", "the trigger", "schedules/night"),
        new("POST /api/v1/schedules/{name}/pause", "operate", "the trigger", "schedules/night/pause", "{}"),
        new("POST /api/v1/schedules/{name}/resume", "operate", "the trigger", "schedules/night/resume", "{}"),
        new("POST /api/v1/validate", "view", "anything", "validate", "{}"),
        new("PUT /api/v1/webhooks/{name}", "author and operate", "the trigger; everything for ticket events", "webhooks/build", $"{{ runbook: {Runbook}, environment: lab, mode: {Mode}, webhook: {{ secrets: env:NONE }} }}"),
        new("PUT /api/v1/webhooks/{name}", "author and operate", "everything", "webhooks/intake", "{ webhook: { secrets: env:NONE }, tickets: { connection: snow, id: \"${{ body.id }}\", state: \"${{ body.state }}\" } }", Listed: false),
        new("DELETE /api/v1/webhooks/{name}", "author and operate", "the trigger; everything for ticket events", "webhooks/build"),
        new("DELETE /api/v1/webhooks/{name}", "author and operate", "everything", "webhooks/intake", Listed: false),
    ];

    [Fact]
    public async Task Every_role_in_every_scope_reaches_what_the_rules_say_and_nothing_else()
    {
        await using var lab = await ServerLab.StartAsync(Unlimited);
        var callers = (from roles in Roles from scope in Scopes from own in new[] { false, true } select new Caller(roles, scope.Name, own)).ToList();
        var run = await PrepareAsync(lab, callers);
        var (wrong, tried) = await TryAsync(lab, callers, run);

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {tried}:\n{string.Join("\n", wrong.Take(40))}");
        Assert.True(tried >= 3000, $"{tried} combinations");
        var state = (await lab.Store.LoadAsync(run, Stop))!;
        Assert.Equal(StepStatus.Waiting, state.Step(StepKey.Parse("go"))!.Status);
        Assert.DoesNotContain(state.Step(StepKey.Parse("go"))!.Approvals, a => a.Actor.EndsWith("-own", StringComparison.Ordinal));
    }

    /// <summary>Locks that are taken off on purpose: the comparison has to see each of them, or it sees nothing.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_found(string fault)
    {
        await using var lab = await ServerLab.StartAsync(Unlimited, more: services => services.AddSingleton<IAccess>(Planted[fault]));
        string[] few = ["everything", "otherrunbook", "otherenvironment", "othermode", "exact"];
        var callers = (from roles in Roles.Where(r => r is not ["viewer"]) from scope in few from own in new[] { false, true } select new Caller(roles, scope, own)).ToList();
        var run = await PrepareAsync(lab, callers);

        Assert.NotEmpty((await TryAsync(lab, callers, run)).Wrong);
    }

    private const string Unlimited = "limits: { anonymousPerMinute: 1000000, requestsPerMinute: 1000000 }";

    private static readonly Dictionary<string, Faulty> Planted = new()
    {
        ["the mode is not looked at"] = new((ask, p, r, e, m) => ask(p, r, e, null)),
        ["the environment is not looked at"] = new((ask, p, r, e, m) => ask(p, r, null, m)),
        ["the runbook is not looked at"] = new((ask, p, r, e, m) => ask(p, null, e, m)),
        ["everything is read as something"] = new(null, AllIsSome: true),
        ["whoever operates approves"] = new((ask, p, r, e, m) => ask(p, r, e, m) || (p == Permission.Approve && ask(Permission.Operate, r, e, m))),
        ["whoever authors operates"] = new((ask, p, r, e, m) => ask(p, r, e, m) || (p == Permission.Operate && ask(Permission.Author, r, e, m))),
        ["whoever approves breaks the glass"] = new((ask, p, r, e, m) => ask(p, r, e, m) || (p == Permission.BreakGlass && ask(Permission.Approve, r, e, m))),
        ["whoever sees administers"] = new((ask, p, r, e, m) => ask(p, r, e, m) || (p == Permission.Administer && ask(Permission.View, r, e, m))),
        ["a run of one's own is nobody's"] = new(null, Renames: true),
    };

    public static TheoryData<string> Faults => [.. Planted.Keys];

    private static async Task<(List<string> Wrong, int Tried)> TryAsync(ServerLab lab, List<Caller> callers, RunId run)
    {
        var keys = lab.Host.Services.GetRequiredService<ApiKeys>();
        var (victim, _) = await keys.CreateAsync("victim", [new Grant(Role.Viewer, [Runbook], ["lab"], [Mode])], null, "lab", Stop);
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var caller in callers)
        {
            var scope = Scopes.Single(s => s.Name == caller.Scope);
            var client = await lab.ClientAsync(caller.Name, [.. caller.Roles.Select(r => new Grant(Enum.Parse<Role>(r, ignoreCase: true), List(scope.Runbooks), List(scope.Environments), List(scope.Modes)))]);
            foreach (var door in Doors(run.ToString()))
            {
                using var request = new HttpRequestMessage(new HttpMethod(door.Endpoint.Split(' ')[0]), door.Path.Replace("KEY", victim.Id, StringComparison.Ordinal));
                if (door.Body is { } body)
                    request.Content = new StringContent(body, Encoding.UTF8, body.StartsWith("{ \"", StringComparison.Ordinal) || body == "{}" ? "application/json" : "application/yaml");
                // Past the guard, and without an effect: nothing has this version.
                if (!door.Endpoint.EndsWith("/approval", StringComparison.Ordinal) && IsConditional(lab, door.Endpoint))
                    request.Headers.TryAddWithoutValidation("If-Match", "\"999999\"");
                if (door.Endpoint.StartsWith("DELETE /api/v1/delegations", StringComparison.Ordinal))
                    await DelegateAsync(lab);
                using var answer = await client.SendAsync(request, Stop);
                tried++;
                var (expected, got) = (Expected(door, caller), Got(door, answer.StatusCode));
                if (expected != got)
                    wrong.Add($"{caller.Name}: {door.Endpoint} ({door.Path}): {got} ({(int)answer.StatusCode}), the rules say {expected}");
            }
        }

        return (wrong, tried);
    }

    [Fact]
    public async Task Every_endpoint_that_writes_is_in_the_rules_and_in_the_documented_table_with_the_same_words()
    {
        await using var lab = await ServerLab.StartAsync();
        var rules = Doors("RUN").Where(d => d.Listed).ToDictionary(d => d.Endpoint, d => $"{d.Needs} | {d.For}");
        var served = lab.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => $"{m} /{e.RoutePattern.RawText!.Trim('/')}"))
            .Where(e => !e.StartsWith("GET ", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).ToList();
        var documented = Row().Matches(File.ReadAllText(Repository.File("docs/api.md"))).ToDictionary(m => m.Groups[1].Value, m => $"{m.Groups[2].Value.Trim()} | {m.Groups[3].Value.Trim()}");

        Assert.Equal(served, rules.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(rules.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"| `{r.Key}` | {r.Value} |"), documented.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"| `{r.Key}` | {r.Value} |"));
    }

    /// <summary>The model: nothing of the server's code is asked.</summary>
    private static string Expected(Door door, Caller caller)
    {
        var scope = Scopes.Single(s => s.Name == caller.Scope);
        var (runbook, environment, mode) = (scope.Runbooks is null or "*" or Runbook or "mi*", scope.Environments is null or "*" or "lab", scope.Modes is null or "*" or Mode);
        bool All(string? list) => list is null or "*";
        var covers = door.For switch
        {
            "everything" => All(scope.Runbooks) && All(scope.Environments) && All(scope.Modes),
            "the environment, every runbook and mode" => All(scope.Runbooks) && environment && All(scope.Modes),
            "the environment" => environment,
            // A pattern is covered by itself, or by no bounds at all.
            "all that the key is given for" => scope.Runbooks is null or Runbook && scope.Environments is null or "lab" && scope.Modes is null or Mode,
            "the runbook; author and operate for its triggers" => runbook,
            "anything" => true,
            _ => runbook && environment && mode,
        };
        var may = door.Needs.Split(" and ").All(needed => caller.Roles.Any(role => Permits(role, needed)));
        return !may || !covers ? "kept out" : caller.Own && door.For == "the run, not one's own" ? "refused" : "let in";
    }

    private static bool Permits(string role, string needed) => role == "admin" || needed == "view" || (role, needed) is ("operator", "operate") or ("approver", "approve") or ("author", "author") or ("emergency", "breakglass");

    private static string Got(Door door, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => "kept out",
        // Elsewhere a conflict is what the thing itself says, to somebody who got as far as that.
        HttpStatusCode.Conflict when door.Needs == "approve" => "refused",
        _ => "let in",
    };

    private static bool IsConditional(ServerLab lab, string endpoint) => lab.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Any(e => e.Metadata.GetMetadata<Server.Api.KeepsConditions>() is not null && $"/{e.RoutePattern.RawText!.Trim('/')}" == endpoint.Split(' ')[1]
            && e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains(endpoint.Split(' ')[0]));

    private static string[]? List(string? name) => name is null ? null : [name];

    /// <summary>A run that waits for more approvals than there will be, behind which stands every caller of a run of their own; a lock; and a text under every name.</summary>
    private static async Task<RunId> PrepareAsync(ServerLab lab, List<Caller> callers)
    {
        var environments = lab.Host.Services.GetRequiredService<EnvironmentLibrary>();
        await environments.PutAsync("lab", $$"""
            environment: v1
            name: lab
            arrays: { tokyo: { endpoint: "http://127.0.0.1:1", storageDeviceId: "900000040014", credentials: "env:NONE" } }
            approvers: { all: [{{string.Join(", ", callers.Select(c => c.Name))}}] }
            """, null, "lab", Stop);
        var admin = await lab.ClientAsync("preparer", Role.Admin);
        async Task PutAsync(string path, string text) => Assert.True((await admin.PutAsync(path, new StringContent(text), Stop)).IsSuccessStatusCode, path);
        await PutAsync($"runbooks/{Runbook}", $"runbook: v1\nname: {Runbook}\nsteps:\n  - id: go\n    approve: {{ by: all, min: {Math.Min(60, callers.Count(c => !c.Own))}, message: Go? }}\n");
        await PutAsync("calendars/office", "{ zone: Europe/Berlin, windows: [{ days: MON-FRI }] }");
        foreach (var door in Doors("").Where(d => d.Endpoint.StartsWith("PUT /api/v1/schedules", StringComparison.Ordinal) || d.Endpoint.StartsWith("PUT /api/v1/webhooks", StringComparison.Ordinal)))
            await PutAsync(door.Path, door.Body!);
        var order = new RunOrder(Runbook, "lab", "olga", new Dictionary<string, string>(), Mode: Mode, Requesters: [.. callers.Where(c => c.Own).Select(c => c.Name)]);
        var run = Assert.IsType<OrderResult.Started>(await lab.Host.Services.GetRequiredService<IRunStarter>().StartAsync(order, Stop)).Run;
        await ServerLab.WaitAsync(admin, run.ToString(), "awaiting-approval");

        var locked = RunId.New(TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        await lab.Store.TakeLeaseAsync(locked, new Lease("elsewhere", "another-host", 1, now, now.AddDays(1)), now, Stop);
        var started = new RunStarted(new Plan { Runbook = Runbook, Mode = Mode, Environment = new PlanEnvironment("lab", Plan.EmptyObject) }, "olga", "elsewhere");
        var entry = EventJson.Write(locked, 1, HashChain.Origin, now, started);
        Assert.Null(await lab.Store.StartAsync(RunFold.Apply(null, entry, started).Summary, [entry], [new LockName(Lock.Split('/')[0], Lock.Split('/')[1])], Stop));
        return run;
    }

    private static async Task DelegateAsync(ServerLab lab)
    {
        var now = TimeProvider.System.GetUtcNow();
        var delegations = new Delegations(lab.Store, TimeProvider.System);
        if (await delegations.FindAsync("of-someone", Stop) is null)
            await delegations.AddAsync(new Delegation("of-someone", "someone", "else", now, now.AddDays(1), "lab"), Stop);
    }

    [GeneratedRegex(@"^\| `((?:PUT|POST|DELETE|PATCH) [^`]+)` \| ([a-z][a-z ]*) \| ([^|-][^|]*) \|\s*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>Answers as the server does, but for one mistake.</summary>
    private sealed record Faulty(Func<Func<Permission, string?, string?, string?, bool>, Permission, string?, string?, string?, bool>? Asks, bool AllIsSome = false, bool Renames = false) : IAccess
    {
        private readonly ServerAccess _real = new();

        // Another approver, who does not get as far as deciding.
        public string Actor(ClaimsPrincipal user) => Renames && _real.Actor(user).EndsWith("-own", StringComparison.Ordinal) ? "approver-otherrunbook" : _real.Actor(user);

        public Identification? KnownBy(ClaimsPrincipal user) => _real.KnownBy(user);

        public string? Identity(ClaimsPrincipal user) => _real.Identity(user);

        public bool May(ClaimsPrincipal user, Permission permission, string? runbook = null, string? environment = null, string? mode = null) =>
            Asks is null ? _real.May(user, permission, runbook, environment, mode) : Asks((p, r, e, m) => _real.May(user, p, r, e, m), permission, runbook, environment, mode);

        public bool MayAll(ClaimsPrincipal user, Permission permission, string? runbook = null, string? environment = null, string? mode = null) =>
            AllIsSome ? _real.May(user, permission, runbook, environment, mode) : _real.MayAll(user, permission, runbook, environment, mode);
    }

    /// <param name="Needs">Permissions, all of them.</param>
    /// <param name="For">What they must be given for.</param>
    /// <param name="Listed">False for a second case of one endpoint.</param>
    private sealed record Door(string Endpoint, string Needs, string For, string Path, string? Body = null, bool Listed = true);

    private sealed record Caller(string[] Roles, string Scope, bool Own)
    {
        public string Name => $"{string.Join('.', Roles)}-{Scope}{(Own ? "-own" : "")}";
    }
}
