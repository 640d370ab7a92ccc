using RunbookEngine.Plans;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>What all cases of a rehearsal start from.</summary>
/// <param name="Plan">Compiled, with the copy groups of its targets pinned.</param>
/// <param name="Secrets">Names of secrets its expressions may ask for.</param>
internal sealed record RehearsalSetting(Plan Plan, Topology Topology, IReadOnlyList<string> Secrets, int Seed)
{
    /// <summary>Every case begins at this moment.</summary>
    public static readonly DateTimeOffset Start = new(2031, 2, 3, 13, 0, 0, TimeSpan.Zero);

    /// <summary>The plan as it is before anything is asked of an array, for cases in which an array is gone by then.</summary>
    public Plan Unbound { get; init; } = Plan;

    /// <summary>No case lasts longer, in simulated time.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Who starts the runs.</summary>
    public const string Actor = "rehearsal";
}
