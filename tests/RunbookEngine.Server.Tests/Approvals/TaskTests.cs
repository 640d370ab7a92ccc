using System.Net.Http.Json;
using System.Text.Json;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Approvals;

public class TaskTests
{
    [Fact]
    public async Task Everybody_sees_what_waits_for_them_and_nothing_else()
    {
        await using var lab = await ApprovalLab.StartAsync("by: dr, min: 2, message: \"Split?\"");
        var ben = await lab.Server.ClientAsync("bweiss", Role.Approver);
        await ben.PostAsJsonAsync("delegations", new { from = "bweiss", to = "eve", end = TimeProvider.System.GetUtcNow().AddDays(7) }, ApprovalLab.Stop);
        var run = await lab.RunAsync();
        var task = Assert.Single(await TasksAsync(ben));
        Assert.Equal((run.ToString(), "go", "approval", "Split?", 2, "asato"), (task.GetProperty("run").GetString(), task.GetProperty("step").GetString(), task.GetProperty("kind").GetString(),
            task.GetProperty("asks").GetString(), task.GetProperty("min").GetInt32(), task.GetProperty("requestedBy").GetString()));
        var eve = await lab.Server.ClientAsync("eve", Role.Approver);
        Assert.Equal("ben", Assert.Single(await TasksAsync(eve)).GetProperty("for").GetString());
        foreach (var (name, role) in ((string, Role)[])[("akiko", Role.Admin), ("mallory", Role.Approver), ("chen", Role.Viewer)])
            Assert.Empty(await TasksAsync(await lab.Server.ClientAsync(name, role)));

        var wrong = await ben.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true, fingerprint = new string('0', 64) }, ApprovalLab.Stop);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, wrong.StatusCode);
        var done = await ben.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true, fingerprint = task.GetProperty("fingerprint").GetString() }, ApprovalLab.Stop);
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(ApprovalLab.Stop));

        Assert.Empty(await TasksAsync(ben));
        Assert.Empty(await TasksAsync(eve));
    }

    [Fact]
    public async Task On_a_server_nobody_approves_a_run_of_their_own_whatever_the_runbook_says()
    {
        await using var lab = await ApprovalLab.StartAsync("by: dr, min: 2, requesterMayApprove: true, message: \"Split?\"");
        var run = await lab.RunAsync();
        var akiko = await lab.Server.ClientAsync("akiko", Role.Admin);
        Assert.Empty(await TasksAsync(akiko));
        var refused = await akiko.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true }, ApprovalLab.Stop);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("own", await refused.Content.ReadAsStringAsync(ApprovalLab.Stop));
    }

    private static async Task<IReadOnlyList<JsonElement>> TasksAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("tasks", ApprovalLab.Stop)).GetProperty("items").EnumerateArray()];
}
