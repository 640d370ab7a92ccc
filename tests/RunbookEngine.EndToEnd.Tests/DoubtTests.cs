using Microsoft.Data.Sqlite;

namespace RunbookEngine.EndToEnd.Tests;

public sealed class DoubtTests
{
    [Fact]
    public async Task A_changed_event_is_found_and_its_run_is_not_carried_on()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Assert.Equal(5, (await workshop.RunAsync("run", Repository.Runbook("planned-failover"), "--environment", arrays.Environment)).Exit);
        Assert.Equal(0, (await workshop.RunAsync("verify", "latest")).Exit);
        await ChangeAsync(workshop.File("runs.db"));

        var verified = await workshop.RunAsync("verify", "latest", "--output", "json");
        Assert.True(verified.Exit == 1 && !verified.Json.GetProperty("verified").GetBoolean(), $"{verified}");
        foreach (var verb in (string[])["resume", "rollback"])
        {
            var refused = await workshop.RunAsync(verb, "latest");
            Assert.True(refused.Exit == 1 && refused.Error.Contains("changed", StringComparison.Ordinal), $"{refused}");
        }

        Assert.Empty(await arrays.LedgerAsync());
    }

    [Fact]
    public async Task Pairs_that_changed_while_a_run_was_down_hold_it_until_a_person_accepts()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Assert.Equal(5, (await workshop.RunAsync("run", Repository.Runbook("change-ticket"), "--environment", arrays.Environment, "--as", "dora")).Exit);
        // Somebody else splits the same mirrors, with a store of their own.
        var other = workshop.Write("other.yaml", """
            runbook: v1
            name: other
            targets:
              mirrors: { technology: universal-replicator, array: tokyo, copyGroups: ["billing-ur-*"] }
            steps:
              - id: split
                pair.split: { on: mirrors }
            """);
        Assert.Equal(0, (await workshop.RunAsync("run", other, "--environment", arrays.Environment, "--store", $"sqlite:{workshop.File("other.db")}")).Exit);

        await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "ben");
        var held = await workshop.RunAsync("resume", "latest");
        Assert.True(held.Exit == 5, $"{held}");
        Assert.Contains("PAIR/PAIR", held.Out);
        Assert.Contains("PSUS/SSUS", held.Out);
        Assert.Contains("--reason TEXT", held.Out);
        var accepted = await workshop.RunAsync("resume", "latest", "--reason", "we did that");
        Assert.True(accepted.Exit == 5, $"the yes was for other pairs: {accepted}");
        Assert.Contains("asks again", held.Out);
        await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "ben");
        var done = await workshop.RunAsync("resume", "latest");
        Assert.True(done.Exit == 0, $"{done}");
    }

    private static async Task ChangeAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync();
        await using var tables = connection.CreateCommand();
        tables.CommandText = "select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'payload' where m.type = 'table'";
        var table = (string)(await tables.ExecuteScalarAsync())!;
        await using var change = connection.CreateCommand();
        change.CommandText = $"update {table} set payload = replace(payload, 'healthy', 'wealthy') where sequence = 3";
        Assert.Equal(1, await change.ExecuteNonQueryAsync());
        SqliteConnection.ClearAllPools();
    }
}
