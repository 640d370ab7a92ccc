using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Tests;

/// <summary>A run as a list of events, a second apart.</summary>
internal sealed class Story
{
    private static readonly DateTimeOffset Begin = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private readonly List<JournalEntry> _entries = [];
    private RunState? _state;

    public Story(Plan? plan = null, string actor = "akiko", string? ticket = null, IReadOnlyList<ExpectedStep>? expected = null) =>
        Then(new RunStarted(plan ?? Plan(), actor, "host/1/a", ticket) { Expected = expected });

    public static RunId Id { get; } = new(new Guid("01a20131-e146-7140-892a-ffd12cef7fff"));

    public IReadOnlyList<JournalEntry> Entries => _entries;

    public RunState State => _state!;

    /// <summary>split for each of two mirrors, with an undo; a gate before, a command after, a notice at the end.</summary>
    public static Plan Plan() => new()
    {
        Runbook = "nightly",
        Description = "Split, back up, resync.",
        Environment = new PlanEnvironment("lab", JsonElement.Parse("""{"arrays":{"tokyo":{"storageDeviceId":"900000040014"}}}""")),
        Source = new PlanSource("nightly.yaml", "runbook: v1", "abc"),
        Objectives = new PlanObjectives(TimeSpan.FromMinutes(45), TimeSpan.FromSeconds(60), null, null),
        Targets =
        [
            new PlanTarget
            {
                Name = "mirrors", Technology = "universal-replicator", Array = "tokyo", RemoteArray = "osaka",
                Patterns = ["erp-*"], CopyGroups = [new("erp-1"), new("erp-2")],
            },
        ],
        Steps =
        [
            new PlanStep { Id = new("go"), Verb = "approve" },
            new PlanStep
            {
                Id = new("split"), Verb = "pair.split", ForEach = new ForEachPlan { Items = JsonElement.Parse("""["erp-1","erp-2"]"""), As = "group" },
                Measure = new MeasurePlan("rto", null, "splitTime"),
                Rollback = RollbackPlan.By([new PlanStep { Id = new("split/undo-1"), Verb = "pair.resync" }]),
            },
            new PlanStep
            {
                Id = new("both"), Verb = "parallel",
                Branches = [new("a", [new PlanStep { Id = new("left"), Verb = "command", Measure = new MeasurePlan(null, "rto", null) }]), new("b", [new PlanStep { Id = new("right"), Verb = "delay" }])],
            },
        ],
        Finally = [new PlanStep { Id = new("tell"), Verb = "notify" }],
    };

    public static StepKey Key(string text) => StepKey.Parse(text);

    public static PairReading Pair(string group, string p, string s, string array = "tokyo", string pair = "db1", int? progress = null) =>
        new(array, group, pair, p, s, "tokyo", progress);

    public Story Then(params RunEvent[] events)
    {
        foreach (var e in events)
        {
            var entry = EventJson.Write(Id, _entries.Count + 1, _state?.Hash ?? HashChain.Origin, Begin.AddSeconds(_entries.Count), e);
            _state = RunFold.Apply(_state, entry, EventJson.Read(entry));
            _entries.Add(entry);
        }

        return this;
    }

    public Story Approved() => Then(
        new StepStarted(Key("go"), 1),
        new StepWaiting(Key("go"), "approval by 1 of ben, chen", Begin.AddHours(1), OnPeople: true, ["ben", "chen"]),
        new ApprovalGiven(Key("go"), "ben", true, "checked"),
        new StepSucceeded(Key("go")));

    public Story Splitting() => Approved().Then(
        new StepExpanded(Key("split"), [new("erp-1", JsonElement.Parse("\"erp-1\"")), new("erp-2", JsonElement.Parse("\"erp-2\""))]),
        new StepStarted(Key("split[erp-1]"), 1),
        new StepStarted(Key("split[erp-2]"), 1),
        new OperationIntended(Key("split[erp-1]"), "1", "split", "tokyo", "erp-1", new("POST", "/ConfigurationManager/v1/objects/x", "{\"parameters\":{}}"), [Pair("erp-1", "PAIR", "PAIR")]),
        new OperationAccepted(Key("split[erp-1]"), "1", "17"),
        new OperationConcluded(Key("split[erp-1]"), "1", OperationResult.Done),
        new PairsRead(Key("split[erp-1]"), [Pair("erp-1", "PSUS", "SSUS")]),
        new StepSucceeded(Key("split[erp-1]")));

    public Story Ambiguous() => Splitting().Then(
        new OperationIntended(Key("split[erp-2]"), "1", "split", "tokyo", "erp-2", new("POST", "/ConfigurationManager/v1/objects/y", null), [Pair("erp-2", "PAIR", "PAIR")]),
        new StepBecameAmbiguous(Key("split[erp-2]"), new(
            "it is not known whether the split of erp-2 was taken", "The pairs will go to PSUS/SSUS.", "The pairs stay in PAIR.",
            ["no answer came to POST /objects/y", "erp-2/db1 PAIR/PAIR at 04:05:20"])));

    public Story UndoFailed() => Splitting().Then(
        new StepFailed(Key("split[erp-2]"), new(FailureKind.Refused, "array tokyo refused the split") { Array = "tokyo", Help = "look at the array", Pairs = ["erp-2/db1 PAIR/PAIR"] }),
        new StepFailed(Key("split"), new(FailureKind.Refused, "1 of 2 iterations failed")),
        new RollbackStarted("step split failed", null, 0, null),
        new UndoStarted(Key("split[erp-1]")),
        new UndoFailed(Key("split[erp-1]"), new(FailureKind.Refused, "array tokyo refused the resync") { Array = "tokyo", Pairs = ["erp-1/db1 PSUS/SSUS"], Help = "resync it by hand" }));
}
