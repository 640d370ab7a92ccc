namespace RunbookEngine.Language.Triggers;

/// <summary>What becomes of times at which nothing could be started.</summary>
public enum MisfirePolicy
{
    /// <summary>They are skipped, with an alert.</summary>
    Skip,

    /// <summary>One run makes up for all of them, as soon as it can be.</summary>
    RunOnce,
}
