using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>What a run of a plan would do, from a start state.</summary>
/// <param name="Outcome">How the run ends when every program and person does their part.</param>
public sealed record PlanForecast(Plan Plan, PlanStartState Start, PredictedOutcome Outcome, IReadOnlyList<StepForecast> Steps)
{
    /// <summary>The first step that certainly fails; null when none does.</summary>
    public string? FailsAt { get; init; }

    /// <summary>The outcome does not depend on what only the run will know.</summary>
    public bool IsCertain { get; init; }

    /// <summary>The pairs at the end, after rollback, cleanup and finally steps.</summary>
    public IReadOnlyList<GroupForecast> Ends { get; init; } = [];

    /// <summary>From the first step to the last, side by side where the plan says so; finally steps included.</summary>
    public TimeSpread Time { get; init; } = TimeSpread.Nothing;

    /// <summary>Of each step of the runbook itself, with everything inside it, in the order they are carried out.</summary>
    public IReadOnlyList<(StepId Step, TimeSpread Time)> StepTimes { get; init; } = [];

    /// <summary>How long applications are held, forwards and when the run is taken back.</summary>
    public IReadOnlyList<HoldForecast> Holds { get; init; } = [];

    public IReadOnlyList<LockName> Locks { get; init; } = [];

    /// <summary>Aliases of the arrays that sessions are opened on.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    public WindowForecast? Window { get; init; }

    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The point of no return; null when the plan has none, or does not get there.</summary>
    public StepForecast? Pivot => Steps.FirstOrDefault(s => s is { IsPivot: true, Section: "steps", Verdict: not (StepVerdict.Skipped or StepVerdict.NotReached) });
}

/// <summary>The end that is predicted.</summary>
public enum PredictedOutcome
{
    Succeeds,

    /// <summary>It succeeds unless what is only known when it runs turns out badly.</summary>
    MayFail,

    /// <summary>It fails, and everything is taken back.</summary>
    RollsBack,

    /// <summary>It fails and cannot be taken back completely.</summary>
    NeedsOperator,

    /// <summary>It fails and waits for a person.</summary>
    Holds,

    /// <summary>It fails and ends as it stands.</summary>
    Aborts,
}

/// <summary>Whether the run is over in time.</summary>
/// <param name="Left">From the moment of the prediction to <paramref name="FinishBy"/>.</param>
public sealed record WindowForecast(DateTimeOffset FinishBy, TimeSpan Left, WindowFit Fit);

public enum WindowFit
{
    /// <summary>Also when it goes slowly.</summary>
    Fits,

    /// <summary>When it goes as expected, not when it goes slowly.</summary>
    Tight,

    /// <summary>Not even as expected.</summary>
    Cant,
}
