using System.Globalization;
using RunbookEngine.Journal;

namespace RunbookEngine.Activities.Steps;

/// <summary>What <c>command</c> and <c>http</c> do about an operation that was begun and whose end nobody saw.</summary>
internal static class Unknowns
{
    /// <returns>The outcome of the step, or null: nothing is open (any more), go on.</returns>
    public static async Task<StepOutcome?> SettleAsync(StepContext step, OnUnknown policy, string what, CancellationToken cancellationToken)
    {
        if (step.Operations().LastOrDefault(o => o.Result is null) is not { } open)
        {
            return null;
        }
        var at = open.IntendedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        switch (policy)
        {
            case OnUnknown.Retry:
                await step.ConcludeAsync(open.Intent.Operation, OperationResult.SetAside,
                    "not known whether it took effect; done again (onUnknown: retry)", cancellationToken);
                return null;
            case OnUnknown.Fail:
                await step.ConcludeAsync(open.Intent.Operation, OperationResult.Failed,
                    "not known whether it took effect (onUnknown: fail)", cancellationToken);
                return StepOutcome.Fail(FailureKind.Refused, $"it is not known whether {what}, begun at {at}, took effect",
                    "onUnknown: fail ends the step here; look for the effect, then resume with --mark-done or --retry");
            default:
                return new StepOutcome.Ambiguous(Ask(open.Intent, what, at));
        }
    }

    /// <summary>The undo of an activity that has none of its own.</summary>
    public static StepOutcome CannotTakeBack(StepContext step, string what)
    {
        var effects = step.Record.Operations.Where(o => !o.Undo && o.Result != OperationResult.NoEffect).ToList();
        return effects.Count == 0
            ? StepOutcome.Done
            : StepOutcome.Fail(FailureKind.Refused,
            $"{what} cannot be taken back by itself: {effects[^1].Intent.Request.Path} was begun {effects.Count} time(s)",
                "give the step 'rollback' steps, or undo it by hand and skip it");
    }

    private static Ambiguity Ask(OperationIntended intent, string what, string at) => new(
        $"Did {what}, begun at {at}, take effect?",
        "Its work is done; --mark-done goes on without doing it again.",
        "Its work is not done, or doing it twice is harmless; --retry does it again.",
        [$"intended at {at}: {intent.Request.Method} {intent.Request.Path}",
            "the engine stopped, or the answer was lost, before its end was seen"]);
}
