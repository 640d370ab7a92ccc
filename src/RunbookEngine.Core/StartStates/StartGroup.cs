using System.Collections.Immutable;

namespace RunbookEngine.StartStates;

/// <summary>A copy group as one array names it; for Thin Image a snapshot group.</summary>
/// <param name="Technology">Runbook spelling.</param>
/// <param name="Array">Alias of the array that was asked.</param>
public sealed record StartGroup(string Technology, string Array, string Name)
{
    /// <summary>Alias of the partner array; null inside one array.</summary>
    public string? RemoteArray { get; init; }

    public string LocalDeviceGroup { get; init; } = "";

    public string RemoteDeviceGroup { get; init; } = "";

    public ImmutableArray<StartPair> Pairs { get; init; } = [];
}
