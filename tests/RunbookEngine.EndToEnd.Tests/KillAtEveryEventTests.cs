using RunbookEngine.Testing;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>The real process dies, as by <c>kill -9</c>, the moment an event of its run is durable; <c>runbook resume</c> ends the run, and the
/// arrays saw what they see in a calm run: no operation twice, none missing.</summary>
/// <remarks>A few events of each runbook, chosen at random; all of them with <c>RUNBOOK_CRASH_ALL=1</c> (<c>tests/crash.sh</c>).</remarks>
public sealed class KillAtEveryEventTests(ITestOutputHelper output)
{
    private const int EventsOfEach = 2;

    public static TheoryData<string> Runbooks =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "runbooks"), "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).Order()];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public async Task A_process_killed_after_any_event_leaves_a_run_that_ends_as_if_nothing_had_happened(string runbook)
    {
        var calm = await RunAsync(runbook, dieAfter: null);
        var seed = int.TryParse(Environment.GetEnvironmentVariable("RUNBOOK_TEST_SEED"), out var given) ? given : Seeds.FreshOr(20261129);
        var random = new Random(seed);
        var all = Enumerable.Range(1, calm.Events - 1).ToList();
        var chosen = Environment.GetEnvironmentVariable("RUNBOOK_CRASH_ALL") is null
            ? all.OrderBy(_ => random.Next()).Take(EventsOfEach).ToList()
            : all;
        foreach (var last in chosen)
        {
            var killed = await RunAsync(runbook, last);
            var place = $"{runbook}, killed after event {last} of {calm.Events} (RUNBOOK_TEST_SEED={seed}):\n{killed.Story}";
            Assert.True(killed.Ledger.Order().SequenceEqual(calm.Ledger.Order()), $"{place}\nledger: {string.Join(", ", killed.Ledger.Order())}");
        }

        output.WriteLine($"{runbook}: killed after {chosen.Count} of {all.Count} events, {calm.Ledger.Count} array operations each, seed {seed}");
    }

    private static async Task<(IReadOnlyList<string> Ledger, int Events, string Story)> RunAsync(string runbook, int? dieAfter)
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite, "--speed", "600");
        if (dieAfter is { } last)
            workshop.Variables["RUNBOOK_DIE_AFTER_EVENT"] = $"{last}";
        var turn = await workshop.RunAsync("run", Repository.Runbook(runbook), "--environment", arrays.Environment, "--as", "olga");
        var killed = turn.Exit is 137 or 9 or -9;
        workshop.Variables.Clear();
        while (killed || turn.Exit == 5)
        {
            string[] choice = killed ? [] : await PersonAsync(workshop, turn);
            if (!killed && dieAfter is { } later)
                workshop.Variables["RUNBOOK_DIE_AFTER_EVENT"] = $"{later}";
            turn = await workshop.RunAsync(["resume", "latest", "--as", "olga", .. choice]);
            killed = turn.Exit is 137 or 9 or -9;
            workshop.Variables.Clear();
        }

        Assert.True(turn.Exit == 0, $"{runbook} killed after event {dieAfter}: {turn}");
        var events = (await workshop.RunAsync("show", "latest", "--events", "--output", "json")).Json.GetProperty("events").GetArrayLength();
        var ledger = (await arrays.LedgerAsync()).SelectMany(e => Enumerable.Repeat($"{e.Key.Action} {e.Key.Group}", e.Value)).ToList();
        return (ledger, events, turn.Out);
    }

    /// <summary>What the person says that the run asks for. Only a command may be in doubt: what it did, no array can tell.</summary>
    private static async Task<string[]> PersonAsync(Workshop workshop, CommandResult turn)
    {
        var run = await workshop.ShowAsync();
        var steps = run.GetProperty("steps").EnumerateArray().Select(s => (Id: s.GetProperty("id").GetString()!, Status: s.GetProperty("status").GetString(), Verb: s.GetProperty("verb").GetString())).ToList();
        if (steps.FirstOrDefault(s => s.Status == "ambiguous") is { Id: { } doubtful, Verb: var verb })
        {
            Assert.True(verb == "command", $"step {doubtful} is in doubt: {turn}");
            return ["--retry", doubtful];
        }

        var granted = await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "akiko");
        Assert.True(granted.Exit == 0, $"{turn}\n{granted}");
        return [];
    }
}
