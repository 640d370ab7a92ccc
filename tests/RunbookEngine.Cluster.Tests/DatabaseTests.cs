using System.Diagnostics;
using RunbookEngine.Cluster.Tests.Support;

namespace RunbookEngine.Cluster.Tests;

/// <summary>The database goes away and comes back.</summary>
public sealed class DatabaseTests(ITestOutputHelper output)
{
    private const int Groups = 8;
    private const int Cycles = 2;

    [Fact]
    public async Task A_database_that_restarts_loses_nothing_and_the_runs_go_on_by_themselves()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ClusterLab.Variable)), $"No PostgreSQL: {ClusterLab.Variable} is not set.");
        var folder = Path.Combine(Path.GetTempPath(), $"pg-{Guid.NewGuid():N}"[..16]);
        try
        {
            var connection = (await ScriptAsync("start", folder)).Trim();
            await using var lab = await ClusterLab.OpenAsync(connection, Groups, speed: 4, Cycles);
            await lab.UploadAsync(await lab.StartNodeAsync());
            await lab.StartNodeAsync();
            var watch = new RunWatch(lab);
            await watch.StartAsync(Groups);
            for (var i = 0; i < 3; i++)
            {
                var clock = Stopwatch.StartNew();
                await ScriptAsync("restart", folder);
                output.WriteLine($"restarted, away for {clock.Elapsed.TotalSeconds:0.0} s");
                await Task.Delay(TimeSpan.FromSeconds(2));
            }

            await watch.EndedAsync();
            await watch.NothingDoubledAsync(Groups, Cycles);
        }
        finally
        {
            await ScriptAsync("stop", folder);
        }
    }

    private static async Task<string> ScriptAsync(string verb, string folder)
    {
        await using var script = new RunningCommand(new ProcessStartInfo("bash", [Repository.File("tests/postgres.sh"), verb, folder]));
        var ended = await script.EndAsync();
        Assert.True(ended.Exit == 0, $"{verb}: {ended}");
        return ended.Out;
    }
}
