using RunbookEngine.Differential.Tests.Comparison;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Testing;

namespace RunbookEngine.Differential.Tests.Sequences;

/// <summary>Random sequences drive the status model and the simulator, two readings of the same manuals, side by side.</summary>
/// <remarks>RUNBOOK_DIFFERENTIAL_SEED repeats a run, RUNBOOK_DIFFERENTIAL_SEQUENCES says how many sequences each technology gets (default 1500).</remarks>
public class RandomSequenceTests(ITestOutputHelper output)
{
    private const int Steps = 14;
    private const int MostReported = 12;

    private static readonly int Seed = Number("RUNBOOK_DIFFERENTIAL_SEED", Seeds.FreshOr(20261129));
    private static readonly int Sequences = Number("RUNBOOK_DIFFERENTIAL_SEQUENCES", 1500);

    public static TheoryData<Technology> Technologies => [.. Enum.GetValues<Technology>()];

    [Theory]
    [MemberData(nameof(Technologies))]
    public async Task Model_and_simulator_agree_on_random_sequences(Technology technology)
    {
        output.WriteLine($"RUNBOOK_DIFFERENTIAL_SEED={Seed} RUNBOOK_DIFFERENTIAL_SEQUENCES={Sequences}");
        var coverage = new Coverage();
        var found = new Dictionary<string, string>();
        for (var number = 0; number < Sequences && found.Count < MostReported; number++)
        {
            var seed = Seed + number;
            var clones = technology == Technology.ThinImage && number % 3 == 0;
            var steps = new RandomSteps(technology, seed).Sequence(Steps);
            if (await DifferenceAsync(technology, clones, steps, coverage) is not { } difference || found.ContainsKey(difference.Cell))
                continue;
            var shortest = await Shrinking.ShrinkAsync(steps, async s => (await DifferenceAsync(technology, clones, s, new Coverage()))?.Cell == difference.Cell);
            var again = await DifferenceAsync(technology, clones, shortest, new Coverage());
            found[difference.Cell] = $"seed {seed}{(clones ? ", clones" : "")}: {again?.Message ?? difference.Message}\n      {string.Join("\n      ", shortest)}";
        }
        output.WriteLine($"{coverage.Comparisons} comparisons in {coverage.Count} cells");

        Assert.True(found.Count == 0, $"{found.Count} differences, RUNBOOK_DIFFERENTIAL_SEED={Seed}:\n{string.Join("\n", found.Values)}");
    }

    private static async Task<Difference?> DifferenceAsync(Technology technology, bool clones, IReadOnlyList<Step> steps, Coverage coverage)
    {
        var scene = new SideBySide(technology, clones, coverage);
        try
        {
            foreach (var step in steps)
                await scene.PlayAsync(step);
            scene.Settle();
            return null;
        }
        catch (Difference difference)
        {
            return difference;
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
