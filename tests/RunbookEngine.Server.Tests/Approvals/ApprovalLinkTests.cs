using System.Text.Json;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Approvals;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Approvals;

public class ApprovalLinkTests
{
    private static readonly StepKey Go = StepKey.Parse("go");

    [Fact]
    public async Task Looking_changes_nothing_deciding_works_once_and_the_page_runs_no_script()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        var link = lab.Local(await lab.Boxes.LinkAsync("ben"));
        var scanner = lab.Server.Stranger();
        for (var i = 0; i < 3; i++)
        {
            using var shown = await scanner.GetAsync(link, ApprovalLab.Stop);
            var page = await shown.Content.ReadAsStringAsync(ApprovalLab.Stop);
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
            Assert.StartsWith("default-src 'none'; style-src 'sha256-", string.Join("", shown.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("no-store", shown.Headers.CacheControl!.ToString());
            Assert.Contains("Split &lt;b&gt;erp&lt;/b&gt; &amp; billing?", page);
            Assert.Contains("point of no return", page);
            Assert.Contains("Asks &lt;people&gt;.", page);
            Assert.DoesNotContain("<script", page);
        }

        using (var head = await scanner.SendAsync(new HttpRequestMessage(HttpMethod.Head, link), ApprovalLab.Stop))
            Assert.False(head.IsSuccessStatusCode && head.Content.Headers.ContentLength > 0);
        Assert.Empty((await lab.StateAsync(run)).Step(Go)!.Approvals);

        Assert.Equal(HttpStatusCode.OK, (await DecideAsync(lab, link, "grant", "checked")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await DecideAsync(lab, link, "deny")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await scanner.GetAsync(link, ApprovalLab.Stop)).StatusCode);
        var given = Assert.Single((await lab.StateAsync(run)).Step(Go)!.Approvals);
        Assert.Equal(("ben", true, "checked"), (given.Actor, given.Granted, given.Reason));

        Assert.Equal(HttpStatusCode.OK, (await DecideAsync(lab, lab.Local(await lab.Boxes.LinkAsync("chen")), "grant")).StatusCode);
        await ServerLab.WaitAsync(await lab.Server.ClientAsync("viewer", Role.Viewer), run.ToString(), "succeeded");
    }

    [Fact]
    public async Task Link_and_API_tell_how_many_have_agreed()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        using var page = await DecideAsync(lab, lab.Local(await lab.Boxes.LinkAsync("ben")), "grant");
        Assert.Contains("1 of 2 given; still to agree: chen or dana", await page.Content.ReadAsStringAsync(ApprovalLab.Stop));
        var chen = await lab.Server.ClientAsync("chen", Role.Approver);
        using var answer = await chen.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true }, ApprovalLab.Stop);
        var step = JsonElement.Parse(await answer.Content.ReadAsStringAsync(ApprovalLab.Stop)).GetProperty("run").GetProperty("steps").EnumerateArray().First(s => s.GetProperty("id").GetString() == "go");
        Assert.Equal("2 of 2 given: approved", step.GetProperty("approvals").GetProperty("text").GetString());
        Assert.Equal(["ben", "chen"], step.GetProperty("approvals").GetProperty("granted").EnumerateArray().Select(g => g.GetString()));
    }

    [Fact]
    public async Task A_link_used_a_hundred_times_at_once_decides_once()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        var link = lab.Local(await lab.Boxes.LinkAsync("ben"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => DecideAsync(lab, link, i % 2 == 0 ? "grant" : "deny")));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.Gone, a.StatusCode.ToString()));
        Assert.Single((await lab.StateAsync(run)).Step(Go)!.Approvals);
    }

    [Fact]
    public async Task What_is_no_link_or_no_form_is_refused_and_nothing_is_recorded()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        var link = lab.Local(await lab.Boxes.LinkAsync("ben"));
        var stranger = lab.Server.Stranger();
        foreach (var url in (string[])["/approve", "/approve?t=", "/approve?t=a.b", "/approve?t=%00", $"/approve?t={new string('a', 3000)}.b", new Uri(link).PathAndQuery + "A"])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(new Uri(lab.Server.Address, url), ApprovalLab.Stop)).StatusCode);
        var address = new Uri(lab.Server.Address, "/approve");
        var token = new Uri(link).Query["?t=".Length..];
        (HttpContent Content, string What)[] bodies =
        [
            (JsonContent.Create(new { t = token, decision = "grant" }), "JSON"),
            (new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = token, ["decision"] = "maybe" }), "another word"),
            (new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = token }), "no decision"),
            (new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = token, ["decision"] = "grant", ["reason"] = new string('r', 20_000) }), "too long"),
            (new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = token[..^2] + "xx", ["decision"] = "grant" }), "changed"),
        ];
        foreach (var (content, what) in bodies)
            Assert.True((await stranger.PostAsync(address, content, ApprovalLab.Stop)).StatusCode is HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge, what);
        Assert.Empty((await lab.StateAsync(run)).Step(Go)!.Approvals);
        Assert.Equal(HttpStatusCode.OK, (await DecideAsync(lab, link, "deny", "month end")).StatusCode);
    }

    [Fact]
    public async Task The_requester_gets_no_link_channels_of_many_get_none_either_and_each_message_goes_out_once()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        await lab.Boxes.LinkAsync("ben");
        await lab.Boxes.LinkAsync("chen");
        var notices = lab.Server.Host.Services.GetRequiredService<ApprovalNotices>();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => notices.TellAsync(ApprovalLab.Stop)));
        Assert.Empty(lab.Boxes.In("akiko"));
        Assert.Single(lab.Boxes.In("ben"));
        var shared = Assert.Single(lab.Boxes.In("everybody"));
        Assert.DoesNotContain("/approve?t=", shared);
        Assert.Contains($"runbook approve {run}", shared);
        Assert.DoesNotContain("approve?t=", lab.Server.Log.Text);
    }

    [Fact]
    public async Task A_delegate_gets_a_link_and_it_counts_for_the_other_person()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var ben = await lab.Server.ClientAsync("ben", Role.Approver);
        var made = await ben.PostAsJsonAsync("delegations", new { to = "eve", end = TimeProvider.System.GetUtcNow().AddYears(3) }, ApprovalLab.Stop);
        Assert.Equal(HttpStatusCode.BadRequest, made.StatusCode);
        made = await ben.PostAsJsonAsync("delegations", new { to = "eve", end = TimeProvider.System.GetUtcNow().AddDays(7), reason = "on leave" }, ApprovalLab.Stop);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.PostAsJsonAsync("delegations", new { from = "chen", to = "eve", end = TimeProvider.System.GetUtcNow().AddDays(7) }, ApprovalLab.Stop)).StatusCode);
        var run = await lab.RunAsync();
        await DecideAsync(lab, lab.Local(await lab.Boxes.LinkAsync("eve")), "grant");
        var given = Assert.Single((await lab.StateAsync(run)).Step(Go)!.Approvals);
        Assert.Equal(("eve", "ben"), (given.Actor, given.For));
        Assert.Equal(HttpStatusCode.Conflict, (await DecideAsync(lab, lab.Local(await lab.Boxes.LinkAsync("ben")), "deny")).StatusCode);
    }

    private static async Task<HttpResponseMessage> DecideAsync(ApprovalLab lab, string link, string decision, string reason = "") =>
        await lab.Server.Stranger().PostAsync(new Uri(lab.Server.Address, "/approve"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["t"] = new Uri(link).Query["?t=".Length..],
            ["decision"] = decision,
            ["reason"] = reason,
        }), ApprovalLab.Stop);
}
