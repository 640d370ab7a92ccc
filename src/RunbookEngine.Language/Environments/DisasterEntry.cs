namespace RunbookEngine.Language.Environments;

/// <summary>Who declares a disaster on a server. On the command line it is declared by whoever gives the mode.</summary>
/// <param name="DeclaredBy">People or groups of <c>approvers</c>; null: whoever may start runs in mode disaster.</param>
/// <param name="Approval">Asked for before the first step; null: no one is asked.</param>
public sealed record DisasterEntry(IReadOnlyList<string>? DeclaredBy = null, DisasterApprovers? Approval = null);

/// <param name="By">People or groups of <c>approvers</c>.</param>
/// <param name="Min">How many must agree; default 1.</param>
public sealed record DisasterApprovers(IReadOnlyList<string> By, int Min = 1);
