using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Tests.Api;

public class RunbookApiTests
{
    private const string Waits = "runbook: v1\nname: waits\nsteps:\n  - id: a\n    delay: { for: 1s }\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_upload_is_a_version_and_a_writer_that_came_second_is_told()
    {
        await using var lab = await ServerLab.StartAsync();
        using var author = await lab.ClientAsync("ada", Role.Author);

        var made = await PutAsync(author, Waits, none: true);
        var madeAgain = await PutAsync(author, Waits + "# 2\n", none: true);
        var same = await PutAsync(author, Waits);
        var second = await PutAsync(author, Waits + "# 2\n", "\"1\"");
        var late = await PutAsync(author, Waits + "# 3\n", "\"1\"");
        var odd = await PutAsync(author, Waits, "three");
        var otherName = await author.PutAsync("runbooks/other", new StringContent(Waits), Stop);
        var invalid = await PutAsync(author, "runbook: v1\nname: waits\nsteps:\n  - id: a\n    delya: 1ms\n");
        var versions = await author.GetFromJsonAsync<JsonElement>("runbooks/waits/versions", Stop);
        var first = await author.GetFromJsonAsync<JsonElement>("runbooks/waits?version=1", Stop);
        using var unchanged = new HttpRequestMessage(HttpMethod.Get, "runbooks/waits") { Headers = { { "If-None-Match", "\"2\"" } } };

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity],
            new[] { made, madeAgain, same, second, late, odd, otherName, invalid }.Select(a => a.StatusCode));
        Assert.Equal(("\"1\"", "\"2\""), (same.Headers.ETag!.Tag, second.Headers.ETag!.Tag));
        Assert.Equal([1, 2], versions.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal(Waits, first.GetProperty("text").GetString());
        Assert.Equal(HttpStatusCode.NotModified, (await author.SendAsync(unchanged, Stop)).StatusCode);
        Assert.NotEmpty((await invalid.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("diagnostics").EnumerateArray());
    }

    [Fact]
    public async Task Twenty_writers_at_once_make_twenty_versions_and_lose_none()
    {
        await using var lab = await ServerLab.StartAsync();
        using var author = await lab.ClientAsync("ada", Role.Author);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PutAsync(author, $"{Waits}# {i}\n")));
        var versions = await author.GetFromJsonAsync<JsonElement>("runbooks/waits/versions", Stop);

        Assert.All(answers, a => Assert.True(a.IsSuccessStatusCode));
        Assert.Equal(Enumerable.Range(1, 20), versions.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_called_runbook_is_an_uploaded_one_and_never_a_file_of_the_server()
    {
        await using var lab = await ServerLab.StartAsync();
        using var author = await lab.ClientAsync("ada", Role.Author);
        static string Calls(string path) => $"runbook: v1\nname: calls\nsteps:\n  - id: a\n    call: {{ runbook: \"{path}\" }}\n";

        var missing = await author.PutAsync("runbooks/calls", new StringContent(Calls("waits.yaml")), Stop);
        var file = await author.PutAsync("runbooks/calls", new StringContent(Calls(Repository.File("runbooks/dr-drill.yaml"))), Stop);
        await PutAsync(author, Waits);
        var there = await author.PutAsync("runbooks/calls", new StringContent(Calls("waits.yaml")), Stop);

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created], new[] { missing, file, there }.Select(a => a.StatusCode));
    }

    [Fact]
    public async Task An_order_whose_maker_died_between_claim_and_start_is_carried_out_under_the_claimed_id()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await PutAsync(admin, Waits);
        var claimed = RunId.New(TimeProvider.System);
        await lab.Store.PutAsync("order", "ticket:CHG1", JsonSerializer.Serialize(claimed.ToString()), 0, null, Stop);
        var starter = lab.Host.Services.GetRequiredService<IRunStarter>();
        var order = new RunOrder("waits", ServerLab.Environment, "ticket:CHG1", new Dictionary<string, string>(), "ticket:CHG1");

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => starter.StartAsync(order, Stop)));

        Assert.All(results, r => Assert.Equal(claimed, Assert.IsType<OrderResult.Started>(r).Run));
        Assert.Single(results, r => r is OrderResult.Started { Before: false });
        await ServerLab.WaitAsync(admin, $"{claimed}", "succeeded");
    }

    [Fact]
    public async Task Environments_are_shown_without_their_secrets_or_where_these_are()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);

        var text = await admin.GetStringAsync("environments", Stop) + await admin.GetStringAsync($"environments/{ServerLab.Environment}", Stop);
        var check = await (await admin.PostAsync($"environments/{ServerLab.Environment}/check", null, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Contains("900000040014", text);
        foreach (var hidden in new[] { "env:", "LAB_", "credentials", "runbook-demo", "webhook" })
            Assert.DoesNotContain(hidden, text);
        Assert.All(check.GetProperty("items").EnumerateArray(), a => Assert.True(a.GetProperty("answers").GetBoolean()));
    }

    [Fact]
    public async Task The_openapi_document_describes_every_endpoint_with_examples_of_what_is_sent()
    {
        await using var lab = await ServerLab.StartAsync();
        using var viewer = await lab.ClientAsync("vera", Role.Viewer);
        var document = await viewer.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Stop);

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString());
        var wordless = new List<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                if (!operation.Value.TryGetProperty("summary", out var summary) || summary.GetString()!.Length == 0)
                    wordless.Add($"{operation.Name} {path.Name}");
            }
        }

        Assert.Empty(wordless);
        var start = document.GetProperty("paths").GetProperty("/api/v1/runs").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        Assert.Equal("ur-split-backup-resync", start.GetProperty("example").GetProperty("runbook").GetString());
        Assert.True(document.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("bearer", out _));
    }

    [Fact]
    public async Task Metrics_count_what_was_driven_in_the_text_format_of_prometheus()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await PutAsync(admin, Waits);
        await ServerLab.WaitAsync(admin, await ServerLab.StartAsync(admin, new { runbook = "waits", environment = ServerLab.Environment }), "succeeded");

        var text = await admin.GetStringAsync("/metrics", Stop);

        Assert.Contains("runbook_runs_ended_total{runbook=\"waits\",outcome=\"succeeded\"} ", text);
        Assert.Contains("# TYPE runbook_step_duration_seconds histogram", text);
        Assert.Contains("runbook_runs_open{outcome=\"awaiting-approval\"}", text);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'), l => Assert.Matches(@"^[a-z_]+(\{.*\})? -?[0-9.E+-]+$|^[a-z_]+(\{.*\})? NaN$", l));
        Assert.Equal("ready", await admin.GetStringAsync("/readyz", Stop));
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string text, string? match = null, bool none = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "runbooks/waits") { Content = new StringContent(text, new MediaTypeHeaderValue("application/yaml")) };
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        if (none)
            request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        return await client.SendAsync(request, Stop);
    }
}
