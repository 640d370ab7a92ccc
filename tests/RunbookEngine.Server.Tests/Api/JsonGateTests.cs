using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Tests.Api;

/// <summary>Bodies that no endpoint has to think of.</summary>
public class JsonGateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Empty_places_doubled_names_and_halves_of_characters_are_400_at_every_endpoint_that_takes_json()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await ServerLab.UploadAsync(admin, "runbooks/ur-split-backup-resync.yaml");
        var run = await ServerLab.StartAsync(admin, new { runbook = "ur-split-backup-resync", environment = ServerLab.Environment });
        foreach (var (path, body) in new[]
        {
            ($"runs/{run}/resume", """{"retry":[null]}"""), ($"runs/{run}/resume", """{"skip":["a",null],"reason":"x"}"""), ($"runs/{run}/resume", """{"reason":"a","reason":"b"}"""),
            ($"runs/{run}/cancel", "{\"reason\":\"\\ud800\"}"), ($"runs/{run}/steps/a/answer", "{\"text\":\"a\\udc00\"}"), ($"runs/{run}/cancel", "{\"\\ud800\":1}"),
            ("keys", """{"name":"x","grants":[null]}"""), ("keys", """{"name":"x","grants":[{"role":4}]}"""), ("keys", """{"name":"x","grants":[{"role":"4"}]}"""),
            ("keys", """{"name":"x","grants":[{"role":"viewer","runbooks":[null]}]}"""), ("keys", """{"name":"x","grants":[{"role":"viewer","runbooks":["a["]}]}"""),
            ("keys", """{"name":"x","grants":[{"role":"viewer","environments":["[z-a]"]}]}"""), ("runs", """{"runbook":"a","runbook":"b","environment":"lab"}"""),
            ("runs", "{\"runbook\":\"ur-split-backup-resync\",\"environment\":\"lab\",\"inputs\":{\"a\":\"\\ud800\"}}"), ("delegations", """{"to":null}"""), ("plans", "[null]"), ("keys", "{"),
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            var answer = await admin.PostAsync(path, content, Stop);
            Assert.True((int)answer.StatusCode is >= 400 and < 500 and not 404, $"{path} {body}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Thousands_of_steps_in_one_resume_are_refused_or_decided_within_a_moment()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await ServerLab.UploadAsync(admin, "runbooks/ur-split-backup-resync.yaml");
        var run = await ServerLab.StartAsync(admin, new { runbook = "ur-split-backup-resync", environment = ServerLab.Environment });
        foreach (var count in (int[])[1000, 5000])
        {
            var took = Stopwatch.StartNew();
            using var content = new StringContent($$"""{"retry":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"s{i}\""))}}]}""", Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
            var answer = await admin.PostAsync($"runs/{run}/resume", content, Stop);
            Assert.Equal(count > 1000 ? HttpStatusCode.BadRequest : HttpStatusCode.Conflict, answer.StatusCode);
            Assert.True(took.Elapsed < TimeSpan.FromSeconds(5), $"{count}: {took.Elapsed}");
        }
    }
}
