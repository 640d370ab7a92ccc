using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Tests.Approvals;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Api;

/// <summary>Streams and events as callers get them.</summary>
public class StreamAccessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void An_event_after_which_the_environment_is_another_is_redacted_as_the_first_one_is()
    {
        var payload = """{"environment":{"name":"lab","content":{"arrays":{"tokyo":{"endpoint":"https://hidden:1","storageDeviceId":"900000040014","credentials":"env:HIDDEN"}}}},"changes":["tokyo: hidden"]}""";
        var shown = EventRedaction.Of(new JournalEntry(RunId.New(TimeProvider.System), 7, DateTimeOffset.UnixEpoch, "run-held", payload, "00"));
        Assert.True(shown.Redacted);
        Assert.DoesNotContain("hidden", shown.Payload, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("900000040014", shown.Payload);
        var other = new JournalEntry(RunId.New(TimeProvider.System), 7, DateTimeOffset.UnixEpoch, "run-held", """{"reason":"the \"environment\" is fine"}""", "00");
        Assert.Equal(EventAnswer.Of(other), EventRedaction.Of(other));
    }

    [Fact]
    public async Task A_stream_ends_with_its_key_before_it_tells_anything_more()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        var keys = lab.Server.Host.Services.GetRequiredService<ApiKeys>();
        var (key, text) = await keys.CreateAsync("vera", [new Grant(Role.Viewer)], null, "lab", Stop);
        using var vera = lab.Server.Stranger();
        vera.DefaultRequestHeaders.Authorization = new("Bearer", text);
        using var answer = await vera.GetAsync($"runs/{run}/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        while (await reader.ReadLineAsync(Stop) is { } line && !line.Contains("step-waiting", StringComparison.Ordinal))
        {
        }

        await keys.RevokeAsync(key.Id, Stop);
        await lab.Server.Host.Services.GetRequiredService<RunOperator>().CancelAsync(run, "lab", false, "over", Stop);

        Assert.DoesNotContain("cancel-requested", await reader.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task One_caller_does_not_take_all_places_whatever_keys_they_have()
    {
        await using var lab = await ServerLab.StartAsync("limits: { streams: 4, streamsPerCaller: 2 }", more: null);
        var places = lab.Host.Services.GetRequiredService<StreamPlaces>();
        Assert.Equal([true, true, false], new[] { "vera", "vera", "Vera" }.Select(places.TryTake));
        Assert.Equal([true, true, false], new[] { "walt", "xena", "yuri" }.Select(places.TryTake));
        places.GiveBack("vera");
        Assert.Equal([true, false], new[] { "vera", "vera" }.Select(places.TryTake));
    }

    [Fact]
    public async Task Nobody_reads_in_an_event_what_an_environment_hides_but_those_who_administer_the_run()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        var stored = await lab.Server.Store.ReadAsync(run, 0, Stop);
        string[] hidden = ["env:NONE", "credentials", "127.0.0.1:1", "webhook", "akiko-box", "asato\\u0022]"];
        foreach (var role in Enum.GetValues<Role>())
        {
            var client = await lab.Server.ClientAsync($"the-{role}", role);
            var page = JsonElement.Parse(await client.GetStringAsync($"runs/{run}/events", Stop)).GetProperty("items");
            var payload = page[0].GetProperty("payload").GetString()!;
            using var answer = await client.GetAsync($"runs/{run}/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            var streamed = "";
            while (!streamed.Contains("step-waiting", StringComparison.Ordinal))
                streamed += await reader.ReadLineAsync(Stop);
            if (role == Role.Admin)
            {
                Assert.Equal(stored[0].Payload, payload);
                continue;
            }

            Assert.All(hidden, text => Assert.DoesNotContain(text, payload));
            Assert.All(hidden, text => Assert.DoesNotContain(text, streamed));
            var entries = page.EnumerateArray().Select(e => new JournalEntry(
                run, e.GetProperty("sequence").GetInt32(), e.GetProperty("at").GetDateTimeOffset(), e.GetProperty("type").GetString()!, e.GetProperty("payload").GetString()!, e.GetProperty("hash").GetString()!)
            {
                Redacted = e.GetProperty("redacted").GetBoolean(),
            }).ToList();
            var read = RunFold.All(entries)!;
            Assert.Equal(PlanJson.Fingerprint((await lab.StateAsync(run)).Plan), PlanJson.Fingerprint(read.Plan));
            Assert.Null(HashChain.FindBreak(entries));
            await using var engine = new RunEngine(new Persistence.Memory.MemoryRunStore(TimeProvider.System), null!, null!, TimeProvider.System, EngineIdentity.OfThisProcess());
            await Assert.ThrowsAsync<OperatorRefusedException>(() => engine.StartAsync(read.Plan, new StartRequest("olga"), Stop));
        }
    }
}
