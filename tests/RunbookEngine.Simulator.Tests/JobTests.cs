using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.LocalCopies;
using RunbookEngine.Simulator.Tests.RemoteCopies;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests;

public class JobTests
{
    [Fact]
    public async Task A_job_shows_its_fields_as_they_come_to_be()
    {
        var scene = RemoteScene.Without("TC");
        var body = scene.CreateBody();
        var id = await scene.Site.AcceptAsync("a", "POST", "remote-mirror-copypairs", body, "b", noWait: false);
        var accepted = await scene.Site.JobAsync("a", id);
        Assert.Equal(("Initializing", "Queued"), Shown(accepted));
        Assert.Null(accepted["completedTime"]);
        Assert.Null(accepted["affectedResources"]);
        Assert.Equal(body, accepted["request"]!["requestBody"]!.GetValue<string>());
        Assert.EndsWith("/jobs/" + id, accepted["self"]!.GetValue<string>());
        scene.Site.Wait(0.3);
        Assert.Equal(("Running", "Started"), Shown(await scene.Site.JobAsync("a", id)));
        scene.Site.Wait(1);
        Assert.Equal(("Running", "StorageAccepted"), Shown(await scene.Site.JobAsync("a", id)));
        scene.Site.Wait(1000);
        var done = await scene.Site.JobAsync("a", id);
        Assert.Equal(("Completed", "Succeeded"), Shown(done));
        Assert.NotNull(done["completedTime"]);
        Assert.Single(done["affectedResources"]!.AsArray());
    }

    [Fact]
    public async Task A_failed_job_carries_the_error_object()
    {
        var scene = await LocalScene.InAsync("PAIR");
        var job = await scene.DoAsync("restore");
        Assert.Equal(("Completed", "Failed"), Shown(job));
        var error = job["error"]!;
        Assert.Equal(("KART30000-E", "SEE_ERROR_DETAIL"), (error["messageId"]!.GetValue<string>(), error["solutionType"]!.GetValue<string>()));
        Assert.NotNull(error["errorCode"]!["SSB1"]);
        Assert.Equal(job["self"]!.GetValue<string>(), error["errorSource"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_second_job_on_a_copy_group_fails_as_locked_while_the_first_is_at_the_array()
    {
        var scene = RemoteScene.Paired("TC");
        var first = await scene.Site.AcceptAsync("a", "POST", RemoteScene.GroupPath("a") + "/actions/split/invoke", scene.ActionBody("split"), "b");
        scene.Site.Wait(0.3);
        var second = await scene.Site.AcceptAsync("a", "POST", RemoteScene.GroupPath("a") + "/actions/resync/invoke", scene.ActionBody("resync"), "b");
        scene.Site.Wait(5);
        Assert.Equal("Succeeded", (await scene.Site.JobAsync("a", first))["state"]!.GetValue<string>());
        var error = (await scene.Site.JobAsync("a", second))["error"]!;
        Assert.Equal(("KART40051-E", "RETRY", "2E11"), (error["messageId"]!.GetValue<string>(), error["solutionType"]!.GetValue<string>(), error["errorCode"]!["SSB1"]!.GetValue<string>()));
        Assert.Equal("a:PSUS b:SSUS", await scene.StatusAsync());
        Assert.Equal("Succeeded", (await scene.ActAsync("a", "resync"))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_seen_does_not_depend_on_how_often_one_looks()
    {
        async Task<(string, string, int)> RunAsync(double step)
        {
            var site = Site.TwoSites();
            const string group = "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_";
            await site.DoAsync("tokyo", "POST", group + "/actions/split/invoke", """{"parameters":{"replicationType":"UR","svolAccessMode":"rw"}}""", "osaka");
            await PassAsync(site, 700, step);
            await site.DoAsync("tokyo", "POST", group + "/actions/resync/invoke", """{"parameters":{"replicationType":"UR"}}""", "osaka");
            await PassAsync(site, 30, step);
            var pair = (await site.GetAsync("tokyo", group, "osaka"))["copyPairs"]![0]!;
            return (pair["pvolStatus"]!.GetValue<string>(), pair["svolStatus"]!.GetValue<string>(), pair["copyProgressRate"]?.GetValue<int>() ?? -1);
        }
        async Task PassAsync(Site site, double seconds, double step)
        {
            for (var passed = 0.0; passed < seconds; passed += step)
            {
                site.Wait(step);
                await site.GetAsync("tokyo", "jobs");
            }
        }
        var once = await RunAsync(10);
        Assert.Equal("COPY", once.Item1);
        Assert.Equal(once, await RunAsync(0.5));
        Assert.Equal(once, await RunAsync(2));
    }

    [Fact]
    public async Task The_ledger_numbers_every_request_that_reached_the_array_and_says_what_it_did()
    {
        var scene = await LocalScene.InAsync("PAIR");
        await scene.DoAsync("split");
        scene.Site.Wait(60);
        await scene.DoAsync("split");
        await scene.DoAsync("restore");
        await scene.DoAsync("restore");
        var entries = scene.Site.World.Ledger.Since();
        Assert.Equal([1, 2, 3, 4], entries.Select(e => e.Sequence));
        Assert.Equal(["changed", "no-op", "changed", "failed"], entries.Select(e => e.Effect));
        Assert.All(entries, e => Assert.Equal(("a", "g", "v"), (e.Array, e.CopyGroup, e.Pair)));
        Assert.Equal(["v"], entries[0].PairsChanged);
        Assert.Equal([3, 4], scene.Site.World.Ledger.Since(2).Select(e => e.Sequence));
    }

    private static (string, string) Shown(JsonNode job) => (job["status"]!.GetValue<string>(), job["state"]!.GetValue<string>());
}
