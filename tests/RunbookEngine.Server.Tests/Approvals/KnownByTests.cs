using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Approvals;

public class KnownByTests
{
    private static readonly StepKey Go = StepKey.Parse("go");

    [Fact]
    public async Task A_server_records_the_key_or_the_link_by_which_each_person_was_known()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var run = await lab.RunAsync();
        var ben = await lab.Server.ClientAsync("ben", Role.Approver);
        await ben.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true }, ApprovalLab.Stop);
        var link = lab.Local(await lab.Boxes.LinkAsync("chen"));
        await lab.Server.Stranger().PostAsync(new Uri(lab.Server.Address, "/approve"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["t"] = new Uri(link).Query["?t=".Length..],
            ["decision"] = "grant",
        }), ApprovalLab.Stop);

        var state = await lab.StateAsync(run);
        var keys = await lab.Server.Host.Services.GetRequiredService<ApiKeys>().ListAsync(null, 1000, ApprovalLab.Stop);
        Assert.Equal(Identification.OfKey(keys.Single(k => k.Name == "asato").Id), state.KnownBy);
        Assert.Equal([Identification.OfKey(keys.Single(k => k.Name == "ben").Id)], state.Step(Go)!.Approvals.Where(a => a.Actor == "ben").Select(a => a.KnownBy));
        Assert.Equal("link", state.Step(Go)!.Approvals.Single(a => a.Actor == "chen").KnownBy!.Kind);
        await ServerLab.WaitAsync(ben, run.ToString(), "succeeded");
        Assert.All((await lab.Server.Store.ReadAsync(run, 0, ApprovalLab.Stop)).Select(EventJson.Read).OfType<RunAdopted>(), e => Assert.Null(e.KnownBy));
    }

    [Fact]
    public async Task A_channel_that_does_not_take_the_message_of_an_approval_is_a_warning_of_the_run()
    {
        await using var lab = await ApprovalLab.StartAsync("by: dr, deadline: 2h, notify: [everybody, nowhere]");
        var run = await lab.RunAsync();
        RunState state;
        for (var i = 0; (state = await lab.StateAsync(run)).Step(Go)!.Told.Values.Count(t => t.Channel is "everybody" or "nowhere") < 2; i++)
        {
            Assert.True(i < 600, "nothing is on record");
            await Task.Delay(TimeSpan.FromMilliseconds(50), ApprovalLab.Stop);
        }

        Assert.StartsWith("not delivered to nowhere: ", Assert.Single(RunWarnings.Of(state)).Text);
        var shown = await (await lab.Server.ClientAsync("vera", Role.Viewer)).GetStringAsync($"runs/{run}", ApprovalLab.Stop);
        Assert.Contains("not delivered to nowhere", shown);
    }
}
