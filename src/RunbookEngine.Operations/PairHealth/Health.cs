namespace RunbookEngine.Operations.PairHealth;

/// <summary>How well something is, with the numbers of the Nagios plug-in convention: they are the exit code of <c>runbook pairs</c>.</summary>
public enum Health
{
    Ok = 0,
    Warning = 1,
    Critical = 2,

    /// <summary>It could not be found out.</summary>
    Unknown = 3,
}

public static class Healths
{
    /// <summary>What counts for the whole: critical before warning, warning before unknown.</summary>
    public static Health Worst(IEnumerable<Health> all) => all.DefaultIfEmpty(Health.Ok).MaxBy(Weight);

    /// <summary>As JSON and tables have it.</summary>
    public static string Word(this Health health) => health.ToString().ToLowerInvariant();

    private static int Weight(Health health) => health switch
    {
        Health.Critical => 3,
        Health.Warning => 2,
        Health.Unknown => 1,
        _ => 0,
    };
}
