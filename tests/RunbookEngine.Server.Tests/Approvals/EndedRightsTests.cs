using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Approvals;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Approvals;
using RunbookEngine.Server.Tests.Api;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Approvals;

/// <summary>What somebody left behind (a link, a delegation, a first word to break the glass) opens no more than their keys do now.</summary>
public class EndedRightsTests
{
    private static readonly StepKey Go = StepKey.Parse("go");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ends => ["revoked", "for another runbook", "viewer alone"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_link_is_void_when_the_keys_of_its_holder_do_not_approve_this_any_more(string end)
    {
        await using var lab = await ApprovalLab.StartAsync();
        var keys = lab.Server.Host.Services.GetRequiredService<ApiKeys>();
        // Under another of ben's names: it is the same person.
        var (key, _) = await keys.CreateAsync("bweiss", [new Grant(Role.Approver)], null, "lab", Stop);
        var run = await lab.RunAsync();
        var link = lab.Local(await lab.Boxes.LinkAsync("ben"));
        Assert.Equal(HttpStatusCode.OK, (await lab.Server.Stranger().GetAsync(link, Stop)).StatusCode);

        await keys.RevokeAsync(key.Id, Stop);
        if (end != "revoked")
            await keys.CreateAsync("ben", [end == "viewer alone" ? new Grant(Role.Viewer) : new Grant(Role.Approver, ["other"])], null, "lab", Stop);

        Assert.Equal(HttpStatusCode.Gone, (await lab.Server.Stranger().GetAsync(link, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await DecideAsync(lab, link)).StatusCode);
        Assert.Empty((await lab.StateAsync(run)).Step(Go)!.Approvals);
        await keys.CreateAsync("ben", [new Grant(Role.Approver, ["ask"], ["lab"])], null, "lab", Stop);
        Assert.Equal(HttpStatusCode.OK, (await DecideAsync(lab, link)).StatusCode);
    }

    [Fact]
    public async Task Nobody_is_sent_a_link_that_would_be_void()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var keys = lab.Server.Host.Services.GetRequiredService<ApiKeys>();
        var (key, _) = await keys.CreateAsync("ben", [new Grant(Role.Approver)], null, "lab", Stop);
        await keys.RevokeAsync(key.Id, Stop);
        await lab.RunAsync();
        await lab.Boxes.LinkAsync("chen");
        await lab.Server.Host.Services.GetRequiredService<ApprovalNotices>().TellAsync(Stop);
        Assert.Empty(lab.Boxes.In("ben"));
    }

    [Theory]
    [InlineData("giver")]
    [InlineData("writer")]
    public async Task A_delegation_ends_with_the_right_of_who_gave_it_and_of_who_wrote_it_down(string whose)
    {
        await using var lab = await ApprovalLab.StartAsync();
        var keys = lab.Server.Host.Services.GetRequiredService<ApiKeys>();
        var (ben, text) = await keys.CreateAsync("ben", [new Grant(Role.Approver)], null, "lab", Stop);
        var (boss, bossText) = await keys.CreateAsync("boss", [new Grant(Role.Admin)], null, "lab", Stop);
        var writer = lab.Server.Stranger();
        writer.DefaultRequestHeaders.Authorization = new("Bearer", whose == "giver" ? text : bossText);
        var made = await writer.PostAsJsonAsync("delegations", new { from = "ben", to = "eve", end = TimeProvider.System.GetUtcNow().AddDays(7) }, Stop);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.DoesNotContain("identity", await made.Content.ReadAsStringAsync(Stop), StringComparison.OrdinalIgnoreCase);
        var eve = await lab.Server.ClientAsync("eve", Role.Approver);
        var run = await lab.RunAsync();
        Assert.Contains("eve", await eve.GetStringAsync("delegations", Stop));
        Assert.Contains("\"for\":\"ben\"", await eve.GetStringAsync("tasks", Stop));

        await keys.RevokeAsync(whose == "giver" ? ben.Id : boss.Id, Stop);

        Assert.DoesNotContain("eve", await eve.GetStringAsync("delegations", Stop));
        Assert.DoesNotContain("\"for\":\"ben\"", await eve.GetStringAsync("tasks", Stop));
        Assert.Equal(HttpStatusCode.Conflict, (await eve.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true, @for = "ben" }, Stop)).StatusCode);
        var link = lab.Boxes.In("eve").SelectMany(m => m.Split('"', '\\', ' ')).FirstOrDefault(w => w.Contains("/approve?t=", StringComparison.Ordinal));
        if (link is not null)
            Assert.NotEqual(HttpStatusCode.OK, (await DecideAsync(lab, lab.Local(link))).StatusCode);
        Assert.Empty((await lab.StateAsync(run)).Step(Go)!.Approvals);
    }

    [Fact]
    public async Task The_first_word_to_break_the_glass_does_not_count_for_somebody_whose_right_has_ended()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var keys = lab.Server.Host.Services.GetRequiredService<ApiKeys>();
        var (key, text) = await keys.CreateAsync("eve", [new Grant(Role.Emergency)], null, "lab", Stop);
        var eve = lab.Server.Stranger();
        eve.DefaultRequestHeaders.Authorization = new("Bearer", text);
        var run = await lab.RunAsync();
        Assert.Equal(HttpStatusCode.OK, (await eve.PostAsJsonAsync($"runs/{run}/steps/go/break-glass", new { reason = "fire" }, Stop)).StatusCode);
        await keys.RevokeAsync(key.Id, Stop);
        foreach (var (name, opens) in new[] { ("finn", false), ("gina", true) })
        {
            var client = await lab.Server.ClientAsync(name, Role.Emergency);
            Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync($"runs/{run}/steps/go/break-glass", new { reason = "fire" }, Stop)).StatusCode);
            Assert.Equal((name, opens), (name, (await lab.StateAsync(run)).StepOrPending(Go).Glass is not null));
        }
    }

    [Fact]
    public async Task An_administrator_decides_under_no_other_name_by_a_key_that_they_make()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        var keys = lab.Server.Host.Services.GetRequiredService<ApiKeys>();
        await keys.CreateAsync("chen", [new Grant(Role.Viewer)], null, "lab", Stop);
        // The run is asato's, that is akiko's.
        var asato = await lab.Server.ClientAsync("asato", Role.Admin);
        foreach (var taken in (string[])["chen", "Chen"])
            Assert.Equal(HttpStatusCode.Conflict, (await MakeAsync(asato, taken)).StatusCode);
        foreach (var odd in (string[])["bеn", "ｂｅｎ", "ben\u200B"])
            Assert.Equal(HttpStatusCode.BadRequest, (await MakeAsync(asato, odd)).StatusCode);

        // ben has no key yet: somebody has to make the first. While akiko's run waits it does not decide in it, nor does one that was made with it.
        var ben = await ClientAsync(lab, await MakeAsync(asato, "ben", Role.Admin));
        var dana = await ClientAsync(lab, await MakeAsync(ben, "dana"));
        foreach (var client in new[] { ben, dana })
        {
            var refused = await client.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true }, Stop);
            Assert.True(refused.StatusCode == HttpStatusCode.Conflict, await refused.Content.ReadAsStringAsync(Stop));
            Assert.Contains("stands behind the run", await refused.Content.ReadAsStringAsync(Stop));
        }

        Assert.Equal(HttpStatusCode.Conflict, (await ben.PostAsJsonAsync($"runs/{run}/steps/go/break-glass", new { reason = "now" }, Stop)).StatusCode);
        Assert.Empty((await lab.StateAsync(run)).Step(Go)!.Approvals);

        // In the next run they do: they were there before it.
        var next = await lab.RunAsync();
        foreach (var client in new[] { ben, dana })
            Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync($"runs/{next}/steps/go/approval", new { granted = true }, Stop)).StatusCode);
        // And somebody may have two keys of their own.
        Assert.Equal(HttpStatusCode.Created, (await MakeAsync(ben, "ben")).StatusCode);
    }

    private static Task<HttpResponseMessage> MakeAsync(HttpClient maker, string name, Role role = Role.Approver) =>
        maker.PostAsJsonAsync("keys", new { name, grants = new[] { new { role = role.Word() } } }, Stop);

    private static async Task<HttpClient> ClientAsync(ApprovalLab lab, HttpResponseMessage made)
    {
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var client = lab.Server.Stranger();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await made.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Stop)).GetProperty("key").GetString());
        return client;
    }

    private static async Task<HttpResponseMessage> DecideAsync(ApprovalLab lab, string link) => await lab.Server.Stranger().PostAsync(
        new Uri(lab.Server.Address, "/approve"), new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = new Uri(link).Query["?t=".Length..], ["decision"] = "grant" }), Stop);
}
