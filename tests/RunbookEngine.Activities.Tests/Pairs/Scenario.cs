using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Pairs;

/// <summary>A pair step on arrays that stand ready for it.</summary>
/// <param name="On">The target that is looked at afterwards.</param>
/// <param name="Undoable"><c>rollback: auto</c> brings it back.</param>
internal sealed record Scenario(string Name, string Verb, object Arguments, string On, bool Undoable, params (string Verb, object Arguments)[] First)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("split two mirrors", "pair.split", new { on = "mirrors", svolAccess = "read-write" }, "mirrors", true),
        new("split a group by pair", "pair.split", new { on = "tc" }, "tc", true, ("pair.delete", new { on = "tc/p03" }), ("pair.split", new { on = "tc/p01" })),
        new("split clones", "pair.split", new { on = "clones" }, "clones", true, ("pair.resync", new { on = "clones" })),
        new("resync clones", "pair.resync", new { on = "clones" }, "clones", true),
        new("resync mirrors", "pair.resync", new { on = "mirrors" }, "mirrors", true, ("pair.split", new { on = "mirrors", svolAccess = "read-write" })),
        new("restore", "pair.restore", new { on = "clones" }, "clones", false),
        new("delete", "pair.delete", new { on = "tc" }, "tc", false),
        new("create", "pair.create", new { on = "fresh", pairs = new[] { new { name = "n1", pvol = 105, svol = 105 }, new { name = "n2", pvol = 106, svol = 106 } } }, "fresh", true),
        new("snapshot", "pair.create", new { on = "snapshots", pool = 1, autoSplit = true, pairs = new object[] { new { name = "a", pvol = 115 }, new { name = "b", pvol = 116 } } }, "snapshots", true),
        new("suspend active volumes", "pair.split", new { on = "active" }, "active", true),
        new("swap active volumes", "pair.split", new { on = "active", swap = true }, "active", false),
        new("swap resync", "pair.swapResync", new { on = "mirrors" }, "mirrors", false, ("pair.split", new { on = "mirrors", svolAccess = "read-write" })),
        new("take over", "pair.takeover", new { on = "mirrors", mode = "force" }, "mirrors", false),
    ];

    public static TheoryData<string> Names => [.. All.Select(s => s.Name)];

    public static TheoryData<string> UndoableNames => [.. All.Where(s => s.Undoable).Select(s => s.Name)];

    public static Scenario Find(string name) => All.Single(s => s.Name == name);

    /// <summary>Arrays on which the first steps have been done, and the step to come.</summary>
    public async Task<(Bench Bench, ScriptedStep Step, int Done)> PrepareAsync()
    {
        var bench = new Bench();
        foreach (var (verb, arguments) in First)
        {
            Bench.Succeeded(await bench.RunAsync(bench.Step(verb, arguments)));
        }
        return (bench, bench.Step(Verb, Arguments), bench.Done.Count);
    }
}
