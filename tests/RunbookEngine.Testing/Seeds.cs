namespace RunbookEngine.Testing;

/// <summary>Where random tests start: the same on every commit, so that a red build is the change's fault; fresh in the long runs.</summary>
public static class Seeds
{
    /// <summary>A seed that was never used before when <c>RUNBOOK_FRESH_SEEDS</c> is set to anything; else the given one.</summary>
    public static int FreshOr(int usual) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("RUNBOOK_FRESH_SEEDS")) ? usual : Random.Shared.Next(1_000_000_000);
}
