using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Postgres;
using RunbookEngine.Runs;
using RunbookEngine.Server.Hosting;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Tests.Api;
using RunbookEngine.Server.Tests.Schedules.Support;

namespace RunbookEngine.Server.Tests.Hosting;

/// <summary>A database that is replaced under a server: the server ends and says why, and what its runs had left to do is not done.</summary>
public class StoreReplacedTests
{
    public static TheoryData<string> Acts => new()
    {
        "drop schema SCHEMA cascade; create schema SCHEMA",
        "set search_path = SCHEMA; alter table runs rename to was; create table runs (like was including all); insert into runs overriding system value select * from was",
        "set search_path = SCHEMA; delete from register where number > 1; update register_head set number = 1",
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task A_server_over_a_replaced_database_ends_and_carries_nothing_on(string act)
    {
        await using var schema = await PostgresSchema.MakeAsync();
        await using var store = await PostgresRunStore.OpenAsync(schema.Connection, TimeProvider.System, CancellationToken.None);
        var settings = SettingsReader.Read(null, ServerComposition.Sections, [], [KeyValuePair.Create("server:urls:0", (string?)"http://127.0.0.1:0")]);
        var log = new LabLog();
        await using var host = ServerHost.Create(settings, store, TimeProvider.System, services => services.AddLogging(b => b.ClearProviders().AddProvider(log)));
        await host.StartAsync(CancellationToken.None);
        var folder = Directory.CreateTempSubdirectory("replaced");
        var (begun, marker) = (Path.Combine(folder.FullName, "begun"), Path.Combine(folder.FullName, "marker"));
        await host.Services.GetRequiredService<EnvironmentLibrary>().PutAsync("lab", "environment: v1\nname: lab\narrays: { t: { endpoint: \"http://127.0.0.1:1\", storageDeviceId: \"900000040014\", credentials: \"env:NONE\" } }\n", null, "lab", default);
        await host.Services.GetRequiredService<RunbookLibrary>().PutAsync("swap", $$"""
            runbook: v1
            name: swap
            steps:
              - id: wait
                timeout: 5m
                command: { run: [sh, -c, "touch {{begun}}; while test ! -e {{begun}}.go; do sleep 0.1; done"] }
                rollback: { none: "a test" }
              - id: after
                timeout: 5m
                command: { run: [touch, "{{marker}}"] }
                rollback: { none: "a test" }
            """, null, "lab", default);
        var starter = host.Services.GetRequiredService<IRunStarter>();
        for (var i = 0; i < 3; i++)
            Assert.IsType<OrderResult.Started>(await starter.StartAsync(new RunOrder("swap", "lab", "olga", new Dictionary<string, string>()), default));
        for (var i = 0; !File.Exists(begun); i++)
        {
            Assert.True(i < 600, log.Text);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await schema.ExecuteAsync(act.Replace("SCHEMA", schema.Name, StringComparison.Ordinal));
        await File.WriteAllTextAsync(begun + ".go", "", TestContext.Current.CancellationToken);

        var ended = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.True(ended.IsReplaced);
        Assert.Contains("was replaced", ended.Message);
        Assert.Contains("The server ends", log.Text);
        // In the third case the runs are where they were, and go on until a look finds the register another one.
        if (!act.Contains("register", StringComparison.Ordinal))
            Assert.False(File.Exists(marker), log.Text);
        folder.Delete(recursive: true);
    }
}
