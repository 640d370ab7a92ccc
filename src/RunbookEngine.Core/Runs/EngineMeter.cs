using System.Diagnostics.Metrics;

namespace RunbookEngine.Runs;

/// <summary>What engines of this process count, for whoever listens: meter <c>runbook.engine</c>.</summary>
public static class EngineMeter
{
    public const string Name = "runbook.engine";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Adoptions = Meter.CreateCounter<long>(
        "runbook.runs.adopted", "{run}", "Runs that an engine took over from the one before it.");

    private static readonly Counter<long> LeasesLost = Meter.CreateCounter<long>(
        "runbook.leases.lost", "{lease}", "Leases that were not renewed in time: the process stood still, or the store was away.");

    internal static void Adopted() => Adoptions.Add(1);

    internal static void LeaseLost() => LeasesLost.Add(1);
}
