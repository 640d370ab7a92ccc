using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Undo;

/// <summary>What the second of two equal requests does when nobody knows whether the first arrived.</summary>
public enum RepeatEffect
{
    /// <summary>Answered as success, nothing done.</summary>
    Ignored,

    /// <summary>Refused, nothing done; the refusal is not a failure of the first.</summary>
    Refused,

    /// <summary>Done again: look before sending it a second time.</summary>
    DoneAgain,

    /// <summary>The statuses do not tell.</summary>
    Unknown,
}

/// <summary>Whether a request may be sent again after its answer was lost.</summary>
public sealed record Repeatability(RepeatEffect Effect, string Why)
{
    /// <summary>True when a second sending cannot have a second effect.</summary>
    public bool IsSafe => Effect is RepeatEffect.Ignored or RepeatEffect.Refused;

    /// <summary>Judges a repeat of <paramref name="operation"/> that was first sent to a pair in <paramref name="before"/>.</summary>
    public static Repeatability Of(PairState before, PairOperation operation)
    {
        if (before.Technology == Technology.ThinImage && operation.Action == PairAction.Create)
        {
            return new(RepeatEffect.DoneAgain, "a second create without a mirror unit number makes a second snapshot");
        }

        return StatusModel.Predict(before, operation) switch
        {
            Prediction.Accepted accepted => Worst(
                new[] { accepted.Intermediate, accepted.Final }.Distinct().Select(after => Second(before, after, operation))),
            Prediction.Uncertain uncertain => new(RepeatEffect.Unknown, uncertain.Why),
            var first => Of(first),
        };
    }

    private static Repeatability Second(PairState before, PairState after, PairOperation operation) =>
        operation.NeedsSvolSide && after.PvolArray != before.PvolArray
            ? new(RepeatEffect.Refused, "the array asked holds the P-VOL after the first request and takes this one only as holder of the S-VOL")
            : Of(StatusModel.Predict(after, operation));

    private static Repeatability Of(Prediction second) => second switch
    {
        Prediction.NothingHappens nothing => new(RepeatEffect.Ignored, nothing.Why),
        Prediction.Rejected rejected => new(RepeatEffect.Refused, rejected.Why),
        Prediction.Uncertain uncertain => new(RepeatEffect.Unknown, uncertain.Why),
        _ => new(RepeatEffect.DoneAgain, "the array would do it a second time"),
    };

    private static Repeatability Worst(IEnumerable<Repeatability> all) => all.MaxBy(r => r.Effect)!;
}
