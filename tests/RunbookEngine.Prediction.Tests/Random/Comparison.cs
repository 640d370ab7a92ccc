using RunbookEngine.Journal;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.Faults;

namespace RunbookEngine.Prediction.Tests;

/// <summary>What was predicted beside what happened.</summary>
internal sealed class Comparison(PlanForecast forecast, Played played)
{
    public List<string> Differences { get; } = [];

    /// <summary>Standings that were compared, and those of them that were predicted without an alternative.</summary>
    public int Standings { get; private set; }

    public int Certain { get; private set; }

    public void Run()
    {
        if (played.Hang is { } hang)
        {
            Differences.Add($"the run hangs: {hang}");
            return;
        }

        var open = false;
        foreach (var seen in played.Steps)
        {
            var predicted = forecast.Steps.FirstOrDefault(s => s.Key == seen.Key && s is { Section: "steps", Verdict: not StepVerdict.Container });
            if (predicted is null)
                continue;
            open |= predicted.Runs == Chance.May || (predicted.Fails == Chance.May && seen.Event is StepFailed);
            if (open)
                return;
            Step(seen, predicted);
            if (Differences.Count > 0)
                return;
        }

        End();
    }

    private void Step(SeenStep seen, StepForecast predicted)
    {
        var fits = seen.Event switch
        {
            StepSkipped => predicted.Verdict == StepVerdict.Skipped,
            StepFailed failed => predicted.Fails != Chance.No && predicted.Verdict is not (StepVerdict.Skipped or StepVerdict.NotReached),
            _ => predicted.Fails != Chance.Yes && predicted.Verdict is not (StepVerdict.Skipped or StepVerdict.NotReached),
        };
        if (!fits)
        {
            Differences.Add($"{seen.Key}: predicted {predicted.Verdict} (fails {predicted.Fails}: {predicted.Why}), happened {seen.Event.GetType().Name}{(seen.Event is StepFailed f ? $": {f.Failure.Message}" : "")}");
            return;
        }

        if (seen.Event is StepFailed && predicted.Fails == Chance.May)
            return;
        foreach (var group in predicted.Groups)
            Compare($"after {seen.Key}", group, seen.Pairs, onlyPair: group.Pair);
    }

    private void End()
    {
        var happened = played.Run?.Outcome;
        var fits = forecast.Outcome switch
        {
            PredictedOutcome.Succeeds => happened == RunOutcome.Succeeded,
            PredictedOutcome.MayFail => true,
            PredictedOutcome.RollsBack => happened == RunOutcome.RolledBack || (!forecast.IsCertain && happened == RunOutcome.NeedsOperator),
            PredictedOutcome.NeedsOperator => happened == RunOutcome.NeedsOperator,
            PredictedOutcome.Holds => happened == RunOutcome.Held,
            _ => happened == RunOutcome.Failed,
        };
        if (!fits)
        {
            Differences.Add($"the run ends {happened}, predicted {forecast.Outcome} at {forecast.FailsAt}: {string.Join("; ", played.Run!.Steps.Values.Where(s => s.UndoError is not null).Select(s => $"undo of {s.Key}: {s.UndoError!.Message}"))}");
            return;
        }

        if (!forecast.IsCertain)
            return;
        foreach (var group in forecast.Ends)
            Compare($"at the end ({happened})", group, played.AtEnd, null);
    }

    private void Compare(string when, GroupForecast group, Dictionary<string, PairRecord> pairs, string? onlyPair)
    {
        var actual = pairs.Where(p => p.Key.StartsWith(group.CopyGroup + "/", StringComparison.Ordinal)).Select(p => p.Value).ToList();
        var left = group.After.Where(s => s.Ends.Any(e => !e.IsSimplex)).Sum(s => s.Pairs);
        Standings++;
        Certain += group.After.All(s => s.IsCertain) ? 1 : 0;
        foreach (var pair in actual)
        {
            if (!group.After.Any(s => s.Ends.Any(e => Fits(e, pair))))
            {
                Differences.Add($"{when}: {pair} (P-VOL at {pair.PvolArray}), predicted {string.Join(", ", group.After.Select(s => $"{s.Pairs}x {string.Join(" or ", s.Ends.Select(e => $"{e.P}/{e.S}@{e.PvolArray}[{e.Condition}]"))}"))}");
                return;
            }
        }

        var least = group.After.Where(s => s.Ends.All(e => !e.IsSimplex)).Sum(s => s.Pairs);
        if (onlyPair is null && (actual.Count < least || actual.Count > left))
            Differences.Add($"{when}: {group.CopyGroup} has {actual.Count} pairs, predicted {least} to {left}");
    }

    private static bool Fits(PairState end, PairRecord pair) =>
        Same($"{end.P}", pair.PvolStatus) && Same($"{end.S}", pair.SvolStatus) && (end.PvolArray.Length == 0 || end.PvolArray == pair.PvolArray);

    /// <summary>The arrays' API shows INIT as COPY, and PFUL is a PAIR whose journal is filling.</summary>
    private static bool Same(string predicted, string seen) => Plain(predicted) == Plain(seen);

    private static string Plain(string status) => status switch { "INIT" => "COPY", "PFUL" => "PAIR", _ => status };
}
