using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>What is worth saying about an operation on pairs.</summary>
internal static class OperationFindings
{
    public static Finding Refused(PlannedUnit unit, PairOperation operation, PairForecast refused, Chance chance, int pairs)
    {
        var from = refused.From;
        var severity = chance == Chance.Yes ? Severity.Error : Severity.Warning;
        var what = $"{VerbWords.Word(operation)} of {unit.Name} {(chance == Chance.Yes ? "is" : "may be")} refused: {pairs} {(pairs == 1 ? "pair is" : "pairs are")} in {from.Statuses}; {refused.Why}";
        if (PairForecaster.StaysReadOnly(from, operation))
            return new(PredictionCodes.StaysReadOnly, severity, $"the S-VOLs of {unit.Name} {(chance == Chance.Yes ? "do" : "may")} not become writable: {refused.Why}", "resync first, or split with svolAccess: read-write the first time");
        if (operation.Action == PairAction.Resync && from.S == PairStatus.SSWS)
            return new(PredictionCodes.ResyncFromSsws, severity, what, "the S-VOL side has the data that counts: use pair.swapResync");
        return StatusModel.Predict(from, operation) is Prediction.NothingHappens
            ? new(PredictionCodes.NothingHappens, severity, what.Replace("refused:", "without effect, so the run does not send it:", StringComparison.Ordinal))
            : new(PredictionCodes.Rejected, severity, what, "bring the pairs into a fitting status first");
    }

    /// <param name="saysWait">The step has a wait of its own.</param>
    public static IEnumerable<Finding> Of(PlannedUnit unit, bool saysWait, PairOperation operation, PairClass pairs, IReadOnlyList<PairForecast> forecasts)
    {
        var word = VerbWords.Word(operation);
        foreach (var forecast in forecasts.Where(f => f is { Unsent: false, Need: not PairNeed.Refused }))
        {
            if (forecast.Fails == Chance.Yes)
            {
                yield return new(PredictionCodes.WaitNotMet, Severity.Error, $"{word} of {unit.Name} never gets where the step waits: {forecast.Why}",
                    "wait for the status the operation ends in", saysWait ? "wait" : null);
            }
            else if (forecast.Fails == Chance.May)
            {
                yield return new(PredictionCodes.Timing, Severity.Warning, $"{word} of {unit.Name} from {Look(forecast)} may fail: {forecast.Why}", null, saysWait ? "wait" : null);
            }

            if (operation is { Action: PairAction.Split, SvolAccess: HostAccess.ReadWrite } && forecast.Need == PairNeed.None
                && unit.Technology is Technology.TrueCopy or Technology.UniversalReplicator && forecast.From.SvolAccess != HostAccess.ReadWrite)
            {
                yield return new(PredictionCodes.StaysReadOnly, Severity.Warning,
                    $"the S-VOLs of {unit.Name} may not become writable: the pairs are split already ({Look(forecast)}), and a second split changes nothing, its svolAccess included",
                    "resync first, or split with svolAccess: read-write the first time");
            }

            if (forecast is { Need: PairNeed.Act, Copy: CopyKind.Full } && operation.Action is PairAction.Resync or PairAction.SwapResync or PairAction.Restore)
                yield return new(PredictionCodes.FullCopy, Severity.Warning, $"{word} of {unit.Name} copies everything, not the difference: from {Look(forecast)} no differential is kept");
            if (operation.Action != PairAction.Delete && forecast.TakesPvolAway)
            {
                yield return new(PredictionCodes.PvolInaccessible, Severity.Warning,
                    $"hosts cannot use the P-VOLs of {unit.Name} while the pairs are in {forecast.Via!.Statuses}", "stop the application first");
            }

            foreach (var stale in forecast.Warnings.Where(w => operation.Action is PairAction.Takeover or PairAction.Split && w.Contains("EX_VOLCUR", StringComparison.Ordinal)))
                yield return new(PredictionCodes.StaleData, Severity.Warning, $"{word} of {unit.Name}: {stale}");
        }
    }

    private static string Look(PairForecast forecast) => forecast.From.Statuses;
}
