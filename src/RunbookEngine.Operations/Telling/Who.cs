using RunbookEngine.Approvals;
using RunbookEngine.Journal;

namespace RunbookEngine.Operations.Telling;

/// <summary>People as they are named where a run is told of.</summary>
public static class Who
{
    /// <summary><c>ben (typed name)</c>: what was only typed is marked wherever it stands.</summary>
    public static string Is(string actor, Identification? knownBy) => knownBy is { IsTyped: true } ? $"{actor} (typed name)" : actor;

    public static string Is(ApprovalGiven approval) => Is(ApprovalCount.Name(approval), approval.KnownBy);

    /// <summary><c>ben (typed name; account root on tokyo-adm, terminal pts/3)</c>.</summary>
    public static string InFull(string actor, Identification? knownBy) => knownBy is null ? actor : $"{actor} ({knownBy})";
}
