using Microsoft.Data.Sqlite;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Persistence.Sqlite;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Tests.Verifying;

/// <summary>Every way to change a store by hand that does not write its chains anew shows in <c>verify all</c>.</summary>
public sealed class StoreVerificationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verify").FullName;

    private string Path => System.IO.Path.Combine(_folder, "runs.db");

    public static TheoryData<string, string> Changes => new()
    {
        { "update runs set outcome = 'succeeded' where rowid = 2", "outcome" },
        { "update runs set actor = 'eve' where rowid = 1", "actor" },
        { "update runs set runbook = 'other' where rowid = 1", "runbook" },
        { "update runs set environment = 'other' where rowid = 1", "environment" },
        { "update runs set ticket = 'CHG9' where rowid = 1", "ticket" },
        { "update runs set mode = 'drill' where rowid = 1", "mode" },
        { "update runs set started_at = started_at + 1 where rowid = 1", "start" },
        { "update runs set ended_at = 1 where rowid = 1", "end" },
        { "update runs set parent = id where rowid = 1", "caller" },
        { "update entries set payload = replace(payload, 'akiko', 'eve') where sequence = 1", "was changed" },
        { "update entries set at = at + 1 where sequence = 2", "was changed" },
        { "delete from entries where run = 1 and sequence = 2", "missing" },
        { "delete from entries where run = 1 and sequence > 2", "missing" },
        { "delete from runs where rowid = 2", "belong to no run" },
        { "delete from runs where rowid = 2; delete from entries where run = 2", "is gone, and no retention removed it" },
        { "delete from entries where run = 2", "is gone" },
        { "delete from register where number = 1", "register" },
        { "delete from register where number = 2", "register ends at line 1" },
        { "delete from register where number = 2; delete from runs where rowid = 2; delete from entries where run = 2", "register ends at line 1" },
        { "update register set what = 'removed' where number = 2; delete from runs where rowid = 2; delete from entries where run = 2", "was changed" },
        { "insert into locks values ('9', 'g', '01a20131-e146-7140-892a-000000000000', 0)", "which is not there" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_store_that_was_changed_by_hand_does_not_verify(string sql, string says)
    {
        await using var store = await StoreAsync();
        var before = await StoreVerification.OfAsync(store, default);
        Assert.Empty(before.Problems);
        Execute(sql);
        var after = await StoreVerification.OfAsync(store, default);
        Assert.Contains(after.Problems, p => p.Contains(says, StringComparison.Ordinal));
        Assert.False(after.IsGood);
    }

    [Fact]
    public async Task A_register_written_anew_shows_against_a_line_that_was_noted_down_elsewhere()
    {
        await using var store = await StoreAsync();
        var noted = (await StoreVerification.OfAsync(store, default)).Register!.Head!.ToString();
        Assert.Empty((await StoreVerification.OfAsync(store, default, noted)).Problems);
        Execute("delete from runs where rowid = 2; delete from entries where run = 2; delete from register where number = 2; update register_head set number = 1");
        Assert.Empty((await StoreVerification.OfAsync(store, default)).Problems);
        Assert.Contains((await StoreVerification.OfAsync(store, default, noted)).Problems, p => p.Contains(noted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_retention_removed_is_not_missed()
    {
        await using var store = await StoreAsync();
        var run = (await store.ListAsync(new RunFilter(), default)).Single(r => r.EndedAt is not null);
        Assert.True(await store.DeleteEndedAsync(run.Id, default));
        Assert.Empty((await StoreVerification.OfAsync(store, default)).Problems);
    }

    /// <summary>One run that goes on, and one that failed.</summary>
    private async Task<SqliteRunStore> StoreAsync()
    {
        var store = await SqliteRunStore.OpenAsync(Path, TimeProvider.System, default);
        await KeepAsync(store, new Story(ticket: "CHG1").Approved().Entries);
        await KeepAsync(store, Other(new Story().Approved().Then(new RunDecided(RunOutcome.Failed), new RunEnded(RunOutcome.Failed)).Entries));
        return store;
    }

    private static async Task KeepAsync(SqliteRunStore store, IReadOnlyList<JournalEntry> entries)
    {
        await store.StartAsync(RunFold.All([entries[0]])!.Summary, [entries[0]], [], default);
        if (entries.Count > 1)
            await store.AppendAsync(RunFold.All(entries)!.Summary, [.. entries.Skip(1)], default);
    }

    private static List<JournalEntry> Other(IReadOnlyList<JournalEntry> entries)
    {
        var (run, hash, other) = (new RunId(new Guid("01a20131-e146-7140-892a-ffd12cef7ffe")), HashChain.Origin, new List<JournalEntry>());
        foreach (var e in entries)
        {
            hash = HashChain.Next(hash, run, e.Sequence, e.At, e.Type, e.Payload);
            other.Add(e with { Run = run, Hash = hash });
        }

        return other;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
