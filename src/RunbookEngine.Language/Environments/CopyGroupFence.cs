using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Environments;

/// <summary>The copy groups that runs may touch in an environment.</summary>
public sealed record CopyGroupFence
{
    /// <summary>Globs; empty: all.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Globs; a match is refused even when allowed.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>Why a copy group is refused; null when it is not.</summary>
    public string? Refuses(string copyGroup) =>
        Deny.FirstOrDefault(glob => Glob.Matches(glob, copyGroup)) is { } denied ? $"the environment's fence denies `{denied}`"
        : Allow.Count > 0 && !Allow.Any(glob => Glob.Matches(glob, copyGroup)) ? $"the environment's fence allows only {string.Join(", ", Allow)}"
        : null;
}
