using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;

namespace RunbookEngine.Replication.Predictions;

/// <summary>What an operation would do to a pair.</summary>
public abstract record Prediction
{
    private Prediction()
    {
    }

    /// <summary>The array does it.</summary>
    /// <param name="Intermediate">The pair while the operation runs; the same as <paramref name="Final"/> when it gets there at once.</param>
    /// <param name="Final">The pair when it has settled.</param>
    /// <param name="EndsWhen">What the end waits for, in words.</param>
    /// <param name="Warnings">What a person should know before doing this; may be empty.</param>
    public sealed record Accepted(
        PairState Intermediate, PairState Final, CopyKind Copy, string EndsWhen, IReadOnlyList<string> Warnings, Source Source) : Prediction;

    /// <summary>The array answers success and does nothing; options of the request are not applied either.</summary>
    public sealed record NothingHappens(string Why, Source Source) : Prediction;

    /// <summary>The array refuses, or the request cannot be sent; the pair stays as it is.</summary>
    public sealed record Rejected(string Why, Source Source) : Prediction;

    /// <summary>The statuses, or the manual, leave it open. <paramref name="Possible"/> names the ends, least change first; it is empty
    /// when no table has the statuses.</summary>
    public sealed record Uncertain(string Why, IReadOnlyList<Prediction> Possible) : Prediction;
}
