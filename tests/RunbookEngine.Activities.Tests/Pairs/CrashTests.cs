using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Journal;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Pairs;

/// <summary>Stops the engine at every event a step journals, just before and just after it is durable, and starts another.</summary>
public class CrashTests
{
    private static readonly bool[] BeforeAndAfter = [true, false];

    [Theory]
    [MemberData(nameof(Scenario.Names), MemberType = typeof(Scenario))]
    public async Task No_operation_is_doubled_or_missing_wherever_the_engine_dies(string name)
    {
        var scenario = Scenario.Find(name);
        var (plain, events) = await PlainAsync(scenario);
        foreach (var (at, durable) in Points(events))
        {
            var (bench, step, first) = await scenario.PrepareAsync();
            if (await CrashAsync(bench, step, at, durable) is not { } survivor)
            {
                continue;
            }
            Bench.Succeeded(await bench.RunAsync(survivor));
            Assert.True(plain.SequenceEqual(bench.Done.Skip(first).Order()), $"{name}, event {at}, {(durable ? "durable" : "lost")}: {string.Join(", ", bench.Done.Skip(first))}");
        }
    }

    [Theory]
    [MemberData(nameof(Scenario.UndoableNames), MemberType = typeof(Scenario))]
    public async Task A_step_that_died_anywhere_is_taken_back_to_what_was(string name)
    {
        var scenario = Scenario.Find(name);
        var (_, events) = await PlainAsync(scenario);
        foreach (var (at, durable) in Points(events))
        {
            var (bench, step, _) = await scenario.PrepareAsync();
            var before = await bench.StatusAsync(scenario.On);
            if (await CrashAsync(bench, step, at, durable) is not { } survivor)
            {
                continue;
            }
            survivor.Append(new StepFailed(survivor.Key, new Failure(FailureKind.Abandoned, "died"))).Append(new UndoStarted(survivor.Key));
            Bench.Succeeded(await bench.RunAsync(survivor));
            var now = await bench.StatusAsync(scenario.On);
            Assert.True(before == now, $"{name}, event {at}, {(durable ? "durable" : "lost")}: {now}; {string.Join('\n', survivor.Journal.Skip(2))}");
        }
    }

    [Theory]
    [InlineData("split two mirrors", "pair.resync")]
    [InlineData("split clones", "pair.resync")]
    [InlineData("resync mirrors", "pair.split")]
    [InlineData("create", "pair.delete")]
    public async Task A_step_that_died_anywhere_is_taken_back_by_the_step_its_author_wrote(string name, string undo)
    {
        var scenario = Scenario.Find(name);
        var (_, events) = await PlainAsync(scenario);
        foreach (var (at, durable) in Points(events))
        {
            var (bench, step, _) = await scenario.PrepareAsync();
            var before = await bench.StatusAsync(scenario.On);
            if (await CrashAsync(bench, step, at, durable) is not { } survivor)
            {
                continue;
            }
            survivor.Append(new StepFailed(survivor.Key, new Failure(FailureKind.Abandoned, "died"))).Append(new UndoStarted(survivor.Key));
            var own = ScriptedStep.Describe(undo, new { on = scenario.On }, "it/undo-1");
            Bench.Succeeded(await bench.RunAsync(new ScriptedStep(own, survivor)));
            bench.Pass(TimeSpan.FromMinutes(5));
            var now = await bench.StatusAsync(scenario.On);
            Assert.True(before == now, $"{name}, event {at}, {(durable ? "durable" : "lost")}: {now}");
        }
    }

    [Theory]
    [MemberData(nameof(Scenario.UndoableNames), MemberType = typeof(Scenario))]
    public async Task An_undo_that_is_interrupted_anywhere_comes_to_the_same_end(string name)
    {
        var scenario = Scenario.Find(name);
        var (bench, step, _) = await scenario.PrepareAsync();
        var before = await bench.StatusAsync(scenario.On);
        await bench.RunAsync(step);
        var (forward, done) = (step.Journal.Count, bench.Done.Count);
        Bench.Succeeded(await bench.UndoAsync(step));
        var plain = bench.Done.Skip(done).Order().ToList();
        foreach (var (at, durable) in Points(step.Journal.Count - forward - 2))
        {
            (bench, step, _) = await scenario.PrepareAsync();
            await bench.RunAsync(step);
            done = bench.Done.Count;
            step.Append(new StepSucceeded(step.Key)).Append(new UndoStarted(step.Key));
            if (await CrashAsync(bench, step.Restarted(), at, durable) is not { } survivor)
            {
                continue;
            }
            Bench.Succeeded(await bench.RunAsync(survivor));
            Assert.True(plain.SequenceEqual(bench.Done.Skip(done).Order()), $"{name}, event {at}, {(durable ? "durable" : "lost")}: {string.Join(", ", bench.Done.Skip(done))}");
            Assert.Equal(before, await bench.StatusAsync(scenario.On));
        }
    }

    private static async Task<(List<string> Done, int Events)> PlainAsync(Scenario scenario)
    {
        var (bench, step, first) = await scenario.PrepareAsync();
        var begun = step.Journal.Count;
        Bench.Succeeded(await bench.RunAsync(step));
        return ([.. bench.Done.Skip(first).Order()], step.Journal.Count - begun);
    }

    private static IEnumerable<(int At, bool Durable)> Points(int events) =>
        Enumerable.Range(1, events).SelectMany(at => BeforeAndAfter.Select(durable => (at, durable)));

    /// <returns>The step as the next process finds it; null when it was over before that event (readings come as they fall).</returns>
    private static async Task<ScriptedStep?> CrashAsync(Bench bench, ScriptedStep step, int at, bool durable)
    {
        var seen = 0;
        if (durable)
        {
            step.CrashAfter = at;
        }
        else
        {
            step.BeforeJournal = e =>
            {
                if (Interlocked.Increment(ref seen) >= at)
                {
                    throw new CrashException();
                }
            };
        }
        try
        {
            Bench.Succeeded(await bench.RunAsync(step));
            return null;
        }
        catch (CrashException)
        {
            return step.Restarted();
        }
    }
}
