using Microsoft.Data.Sqlite;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>A store that a newer version wrote is refused in words by everything that opens one, and is left as it is.</summary>
public sealed class NewerStoreTests
{
    [Fact]
    public async Task Server_and_commands_of_an_earlier_version_say_so_and_exit_7()
    {
        await using var workshop = new Workshop();
        Assert.Equal(0, (await workshop.RunAsync("runs")).Exit);
        var file = workshop.Store["sqlite:".Length..];
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "insert into schema_versions (number, name, at) values (999, 'later', 0)";
            command.ExecuteNonQuery();
        }

        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        foreach (var words in (string[][])[["serve"], ["serve", "--new-key", "akiko", "--role", "admin"], ["runs"], ["resume", "latest"], ["verify", "all"]])
        {
            var result = await workshop.RunAsync(words);
            Assert.True(result.Exit == 7 && result.Error.Contains("newer version of this program: its schema is 999", StringComparison.Ordinal), $"{string.Join(' ', words)}: {result}");
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(workshop.Folder, "*.before-*"));
    }
}
