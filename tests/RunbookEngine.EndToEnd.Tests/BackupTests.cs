using Microsoft.Data.Sqlite;

namespace RunbookEngine.EndToEnd.Tests;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_is_restored_with_its_open_runs_held()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Assert.Equal(5, (await workshop.RunAsync("run", Repository.Runbook("planned-failover"), "--environment", arrays.Environment, "--as", "akiko")).Exit);

        var backup = await workshop.RunAsync("backup", "--out", workshop.File("copy.db"));
        var again = await workshop.RunAsync("backup", "--out", workshop.File("copy.db"));
        var over = await workshop.RunAsync("restore", workshop.File("copy.db"));
        workshop.Variables["RUNBOOK_STORE"] = $"sqlite:{workshop.File("new.db")}";
        var restored = await workshop.RunAsync("restore", workshop.File("copy.db"), "--as", "akiko");
        var run = await workshop.ShowAsync();
        var verified = await workshop.RunAsync("verify", "all");

        Assert.Equal([0, 6, 6, 0, 0], new[] { backup, again, over, restored, verified }.Select(r => r.Exit));
        Assert.Contains("1 runs", backup.Out);
        Assert.Equal("held", run.GetProperty("outcome").GetString());
        Assert.Contains("restored by akiko", run.GetProperty("held").GetString());
        Assert.Empty(Directory.GetFiles(workshop.Folder, "*.part*"));
    }

    [Fact]
    public async Task A_backup_whose_journal_was_changed_is_not_restored()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        await workshop.RunAsync("run", Repository.Runbook("planned-failover"), "--environment", arrays.Environment, "--as", "akiko");
        await workshop.RunAsync("backup", "--out", workshop.File("copy.db"));
        await using (var copy = new SqliteConnection($"Data Source={workshop.File("copy.db")};Pooling=false"))
        {
            await copy.OpenAsync(TestContext.Current.CancellationToken);
            await using var change = copy.CreateCommand();
            change.CommandText = "update entries set payload = replace(payload, 'akiko', 'nobody') where sequence = 1";
            Assert.Equal(1, await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var restored = await workshop.RunAsync("restore", workshop.File("copy.db"), "--store", $"sqlite:{workshop.File("new.db")}");
        var notOne = await workshop.RunAsync("restore", arrays.Environment, "--store", $"sqlite:{workshop.File("new.db")}");
        var postgres = await workshop.RunAsync("backup", "--store", "Host=db", "--out", workshop.File("x"));

        Assert.Equal([1, 7, 2], new[] { restored, notOne, postgres }.Select(r => r.Exit));
        Assert.Contains("pg_dump", postgres.Error);
        Assert.False(File.Exists(workshop.File("new.db")));
    }
}
