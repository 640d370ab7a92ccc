namespace RunbookEngine.Language.Expressions;

/// <summary>How strict and how long an evaluation may be.</summary>
public sealed record EvaluationOptions
{
    public static EvaluationOptions Default { get; } = new();

    /// <summary>As Scriban: null in arithmetic gives null, a missing member is null, 1/0 is infinity.</summary>
    public static EvaluationOptions Scriban { get; } = new() { NullStrict = false, NullText = "" };

    internal static EvaluationOptions Unlimited { get; } = new() { NullText = "", MaxCharacters = int.MaxValue, MaxItems = int.MaxValue };

    /// <summary>Null where a value is needed is an error, unless ?. ?? or object.default takes care of it. Default true.</summary>
    public bool NullStrict { get; init; } = true;

    /// <summary>What null prints as inside a text; null (the default) makes it an error.</summary>
    public string? NullText { get; init; }

    /// <summary>Nodes evaluated. Default 1,000,000.</summary>
    public long MaxSteps { get; init; } = 1_000_000;

    /// <summary>Characters of all texts made on the way. Default 4,000,000.</summary>
    public long MaxCharacters { get; init; } = 4_000_000;

    /// <summary>Elements of all lists made on the way. Default 500,000.</summary>
    public long MaxItems { get; init; } = 500_000;

    /// <summary>Ends the evaluation with an error. Default: never.</summary>
    public CancellationToken Cancellation { get; init; }
}
