using System.Text.Json;
using RunbookEngine.Documents;
using RunbookEngine.Persistence;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Runs;
using RunbookEngine.Server.Tests.Schedules.Support;

namespace RunbookEngine.Server.Tests.Triggers;

/// <summary>Events of a ticket system: one run for a ticket, however often it is told of.</summary>
public class TicketEventTests
{
    private const string Intake = """
        webhook: { secrets: env:RUNBOOK_TEST_HOOK_SECRET, perMinute: 6000 }
        tickets: { connection: servicenow, id: "${{ body.number }}", state: "${{ body.state }}" }
        """;

    private const string Trigger = "{ runbook: drill, ticket: { connection: servicenow, state: [Implement, Scheduled], when: \"body.category == 'storage'\" }, inputs: { app: \"${{ body.app }}\" } }";

    [Fact]
    public async Task The_same_event_a_hundred_times_at_once_to_two_servers_starts_one_run_in_memory()
    {
        var store = new MemoryRunStore(TimeProvider.System);
        await HundredTimesAsync(store, store);
    }

    [Fact]
    public async Task The_same_event_a_hundred_times_at_once_to_two_servers_starts_one_run_on_sqlite()
    {
        var path = Path.Combine(Path.GetTempPath(), $"tickets-{Guid.NewGuid():N}.db");
        var store = await RunStores.OpenAsync($"sqlite:{path}", TimeProvider.System, CancellationToken.None);
        await HundredTimesAsync(store, store);
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(path) + "*"))
            File.Delete(file);
    }

    [Fact]
    public async Task The_same_event_a_hundred_times_at_once_to_two_servers_starts_one_run_on_postgresql()
    {
        await using var schema = await PostgresSchema.MakeAsync();
        await HundredTimesAsync(
            await RunStores.OpenAsync(schema.Connection, TimeProvider.System, CancellationToken.None), await RunStores.OpenAsync(schema.Connection, TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public async Task Only_the_states_and_the_condition_of_the_trigger_start_a_run_and_the_ticket_is_on_record()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/events", Intake);
        await lab.PutAsync("schedules/changes", Trigger);
        foreach (var (state, category, started) in new[] { ("Assess", "storage", false), ("Implement", "network", false), ("implement", "storage", true), ("Closed", "storage", false) })
        {
            var (status, said) = await lab.SendAsync(lab.Signed("events", Event("CHG0030001", state, category)));
            Assert.Equal((started ? 201 : 200, started), (status, said.GetProperty("run").ValueKind == JsonValueKind.String));
            if (!started)
                continue;
            var run = (await lab.Store.FindAsync(RunId.TryParse(said.GetProperty("run").GetString()!)!.Value, CancellationToken.None))!;
            Assert.Equal(("CHG0030001", "ticket:CHG0030001", "drill"), (run.Ticket, run.Actor, run.Runbook));
        }

        // Another state that starts runs: it is the same ticket.
        var (again, same) = await lab.SendAsync(lab.Signed("events", Event("CHG0030001", "Scheduled", "storage")));
        Assert.Equal((200, true), (again, same.GetProperty("before").GetBoolean()));
        Assert.Equal(201, (await lab.SendAsync(lab.Signed("events", Event("CHG0030002", "Scheduled", "storage")))).Status);
        Assert.Equal(2, await lab.RunsAsync());
    }

    [Fact]
    public async Task A_trigger_in_a_runbook_takes_tickets_too_and_two_that_want_one_ticket_get_none()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/events", Intake);
        await lab.PutAsync("runbooks/drill", HookLab.Runbook + "\ntriggers:\n  - { name: change, ticket: { connection: servicenow, state: Implement } }\n");
        var (status, said) = await lab.SendAsync(lab.Signed("events", Event("CHG1", "Implement", "storage")));
        Assert.True(status == 201, said.ToString());
        await lab.PutAsync("schedules/changes", Trigger);
        Assert.Equal(409, (await lab.SendAsync(lab.Signed("events", Event("CHG2", "Implement", "storage")))).Status);
        await lab.Admin.PostAsync("schedules/drill.change/pause", null);
        Assert.Equal(201, (await lab.SendAsync(lab.Signed("events", Event("CHG2", "Implement", "storage")))).Status);
        await lab.Admin.PostAsync("schedules/changes/pause", null);
        Assert.Equal(JsonValueKind.Null, (await lab.SendAsync(lab.Signed("events", Event("CHG3", "Implement", "storage")))).Said.GetProperty("run").ValueKind);
    }

    [Fact]
    public async Task What_is_no_ticket_is_refused()
    {
        await using var lab = await HookLab.StartAsync();
        await lab.PutAsync("webhooks/events", Intake);
        await lab.PutAsync("schedules/changes", Trigger);
        foreach (var body in new[] { "{}", """{ "number": null, "state": "Implement" }""", """{ "number": "", "state": "Implement" }""", """{ "number": "x' or 1=1", "state": "Implement" }""", """{ "number": [1], "state": "Implement" }""", $$"""{ "number": "{{new string('9', 101)}}", "state": "Implement" }""" })
            Assert.Equal(422, (await lab.SendAsync(lab.Signed("events", body))).Status);
        Assert.Equal(0, await lab.RunsAsync());
    }

    private static async Task HundredTimesAsync(params IEngineStore[] stores)
    {
        await using var lab = await HookLab.StartAsync(null, stores);
        await lab.PutAsync("webhooks/events", Intake);
        await lab.PutAsync("schedules/changes", Trigger);
        var now = lab.Clock.GetUtcNow();
        // Some deliveries are the same to the letter, others are signed anew: senders do both.
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() =>
            lab.SendAsync(lab.Signed("events", Event("CHG0030001", "Implement", "storage"), now.AddSeconds(-(i % 7)), host: i % 2)))));
        Assert.All(answers, a => Assert.InRange(a.Status, 200, 201));
        Assert.Single(answers.Select(a => a.Said.GetProperty("run").GetString()).Distinct());
        Assert.Equal(1, await lab.RunsAsync());
    }

    private static string Event(string number, string state, string category) => $$"""{ "number": "{{number}}", "state": "{{state}}", "category": "{{category}}", "app": "erp" }""";
}
