namespace RunbookEngine.Language.Predictions;

/// <summary>How sure a prediction is that something happens. Ordered: the greater is the more likely.</summary>
public enum Chance
{
    No,

    /// <summary>It depends on what is only known when it runs.</summary>
    May,
    Yes,
}
