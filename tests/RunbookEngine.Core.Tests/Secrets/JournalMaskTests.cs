using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities;
using RunbookEngine.Core.Tests.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Secrets;
using Xunit;

namespace RunbookEngine.Core.Tests.Secrets;

/// <summary>Whatever an activity hands over, in whichever spelling and however it ends: the engine masks it before it is journalled or shown.</summary>
public class JournalMaskTests
{
    private static readonly string[] Ends = ["success", "failure", "lost answer", "cannot start", "asks people", "gate shut", "failed undo"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> All => [.. SecretMaskTests.All.Where(r => r.Data.Item1 is "Zq\"9\\x+&=/%kLmW" or "päss wörd <ü> 42").Select(r => (r.Data.Item1, r.Data.Item2))];

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_text_of_an_activity_brings_a_secret_into_the_journal(string secret, string spelling)
    {
        KnownSecrets.Add("env:JOURNAL_MASK_TEST", secret, "svc-user");
        var written = SecretMaskTests.Write(secret, spelling);
        foreach (var end in Ends)
        {
            var (store, shown) = (new MemoryRunStore(TimeProvider.System), new Shown());
            await using var engine = new RunEngine(
                store, new Leaky(end, written), new PlainExpressions(), TimeProvider.System, EngineIdentity.OfThisProcess() with { Host = Guid.NewGuid().ToString() },
                new EngineOptions { NewsInterval = TimeSpan.FromMilliseconds(5) });
            var leak = new PlanStep { Id = new StepId("leak"), Verb = "leak", Rollback = RollbackPlan.Auto, Pivot = end == "gate shut" };
            var plan = end switch
            {
                "gate shut" => Runs.Plans.Of(leak with { Id = new StepId("gate"), Pivot = false }, leak),
                "failed undo" => Runs.Plans.Of(leak, leak with { Id = new StepId("fails") }),
                _ => Runs.Plans.Of(leak),
            };
            var run = Assert.IsType<StartResult.Started>(await engine.StartAsync(plan, new StartRequest("olga"), Stop)).Run;
            await engine.DriveAsync(run, "olga", shown, Stop);
            var events = await store.ReadAsync(run, 0, Stop);
            Assert.True(events.Count > 2, end);
            foreach (var entry in events)
            {
                foreach (var text in Texts(JsonNode.Parse(entry.Payload)).Append(entry.Payload))
                    Assert.False(text.Contains(written, StringComparison.Ordinal) || text.Contains(secret, StringComparison.Ordinal), $"{end}, {spelling}, {entry.Type}: {text}");
            }

            Assert.NotEmpty(shown.Lines);
            Assert.DoesNotContain(shown.Lines, l => l.Contains(written, StringComparison.Ordinal) || l.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Texts(p.Value).Prepend(p.Key)),
        JsonArray list => list.SelectMany(Texts),
        { } value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };

    /// <summary>Tells the secret wherever an activity can say something.</summary>
    private sealed class Leaky(string end, string text) : IActivityCatalog, IGate
    {
        public IActivity Find(string verb) => this;

        public async Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken)
        {
            step.Report(new StepProgress($"says {text}", [], null));
            if (end is "asks people")
                return new StepOutcome.AwaitingPeople(null, $"asks {text}", null, new(1, 0, DateTimeOffset.MaxValue, $"may {text}?"));
            await step.JournalAsync(new OperationIntended(step.Key, "1", "http", "", "", new OperationRequest("POST", $"https://x/?t={text}", $"{{\"a\":\"{text}\"}}"), []), cancellationToken);
            if (end is "lost answer")
                return new StepOutcome.Ambiguous(new Ambiguity($"did {text} happen?", $"yes {text}", $"no {text}", [$"seen {text}"]));
            var good = end is "success" or "gate shut" || (end is "failed undo" && step.Key.Id.Value == "leak");
            await step.JournalAsync(new OperationConcluded(step.Key, "1", good ? OperationResult.Done : end is "cannot start" ? OperationResult.NoEffect : OperationResult.Failed, $"said {text}"), cancellationToken);
            return good
                ? new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["said"] = text, ["list"] = new[] { $"a {text}" } }))
                : Failed();
        }

        public Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) => Task.FromResult(Failed());

        public Task<Failure?> RecheckAsync(GateContext gate, CancellationToken cancellationToken) =>
            Task.FromResult<Failure?>(end is "gate shut" ? new Failure(FailureKind.Refused, $"shut: {text}") { Help = $"see {text}" } : null);

        private StepOutcome Failed() => new StepOutcome.Failed(new Failure(FailureKind.CommandFailed, $"exit {text}") { Help = $"look at {text}", Code = $"x {text}" });
    }

    private sealed class Shown : IRunObserver
    {
        public ConcurrentBag<string> Lines { get; } = [];

        public void Happened(JournalEntry entry, RunEvent e, RunState state) => Lines.Add(entry.Payload);

        public void Progressed(RunId run, StepKey step, StepProgress progress) => Lines.Add(progress.Text);
    }
}
