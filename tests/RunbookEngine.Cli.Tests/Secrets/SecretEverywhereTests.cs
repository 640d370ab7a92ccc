using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Secrets;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Cli.Tests.Secrets;

/// <summary>Each activity that is shipped, with a secret in every spelling in what it is given and what it is answered, however it ends: nothing of it is journalled or shown.</summary>
public sealed class SecretEverywhereTests
{
    private const string Secret = "Zq9+xK/pass=w\u00f6rd&42\"\\x";

    /// <summary>Stands in the plan where an expression brings the secret in.</summary>
    private const string Place = "\u00a7";

    private static readonly Dictionary<string, Func<string, string>> Spellings = new()
    {
        ["as it is"] = s => s,
        ["JSON"] = s => JsonSerializer.Serialize(s)[1..^1],
        ["URL"] = Uri.EscapeDataString,
        ["Base64"] = s => Convert.ToBase64String(Encoding.UTF8.GetBytes(s)),
        ["Base64 one byte off"] = s => Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + s)),
        ["user:secret in Base64"] = s => Convert.ToBase64String(Encoding.UTF8.GetBytes("svc-user:" + s)),
        ["Base64 of addresses"] = s => Convert.ToBase64String(Encoding.UTF8.GetBytes(s)).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["hexadecimal"] = s => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(s)),
        ["HTML"] = System.Text.Encodings.Web.HtmlEncoder.Default.Encode,
    };

    private static readonly Dictionary<string, (string Verb, object With, string Service)> Cases = new()
    {
        ["command, success"] = ("command", new { run = new[] { "printf", "%s", Place } }, "fine"),
        ["command, success, by input and variable"] = ("command", new { run = new[] { "sh", "-c", "cat; printf '%s' \"$TOKEN\" >&2" }, stdin = Place, env = new { TOKEN = Place } }, "fine"),
        ["command, failure"] = ("command", new { run = new[] { "sh", "-c", "printf '%s' \"$0\" >&2; exit 3", Place } }, "fine"),
        ["command, lost answer"] = ("command", new { run = new[] { "sh", "-c", "printf '%s' \"$0\" >&2; kill -9 $$", Place }, onUnknown = "hold" }, "fine"),
        ["command, cannot start"] = ("command", new { run = new[] { "/nonexistent-" + Place } }, "fine"),
        ["command, wrong folder"] = ("command", new { run = new[] { "true" }, cwd = "/nonexistent-" + Place }, "fine"),
        ["http, success"] = ("http", new { url = "https://web.example/?t=" + Place, method = "POST", body = new { token = Place } }, "fine"),
        ["http, failure"] = ("http", new { url = "https://web.example/?t=" + Place, method = "POST", body = new { token = Place } }, "fails"),
        ["http, lost answer"] = ("http", new { url = "https://web.example/?t=" + Place, method = "POST", onUnknown = "hold" }, "lost"),
        ["http, lost answer, that fails"] = ("http", new { url = "https://web.example/?t=" + Place, method = "POST", onUnknown = "fail" }, "lost"),
        ["http, cannot start"] = ("http", new { url = "https://web.example/?t=" + Place, method = "POST" }, "unreachable"),
        ["http, no address"] = ("http", new { url = Place }, "fine"),
        ["notify, failure"] = ("notify", new { to = new[] { "chat" }, message = Place, fatal = true }, "fails"),
        ["notify, lost answer"] = ("notify", new { to = new[] { "chat" }, message = Place, fatal = true }, "lost"),
        ["notify, cannot start"] = ("notify", new { to = new[] { "chat" }, message = Place, fatal = true }, "unreachable"),
        ["approve"] = ("approve", new { by = new[] { "akiko" }, message = Place }, "fine"),
        ["manual"] = ("manual", new { question = Place }, "fine"),
        ["ticket.require, failure"] = ("ticket.require", new { file = "/nonexistent-" + Place, hold = false }, "fine"),
        ["ticket.update, failure"] = ("ticket.update", new { file = "/nonexistent-" + Place, note = Place }, "fine"),
        ["pair.split, failure"] = ("pair.split", new { on = "tc" }, "array says it"),
        ["pair.assert, failure"] = ("pair.assert", new { on = "tc", status = "PAIR" }, "array says it"),
        ["pair.wait, failure"] = ("pair.wait", new { on = "tc", status = "PAIR" }, "array says it"),
        ["checkpoint, failure"] = ("checkpoint", new { name = "before" }, "array says it"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_activity_brings_a_secret_into_the_journal_however_it_ends(string name)
    {
        KnownSecrets.Add("env:SECRET_EVERYWHERE_TEST", Secret, "svc-user");
        Environment.SetEnvironmentVariable("SECRETLAB_USER", "maintenance");
        Environment.SetEnvironmentVariable("SECRETLAB_PASSWORD", "another-password-of-the-array");
        var masked = false;
        foreach (var (spelling, write) in Spellings)
        {
            var text = write(Secret);
            var (store, shown) = (new MemoryRunStore(TimeProvider.System), new Shown());
            using var web = new WebClients(_ => new Service(Cases[name].Service, text));
            await using var connections = new ArrayConnections(TimeProvider.System, _ => new Service(Cases[name].Service, text));
            await using var engine = new RunEngine(
                store, new ActivityCatalog(connections, web, new TicketSystems(TimeProvider.System)), new Bringing(text), TimeProvider.System,
                EngineIdentity.OfThisProcess() with { Host = Guid.NewGuid().ToString() }, new EngineOptions { NewsInterval = TimeSpan.FromMilliseconds(5) });
            var run = Assert.IsType<StartResult.Started>(await engine.StartAsync(PlanOf(Cases[name].Verb, Cases[name].With), new StartRequest("olga"), TestContext.Current.CancellationToken)).Run;

            await engine.DriveAsync(run, "olga", shown, TestContext.Current.CancellationToken);

            var entries = await store.ReadAsync(run, 0, TestContext.Current.CancellationToken);
            var told = entries.SelectMany(e => Texts(JsonNode.Parse(e.Payload)).Append(e.Payload)).Concat(shown.Lines).ToList();
            foreach (var line in told)
                Assert.False(line.Contains(text, StringComparison.Ordinal) || line.Contains(Secret, StringComparison.Ordinal), $"{name}, {spelling}: {line}");
            masked |= told.Any(l => l.Contains(SecretMask.Stars, StringComparison.Ordinal));
        }

        // It was there to be masked; what has no address, a channel and an array are told of in words of our own.
        Assert.True(masked || name == "http, no address" || Cases[name].Verb is "notify" or "checkpoint" || Cases[name].Verb.StartsWith("pair.", StringComparison.Ordinal), $"{name}: nothing was masked");
    }

    private static Plan PlanOf(string verb, object with)
    {
        var step = ScriptedStep.Describe(verb, with) with { Timeout = TimeSpan.FromMinutes(1), Rollback = RollbackPlan.Auto };
        return new Plan
        {
            Runbook = "secrets",
            Steps = [step],
            Environment = new PlanEnvironment("lab", JsonElement.Parse("""
                {
                  "arrays": { "tokyo": { "endpoint": "https://tokyo.example", "storageDeviceId": "900000040014", "credentials": "env:SECRETLAB" } },
                  "notify": { "chat": { "webhook": "https://chat.example/a" } }, "approvers": { "dr": ["akiko"] }, "limits": { "goneAfter": "1s", "pollInterval": "1s" }
                }
                """)),
            Targets = [new PlanTarget { Name = "tc", Technology = "shadow-image", Array = "tokyo", Patterns = ["tc"], CopyGroups = [new PlanCopyGroup("tc", "tcP_", "tcS_")] }],
        };
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Texts(p.Value).Prepend(p.Key)),
        JsonArray list => list.SelectMany(Texts),
        { } value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };

    /// <summary>Brings the text in where the plan has its place.</summary>
    private sealed class Bringing(string text) : IExpressions
    {
        public bool Condition(string expression, ExpressionScope scope) => bool.Parse(expression);

        public IReadOnlyList<Iteration> Items(JsonElement items, ExpressionScope scope) => [];

        public ResolvedArguments Resolve(JsonElement value, ExpressionScope scope)
        {
            var node = JsonNode.Parse(value.GetRawText());
            return new ResolvedArguments(JsonSerializer.SerializeToElement(Filled(node)), []);
        }

        private JsonNode? Filled(JsonNode? node) => node switch
        {
            JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Filled(p.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Filled)]),
            { } leaf when leaf.GetValueKind() == JsonValueKind.String => JsonValue.Create(leaf.GetValue<string>().Replace(Place, text, StringComparison.Ordinal)),
            _ => node?.DeepClone(),
        };
    }

    /// <summary>A web service or an array that says what it knows.</summary>
    private sealed class Service(string how, string text) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            return how switch
            {
                "lost" => throw new HttpRequestException(HttpRequestError.ResponseEnded, $"the answer to {request.RequestUri} {text} was lost", new IOException(text)),
                "unreachable" => throw new HttpRequestException(HttpRequestError.ConnectionError, $"{request.RequestUri} {text} refused"),
                "array says it" => Answer(HttpStatusCode.Forbidden, JsonSerializer.Serialize(new { errorSource = $"/x/{text}", messageId = "KART40046-E", message = $"no {text}", cause = text, solution = $"look for {text}" })),
                "fails" => Answer(HttpStatusCode.InternalServerError, $"{request.RequestUri} {sent} {text}"),
                _ => Answer(HttpStatusCode.OK, JsonSerializer.Serialize(new { url = $"{request.RequestUri}", sent, said = text })),
            };
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }

    private sealed class Shown : IRunObserver
    {
        public ConcurrentBag<string> Lines { get; } = [];

        public void Happened(JournalEntry entry, RunEvent e, RunState state) => Lines.Add(entry.Payload);

        public void Progressed(RunId run, StepKey step, StepProgress progress) => Lines.Add(progress.Text);
    }
}
