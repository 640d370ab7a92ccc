using System.Collections.Concurrent;
using System.Globalization;
using RunbookEngine.Testing;

namespace RunbookEngine.Import.Tests.Meaning;

/// <summary>The original script against a fake CCI, and the imported runbook against the same start: the same changes of the same groups in the same order,
/// and the same end. A script with holes is compared up to the hole.</summary>
public class MeaningTests(ITestOutputHelper output)
{
    /// <summary>Scripts in every build. More with IMPORT_CASES; the same again with IMPORT_FIRST; one alone, told in full, with IMPORT_SEED.</summary>
    private const int Cases = 200;

    [Fact]
    public void A_random_script_and_its_runbook_change_the_same_and_end_alike()
    {
        var single = Number("IMPORT_SEED");
        var first = single ?? Number("IMPORT_FIRST") ?? Seeds.FreshOr(20261129);
        var count = single is null ? Number("IMPORT_CASES") ?? Cases : 1;
        output.WriteLine($"IMPORT_FIRST={first} IMPORT_CASES={count}");
        var (whole, holes, acts) = (0, 0, 0);
        var wrong = new ConcurrentBag<string>();
        var programs = Directory.CreateTempSubdirectory("bench-programs").FullName;
        CciServer.WritePrograms(programs);
        using var server = new CciServer();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 3 }, i =>
        {
            var generator = new ScriptGenerator(new Random(first + i));
            var script = generator.Write();
            var play = new BenchCase(script, BenchWorld.Of(generator.Groups), generator.Flags, first + i, generator.Arguments);
            string? difference;
            try
            {
                difference = play.PlayAsync(server, programs).GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                difference = $"{e}\n{script}";
            }

            if (difference is not null)
                wrong.Add($"seed {first + i}: {difference}\n{(single is null && wrong.Count > 3 ? "" : play.Story)}");
            else if (play.HasHoles)
                Interlocked.Increment(ref holes);
            else
                Interlocked.Increment(ref whole);
            Interlocked.Add(ref acts, play.Story.Length > 0 ? 1 : 0);
            if (single is not null)
                output.WriteLine(play.Story);
        });
        Directory.Delete(programs, true);
        output.WriteLine($"{whole} whole, {holes} with holes, {wrong.Count} different; {acts} played");
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {count} differ ({whole} whole, {holes} with holes; run one again with IMPORT_SEED):\n{string.Join("\n=====\n", wrong.Take(6))}");
        Assert.True(single is not null || whole > count / 2, $"only {whole} of {count} convert wholly");
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
