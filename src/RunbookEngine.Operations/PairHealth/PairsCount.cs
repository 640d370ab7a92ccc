using System.Globalization;

namespace RunbookEngine.Operations.PairHealth;

/// <summary>The whole in numbers, as a monitoring system takes it.</summary>
public sealed record PairsCount(int Groups, int Pairs, int Ok, int Warning, int Critical, int Unknown, int Troubles, int? HighestUsage, string? Worst)
{
    public Health Health => Critical > 0 ? Health.Critical : Warning > 0 ? Health.Warning : Unknown > 0 || Troubles > 0 || Groups == 0 ? Health.Unknown : Health.Ok;

    /// <summary>One line.</summary>
    public string Summary
    {
        get
        {
            var parts = new (int Count, string Word)[] { (Critical, "critical"), (Warning, "warning"), (Unknown, "unknown") };
            var bad = string.Join(", ", parts.Where(p => p.Count > 0).Select(p => $"{p.Count} {p.Word}"));
            var what = Groups == 0 ? "no copy groups found" : $"{Groups} copy groups with {Pairs} pairs{(bad.Length == 0 ? "" : $": {bad}")}";
            return what + (Worst is null ? "" : $"; {Worst}") + (Troubles == 0 ? "" : $"; {Troubles} arrays or links could not be asked");
        }
    }

    /// <summary>The summary line of a plug-in: state, text, performance data.</summary>
    public string PluginLine
    {
        get
        {
            var data = string.Create(CultureInfo.InvariantCulture,
                $"groups={Groups} pairs={Pairs} ok={Ok} warning={Warning} critical={Critical} unknown={Unknown}");
            return $"PAIRS {Health.ToString().ToUpperInvariant()} - {Summary} | {data}{(HighestUsage is { } usage ? $" journal_usage={usage}%" : "")}";
        }
    }

    public static PairsCount Of(IReadOnlyCollection<CopyGroupAnswer> groups, IReadOnlyCollection<TroubleAnswer> troubles)
    {
        int Count(Health health) => groups.Count(g => g.Health == health.Word());
        var worst = groups.FirstOrDefault(g => g.Health == Health.Critical.Word()) ?? groups.FirstOrDefault(g => g.Health == Health.Warning.Word());
        var usages = groups.SelectMany(g => g.Journals).Select(j => j.UsagePercent).OfType<int>().ToList();
        return new PairsCount(
            groups.Count, groups.Sum(g => g.PairCount), Count(Health.Ok), Count(Health.Warning), Count(Health.Critical), Count(Health.Unknown), troubles.Count,
            usages.Count == 0 ? null : usages.Max(), worst is null ? null : $"{worst.CopyGroup}: {worst.Reasons[0]}");
    }
}
