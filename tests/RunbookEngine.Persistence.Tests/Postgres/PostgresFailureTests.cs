using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Postgres;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Tests.Postgres;

/// <summary>Servers that go away, answers that are lost, and what people are told.</summary>
public sealed class PostgresFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private PostgresServer? _server;

    private PostgresServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await PostgresServer.WithSchemaAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Appends_whose_answers_are_lost_and_connections_cut_at_any_moment_are_stored_once()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (through, proxy) = Proxied();
        await using var _ = proxy;
        await using var store = await PostgresRunStore.OpenAsync(through, TimeProvider.System, Patience, default);

        var writers = Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            var run = await store.StartedAsync();
            for (var i = 0; i < 60; i++)
                run = await store.AppendedAsync(run, 1 + i % 3);
            return run;
        })).ToList();
        var all = Task.WhenAll(writers);
        for (var breaks = 0; breaks < 40 && !all.IsCompleted; breaks++, await Task.WhenAny(all, Task.Delay(random.Next(1, 200))))
        {
            if (random.Next(4) == 0)
                proxy.CutAll();
            else
                proxy.LoseNextAnswer();
        }

        foreach (var writer in writers)
        {
            var run = await writer;
            Assert.Equal(Enumerable.Range(1, run.Sequence), (await store.ReadAsync(run.Id, 0, default)).Select(entry => entry.Sequence));
        }

        Assert.True(proxy.Lost > 0, "no answer was lost");
    }

    [Fact]
    public async Task A_conflict_stays_a_conflict_when_its_answer_is_lost()
    {
        var (through, proxy) = Proxied();
        await using var _ = proxy;
        await using var store = await PostgresRunStore.OpenAsync(through, TimeProvider.System, Patience, default);
        await using var other = await Server.OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            var run = await store.StartedAsync();
            await store.AppendedAsync(run);
            proxy.LoseNextAnswer();
            var mine = Sample.Entries(run.Id, 2, 1, "\"another story\"");
            await Assert.ThrowsAsync<SequenceConflictException>(() => store.AppendAsync(run with { Sequence = 2 }, mine, default));
            proxy.LoseNextAnswer();
            await Assert.ThrowsAsync<SequenceConflictException>(() => store.StartAsync(run with { Sequence = 1 }, Sample.Entries(run.Id, 1, 1, "\"another\""), [], default));
        }
    }

    [Fact]
    public async Task Connections_that_the_server_ends_are_made_again()
    {
        await using var store = await PostgresRunStore.OpenAsync(
            new NpgsqlConnectionStringBuilder(Server.Connection) { ApplicationName = Server.Schema }.ToString(), TimeProvider.System, Patience, default);
        var run = await store.StartedAsync();
        for (var round = 0; round < 20; round++)
        {
            var appending = store.AppendedAsync(run);
            await Server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{Server.Schema}'");
            run = await appending;
            Assert.Equal(run.Sequence, (await store.ReadAsync(run.Id, 0, default)).Count);
            Assert.Equal(run, await store.FindAsync(run.Id, default));
        }
    }

    [Fact]
    public async Task A_server_that_stays_away_is_named_and_used_again_when_it_is_back()
    {
        var (through, proxy) = Proxied();
        await using var _ = proxy;
        await using var store = await PostgresRunStore.OpenAsync(through, TimeProvider.System, TimeSpan.FromMilliseconds(100), default);
        var run = await store.StartedAsync();
        proxy.Close();

        Func<Task>[] calls =
        [
            () => store.AppendedAsync(run),
            () => store.StartedAsync(),
            () => store.ReadAsync(run.Id, 0, default),
            () => store.NewsAsync(0, default),
            () => store.ListLocksAsync(default),
        ];
        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(call);
            Assert.Contains(store.Name, failure.Message, StringComparison.Ordinal);
            AssertNoSecret(failure);
        }

        proxy.Reopen();
        Assert.Equal(run, await store.FindAsync(run.Id, default));
        await store.AppendedAsync(run);
    }

    [Fact]
    public async Task An_entry_of_a_transaction_that_commits_late_is_news_when_it_does()
    {
        await using var store = await Server.OpenAsync();
        var (early, late) = (await store.StartedAsync(), await store.StartedAsync());
        var position = (await store.NewsAsync(-1, default)).Position;

        await using var connection = new NpgsqlConnection(Server.Connection);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand($"insert into entries (run, sequence, at, type, payload, hash) select key, 2, 0, 't', '{{}}', 'h' from runs where id = '{late.Id}'", connection);
        await insert.ExecuteNonQueryAsync();
        for (var i = 0; i < 5; i++)
        {
            early = await store.AppendedAsync(early);
            var news = await store.NewsAsync(position, default);
            Assert.Contains(early.Id, news.Runs);
            position = news.Position;
        }

        await transaction.CommitAsync();
        Assert.Contains(late.Id, (await store.NewsAsync(position, default)).Runs);
    }

    [Fact]
    public async Task A_database_restored_into_a_younger_server_does_not_report_old_news_for_ever()
    {
        var run = default(RunSummary);
        await using (var store = await Server.OpenAsync())
            run = await store.StartedAsync();
        await Server.ExecuteAsync($"update {Server.Schema}.entries set transaction = '9000000000000000000'");

        await using var restored = await Server.OpenAsync();
        var position = (await restored.NewsAsync(-1, default)).Position;
        await restored.StartedAsync();
        Assert.DoesNotContain(run.Id, (await restored.NewsAsync(position, default)).Runs);
    }

    [Fact]
    public async Task One_append_that_the_database_refuses_does_not_fail_its_neighbours()
    {
        await using var store = await Server.OpenAsync();
        var runs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => store.StartedAsync()));
        await Server.ExecuteAsync($"insert into {Server.Schema}.entries (run, sequence, at, type, payload, hash) select key, 2, 0, 't', '', '' from {Server.Schema}.runs where id = '{runs[20].Id}'");

        var appends = runs.Select(run => store.AppendedAsync(run)).ToList();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => appends[20]);
        for (var i = 0; i < appends.Count; i++)
        {
            if (i != 20)
                await appends[i];
        }

        Assert.Equal(runs[20], await store.FindAsync(runs[20].Id, default));
    }

    [Fact]
    public async Task Several_programs_that_open_a_new_store_at_once_share_one()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(Server.OpenAsync)));
        var runs = await Task.WhenAll(stores.Select(store => store.StartedAsync()));
        Assert.Equal(runs.Length, (await stores[0].ListAsync(new RunFilter(), default)).Count);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Commits_wait_for_the_disk_even_where_the_users_default_says_otherwise()
    {
        var lazy = new NpgsqlConnectionStringBuilder(Server.Connection) { Options = "-c synchronous_commit=off" }.ToString();
        await using var store = await PostgresRunStore.OpenAsync(lazy, TimeProvider.System, default);
        for (var i = 0; i < 3; i++)
            Assert.False(await store.Session.ReadAsync(link => PostgresSchema.CommitsLazilyAsync(link, default), default));
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_says_why_and_never_the_password()
    {
        var good = new NpgsqlConnectionStringBuilder(Server.Connection);
        (string Connection, string Says)[] wrong =
        [
            (new NpgsqlConnectionStringBuilder(good.ToString()) { Password = Secret }.ToString(), "refuses the user"),
            (new NpgsqlConnectionStringBuilder(good.ToString()) { Username = "nobody", Password = Secret }.ToString(), "refuses the user"),
            (new NpgsqlConnectionStringBuilder(good.ToString()) { Database = "nowhere" }.ToString(), "Create the database"),
            (new NpgsqlConnectionStringBuilder(good.ToString()) { Port = 1, Password = Secret }.ToString(), "cannot be reached"),
            (new NpgsqlConnectionStringBuilder(good.ToString()) { SearchPath = "nowhere" }.ToString(), "schema"),
            ($"Host=db;Pasword={Secret}", "not understood"),
            ($"Host=;Password={Secret}", "names no host"),
            ($"postgres://me:{Secret}@/runbook", "not understood"),
        ];
        foreach (var (connection, says) in wrong)
        {
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => RunStores.OpenAsync(connection, TimeProvider.System, default));
            Assert.Contains(says, failure.Message, StringComparison.Ordinal);
            AssertNoSecret(failure);
        }

        await using (await Server.OpenAsync())
        {
        }

        await Server.ExecuteAsync($"insert into {Server.Schema}.schema_versions values ({PostgresMigrations.Newest + 1}, 'later', 0)");
        Assert.Contains("newer version", (await Assert.ThrowsAsync<StoreUnavailableException>(Server.OpenAsync)).Message, StringComparison.Ordinal);
    }

    private const string Secret = "hush-hush-4711";

    private void AssertNoSecret(Exception failure)
    {
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(Server.Connection).Password!, failure.ToString(), StringComparison.Ordinal);
    }

    private (string Connection, LossyProxy Proxy) Proxied()
    {
        var settings = new NpgsqlConnectionStringBuilder(Server.Connection);
        var proxy = new LossyProxy(settings.Host!, settings.Port);
        (settings.Host, settings.Port) = ("127.0.0.1", proxy.Port);
        return (settings.ToString(), proxy);
    }
}
