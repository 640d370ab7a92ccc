using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Triggers;

/// <summary>What is put under a name that was deleted is something new, and shares nothing with what was there.</summary>
public class UniqueVersionTests
{
    private const string OtherSecret = "another-secret-of-more-than-32-characters";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Texts => new()
    {
        { "webhooks/x", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET } }", "{ runbook: drill, webhook: { secrets: env:RUNBOOK_OTHER_SECRET } }" },
        { "schedules/x", "{ runbook: drill, every: 6h }", "{ runbook: drill, every: 7h }" },
        { "calendars/x", "{ zone: Europe/Berlin, windows: [{ days: MON-FRI }] }", "{ zone: Europe/Berlin, windows: [{ days: SAT }] }" },
        {
            "environments/x", "environment: v1\nname: x\narrays: { a: { endpoint: \"https://127.0.0.1:1\", storageDeviceId: \"900000040014\", credentials: \"env:A\" } }\n",
            "environment: v1\nname: x\narrays: { b: { endpoint: \"https://127.0.0.1:1\", storageDeviceId: \"900000040014\", credentials: \"env:A\" } }\n"
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Versions_go_on_counting_and_conditions_hold_on_every_verb(string path, string one, string two)
    {
        await using var lab = await HookLab.StartAsync();
        var first = await SendAsync(lab, HttpMethod.Put, path, one);
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (first.StatusCode, first.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(lab, HttpMethod.Delete, path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(lab, HttpMethod.Get, path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(lab, HttpMethod.Delete, path)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(lab, HttpMethod.Put, path, one, ("If-Match", "\"1\""))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(lab, HttpMethod.Put, path, one, ("If-Match", "*"))).StatusCode);

        var again = await SendAsync(lab, HttpMethod.Put, path, two, ("If-None-Match", "*"));
        Assert.Equal((HttpStatusCode.Created, "\"3\""), (again.StatusCode, again.Headers.ETag!.Tag));
        Assert.DoesNotContain(one.Contains("6h") ? "6h" : "MON-FRI", await (await SendAsync(lab, HttpMethod.Get, path)).Content.ReadAsStringAsync(Stop));
        foreach (var (header, value, get, put) in new (string, string, HttpStatusCode, HttpStatusCode)[]
        {
            ("If-None-Match", "\"1\"", HttpStatusCode.OK, HttpStatusCode.OK),
            ("If-None-Match", "\"4\", \"9\"", HttpStatusCode.NotModified, HttpStatusCode.PreconditionFailed),
            ("If-None-Match", "W/\"4\"", HttpStatusCode.NotModified, HttpStatusCode.PreconditionFailed),
            ("If-None-Match", "*", HttpStatusCode.NotModified, HttpStatusCode.PreconditionFailed),
            ("If-Match", "\"1\"", HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed),
            ("If-Match", "W/\"4\"", HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed),
            ("If-Match", "\"1\", \"4\"", HttpStatusCode.OK, HttpStatusCode.OK),
            ("If-Match", "*", HttpStatusCode.OK, HttpStatusCode.OK),
        })
        {
            Assert.True((await SendAsync(lab, HttpMethod.Put, path, two)).IsSuccessStatusCode);
            var now = (await SendAsync(lab, HttpMethod.Get, path)).Headers.ETag!.Tag.Trim('"');
            var asked = value.Replace("4", now, StringComparison.Ordinal);
            Assert.Equal((header, asked, get), (header, asked, (await SendAsync(lab, HttpMethod.Get, path, null, (header, asked))).StatusCode));
            if (put == HttpStatusCode.PreconditionFailed)
                Assert.Equal((header, asked, put), (header, asked, (await SendAsync(lab, HttpMethod.Delete, path, null, (header, asked))).StatusCode));
            Assert.Equal((header, asked, put), (header, asked, (await SendAsync(lab, HttpMethod.Put, path, two, (header, asked))).StatusCode));
        }
    }

    [Fact]
    public async Task A_webhook_that_is_put_anew_believes_its_new_secret_alone_and_starts_runs_of_its_own()
    {
        Environment.SetEnvironmentVariable("RUNBOOK_OTHER_SECRET", OtherSecret);
        await using var lab = await HookLab.StartAsync();
        const string Keyed = "{ runbook: drill, webhook: { secrets: env:SECRET, key: \"${{ body.job }}\" } }";
        await lab.PutAsync("webhooks/build", Keyed.Replace("SECRET", HookLab.SecretVariable));
        var (_, before) = await lab.SendAsync(lab.Signed("build", """{ "job": "7" }"""));
        Assert.Equal(HttpStatusCode.NoContent, (await lab.Admin.DeleteAsync("webhooks/build", Stop)).StatusCode);
        Assert.Equal(404, (await lab.SendAsync(lab.Signed("build", """{ "job": "7" }"""))).Status);
        await lab.PutAsync("webhooks/build", Keyed.Replace("SECRET", "RUNBOOK_OTHER_SECRET"));

        Assert.Equal(401, (await lab.SendAsync(lab.Signed("build", """{ "job": "7" }"""))).Status);
        var (status, after) = await lab.SendAsync(lab.Signed("build", """{ "job": "7" }""", secret: OtherSecret));

        Assert.Equal(201, status);
        Assert.NotEqual(before.GetProperty("run").GetString(), after.GetProperty("run").GetString());
    }

    [Fact]
    public async Task A_condition_on_a_run_is_kept_and_one_that_cannot_be_kept_is_refused()
    {
        await using var lab = await HookLab.StartAsync();
        var run = JsonElement.Parse(await (await lab.Admin.PostAsJsonAsync("runs", new { runbook = "drill", environment = "lab" }, Stop)).Content.ReadAsStringAsync(Stop)).GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(lab, HttpMethod.Post, $"runs/{run}/cancel", "{}", ("If-Match", "\"99999\""))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(lab, HttpMethod.Post, "runs", "{ \"runbook\": \"drill\", \"environment\": \"lab\" }", ("If-Match", "\"1\""))).StatusCode);
        Assert.Equal(1, await lab.RunsAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(HookLab lab, HttpMethod method, string path, string? text = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = text is null ? null : new StringContent(text, System.Text.Encoding.UTF8, path.StartsWith("runs", StringComparison.Ordinal) ? "application/json" : "application/yaml") };
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await lab.Admin.SendAsync(request, Stop);
    }
}
