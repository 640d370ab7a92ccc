using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Tests.Api;
using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Hosting;

/// <summary>Mutated requests to every endpoint: none is answered with 500, and none takes long.</summary>
/// <remarks>The long form: <c>RUNBOOK_FUZZ=100000</c>, perhaps with <c>RUNBOOK_FUZZ_SEED</c>; then no request may take over a second.</remarks>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Few = 1500;

    private static readonly string[] Queries = ["limit", "cursor", "after", "format", "runbook", "outcome", "environment", "mode", "actor", "ticket", "since", "force", "dryRun", "x"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_mutated_request_is_answered_with_500()
    {
        var asked = Environment.GetEnvironmentVariable("RUNBOOK_FUZZ");
        var count = int.TryParse(asked, CultureInfo.InvariantCulture, out var many) ? many : Few;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("RUNBOOK_FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given : asked is null ? 20311 : Random.Shared.Next();
        output.WriteLine($"seed {seed}, {count} requests");
        await using var lab = await ServerLab.StartAsync("limits: { requestsPerMinute: 1000000, anonymousPerMinute: 1000000, connections: 10000 }", arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await ServerLab.UploadAsync(admin, "runbooks/ur-split-backup-resync.yaml");
        await ServerLab.UploadAsync(admin, "runbooks/planned-failover.yaml");
        var run = await ServerLab.StartAsync(admin, new { runbook = "ur-split-backup-resync", environment = ServerLab.Environment });
        var callers = new List<HttpClient> { admin, lab.Stranger() };
        foreach (var role in Enum.GetValues<Role>())
            callers.Add(await lab.ClientAsync($"p-{role}", role));
        var fuzz = new Mutations(new Random(seed), run, await ExamplesAsync(admin, lab.Address));
        var endpoints = lab.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => (Method: m, Pattern: e.RoutePattern.RawText!))).Distinct().ToList();
        Assert.True(endpoints.Count > 40, $"{endpoints.Count} endpoints");
        var (slowest, what, answers) = (TimeSpan.Zero, "", new SortedDictionary<int, int>());
        for (var i = 0; i < count; i++)
        {
            var (method, pattern) = endpoints[i < endpoints.Count ? i : fuzz.Random.Next(endpoints.Count)];
            using var request = fuzz.Request(method, pattern, lab.Address);
            var caller = fuzz.Random.Next(3) > 0 ? admin : callers[fuzz.Random.Next(callers.Count)];
            var took = Stopwatch.StartNew();
            int status;
            try
            {
                using var answer = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
                status = (int)answer.StatusCode;
                if (status == 500)
                    Assert.Fail($"seed {seed}, request {i}: {method} {request.RequestUri!.PathAndQuery} {fuzz.LastBody}: {await answer.Content.ReadAsStringAsync(Stop)}\n{lab.Log.Text.Split('\n').LastOrDefault(l => l.Contains("6003", StringComparison.Ordinal))}");
            }
            catch (HttpRequestException e)
            {
                // The listener ends a connection whose request is none, without an answer.
                Assert.True(e.InnerException is IOException or null, $"seed {seed}, request {i}: {e}");
                status = 0;
            }

            answers[status] = answers.GetValueOrDefault(status) + 1;
            if (took.Elapsed > slowest)
                (slowest, what) = (took.Elapsed, $"request {i}: {method} {request.RequestUri!.PathAndQuery} {fuzz.LastBody}");
        }

        output.WriteLine($"answers: {string.Join(", ", answers.Select(a => $"{a.Key}: {a.Value}"))}; slowest {slowest.TotalMilliseconds:0} ms, {what}");
        Assert.True(slowest < TimeSpan.FromSeconds(asked is null ? 20 : 1), $"seed {seed}: {slowest} for {what}");
        Assert.True(answers.Keys.Count(k => k is >= 200 and < 500) >= 5, $"only {string.Join(", ", answers.Keys)}");
    }

    /// <summary>The examples of the server's own description, by method and path.</summary>
    private static async Task<Dictionary<string, JsonNode>> ExamplesAsync(HttpClient admin, Uri address)
    {
        var document = JsonNode.Parse(await admin.GetStringAsync(new Uri(address, "/openapi/v1.json"), Stop))!;
        var examples = new Dictionary<string, JsonNode>();
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, description) in methods!.AsObject())
            {
                if (description?["requestBody"]?["content"]?["application/json"]?["example"] is { } example)
                    examples[$"{method.ToUpperInvariant()} {path}"] = example.DeepClone();
            }
        }

        return examples;
    }

    private sealed class Mutations(Random random, string run, Dictionary<string, JsonNode> examples)
    {
        private static readonly string[] Names =
        [
            "ur-split-backup-resync", "planned-failover", "lab", "latest", "a", "", "..", "%2e%2e", "%2F", "%00", "%C3%28", "%ED%A0%80", "%F0%9F%98%80", "a%0d%0ab", "'", "\"", "{id}", "*", "[a", "\\",
            "null", "-1", "0", "99999999999999999999", "2031-02-03", "split", "split%5Berp-ur-01%5D", "%E2%80%AE", "~", ";", "a;b=c", "%25", "%", "01a20131-e146-7140-892a-ffd12cef7fff",
        ];

        private static readonly string[] Values =
        [
            "", "1", "-1", "0", "1001", "2147483648", "99999999999999999999999", "1e400", "NaN", "true", "null", "html", "json", "2031-02-03T04:05:06Z", "%00", "%0a", "held", "a,b", "*", "%C3%28",
        ];

        public Random Random => random;

        public string LastBody { get; private set; } = "";

        public HttpRequestMessage Request(string method, string pattern, Uri address)
        {
            var path = string.Join('/', pattern.Split('/').Select(p => p.StartsWith('{') ? Name(p) : p));
            var query = random.Next(2) == 0 ? "" : "?" + string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Queries[random.Next(Queries.Length)]}={Values[random.Next(Values.Length)]}"));
            if (random.Next(200) == 0)
                path += new string('x', random.Next(9000));
            var raw = new Uri($"http://127.0.0.1:{address.Port}/{path.TrimStart('/')}{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            var request = new HttpRequestMessage(new HttpMethod(random.Next(60) == 0 ? "PATCH" : method), raw);
            Headers(request);
            LastBody = "";
            if (method is "GET" or "DELETE" && random.Next(10) > 0)
                return request;
            var body = Body(method, pattern);
            LastBody = Encoding.UTF8.GetString(body.Length > 400 ? body[..400] : body);
            request.Content = new ByteArrayContent(body);
            var type = random.Next(12) switch { 0 => "text/plain", 1 => "application/yaml", 2 => "application/json; charset=utf-16", 3 => null, _ => "application/json" };
            if (type is not null)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            return request;
        }

        private string Name(string place) => place.Contains("id", StringComparison.Ordinal) && random.Next(2) == 0 ? run : Names[random.Next(Names.Length)];

        private void Headers(HttpRequestMessage request)
        {
            var odd = (string[])["\"1\"", "1", "*", "\"x\"", "W/\"1\"", "", "\"99999999999\"", "\"-1\"", "\"1\", \"2\""];
            foreach (var name in (string[])["If-Match", "If-None-Match", "Idempotency-Key", "Last-Event-ID", "Accept", "X-Forwarded-For", "Runbook-Timestamp", "Runbook-Signature"])
            {
                if (random.Next(12) == 0)
                    request.Headers.TryAddWithoutValidation(name, odd[random.Next(odd.Length)]);
            }
        }

        private byte[] Body(string method, string pattern)
        {
            var key = $"{method} /{pattern.Trim('/')}";
            var body = examples.TryGetValue(key, out var example) ? example.DeepClone() : examples.Values.ElementAt(random.Next(examples.Count)).DeepClone();
            for (var i = random.Next(4); i > 0; i--)
                body = Mutated(body);
            var text = body?.ToJsonString() ?? "null";
            switch (random.Next(14))
            {
                case 0:
                    text = text[..random.Next(text.Length + 1)];
                    break;
                case 1:
                    text = text.Replace("\"", "\"\\ud800", StringComparison.Ordinal);
                    break;
                case 2 when text.StartsWith('{') && text.Length > 2:
                    text = $"{{{text[1..^1]},{text[1..]}";
                    break;
                case 3:
                    text = new string('[', random.Next(200)) + text;
                    break;
                case 4:
                    return [.. Enumerable.Range(0, random.Next(200)).Select(_ => (byte)random.Next(256))];
            }

            return Encoding.UTF8.GetBytes(text);
        }

        /// <summary>One place in it is something else, is gone, or is there as well.</summary>
        private JsonNode? Mutated(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject { Count: > 0 } map when random.Next(5) > 0:
                    var (name, value) = map.ElementAt(random.Next(map.Count));
                    if (random.Next(6) == 0)
                        map.Remove(name);
                    else if (random.Next(8) == 0)
                        map[Odd()?.ToString() ?? "x"] = Odd();
                    else
                        map[name] = Mutated(value?.DeepClone());
                    return map;
                case JsonArray { Count: > 0 } list when random.Next(5) > 0:
                    var at = random.Next(list.Count);
                    if (random.Next(6) == 0)
                        list.Add(Odd());
                    else
                        list[at] = Mutated(list[at]?.DeepClone());
                    return list;
                default:
                    return Odd();
            }
        }

        private JsonNode? Odd() => random.Next(16) switch
        {
            0 => null,
            1 => true,
            2 => -1,
            3 => 1e300,
            4 => long.MaxValue,
            5 => new JsonArray(),
            6 => new JsonArray((JsonNode?)null),
            7 => new JsonObject(),
            8 => new JsonObject { ["a"] = new JsonArray(new JsonObject { ["b"] = null }) },
            9 => "",
            10 => new string('x', random.Next(6000)),
            11 => "0001-01-01T00:00:00Z",
            12 => "9999-12-31T23:59:59.9999999+14:00",
            13 => "-99999999d",
            _ => HostileTexts.All.Values.ElementAt(random.Next(HostileTexts.All.Count)),
        };
    }
}
