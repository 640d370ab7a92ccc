namespace RunbookEngine.Activities.Pairs;

/// <summary>How one request to an array ended, once everything is known that can be known.</summary>
internal abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The array did it; the pairs still have to get there.</summary>
    public sealed record Done : SendResult;

    /// <summary>It had no effect, or only part of it, and may be tried again: look at the pairs and decide anew.</summary>
    /// <param name="AskAlone">It was the partner of the array asked that did not answer, and this operation does without it: the alias of the array to ask
    /// alone. Null: as before.</param>
    public sealed record Again(Failure Why, string? AskAlone = null) : SendResult;

    /// <summary>The step ends with this.</summary>
    public sealed record Ended(StepOutcome Outcome) : SendResult;

    public static SendResult Fail(Failure failure) => new Ended(new StepOutcome.Failed(failure));
}
