namespace RunbookEngine.Plans;

/// <summary>The run modes: a closed set, spelled as here. Every front, schedule, webhook and ticket event is held against it.</summary>
public static class RunModes
{
    /// <summary>Whoever picks it declares a disaster.</summary>
    public const string Disaster = "disaster";

    public static IReadOnlyList<string> All { get; } = ["test", "planned", Disaster, "failback"];

    /// <returns>What is wrong with a mode; null when nothing is, or when none was picked.</returns>
    public static string? Problem(string? mode) => mode is null || All.Contains(mode)
        ? null
        : $"there is no run mode '{Shown(mode)}'; the modes are {string.Join(", ", All)}, or none at all";

    private static string Shown(string mode) => new([.. mode.Take(40).Select(c => char.IsControl(c) ? '?' : c)]);
}
