using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Access;

/// <summary>A role, and what it is given for. Empty lists: for all.</summary>
/// <param name="Runbooks">Names or globs such as <c>erp-*</c>; at most 50 of each kind.</param>
/// <param name="Modes">Modes; <c>none</c> stands for runs without one.</param>
public sealed record Grant(
    Role Role, IReadOnlyList<string>? Runbooks = null, IReadOnlyList<string>? Environments = null, IReadOnlyList<string>? Modes = null)
{
    /// <summary>Names in each list at most.</summary>
    public const int MaxNames = 50;

    /// <summary>What a run without a mode is called in <see cref="Modes"/>.</summary>
    public const string NoMode = "none";

    public bool Allows(Permission permission, string? runbook, string? environment, string? mode) =>
        Role.Permissions().Contains(permission) && Covers(Runbooks, runbook) && Covers(Environments, environment) && Covers(Modes, mode);

    /// <summary>Whether it allows something everywhere: what is not in question (null) must not be bounded, or only by <c>*</c>.</summary>
    public bool AllowsAll(Permission permission, string? runbook = null, string? environment = null, string? mode = null) =>
        Role.Permissions().Contains(permission) && CoversAll(Runbooks, runbook) && CoversAll(Environments, environment) && CoversAll(Modes, mode);

    /// <summary>Whether this one administers all that another is given for. A pattern is covered by itself, or by all.</summary>
    public bool Administers(Grant other) =>
        Role == Role.Admin && Holds(Runbooks, other.Runbooks) && Holds(Environments, other.Environments) && Holds(Modes, other.Modes);

    /// <summary>What is wrong with its modes; null when nothing is. A mode that is misspelt would cover nothing, or everything but what was meant.</summary>
    public string? ModeProblem() => (Modes ?? []).FirstOrDefault(m => Glob.Problem(m) is not null || !RunModes.All.Append(NoMode).Any(known => Glob.Matches(m, known))) is { } wrong
        ? $"'{Api.Names.Shown(wrong)}' is no run mode; the modes are {string.Join(", ", RunModes.All)}, and {NoMode} for runs without one"
        : null;

    private static bool Holds(IReadOnlyList<string>? own, IReadOnlyList<string>? given) =>
        own is not { Count: > 0 } || (given is { Count: > 0 } && given.All(own.Contains));

    private static bool CoversAll(IReadOnlyList<string>? allowed, string? name) =>
        name is null ? allowed is not { Count: > 0 } || allowed.Contains("*") : Covers(allowed, name);

    private static bool Covers(IReadOnlyList<string>? allowed, string? name) =>
        name is null || allowed is not { Count: > 0 } || allowed.Any(pattern => Glob.Matches(pattern, name));
}
