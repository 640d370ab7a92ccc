using RunbookEngine.Language.Environments;

namespace RunbookEngine.Operations.Composition;

/// <summary>Arrays that somebody says are gone (<c>--without</c>): nothing is asked of them and nothing waits for them.</summary>
public static class DeclaredGone
{
    /// <exception cref="CommandFailure">The environment has no such array, or nothing would be left.</exception>
    public static IReadOnlyList<string> In(EnvironmentModel environment, IReadOnlyList<string> without)
    {
        if (without.FirstOrDefault(a => !environment.Arrays.ContainsKey(a)) is { } unknown)
            throw new CommandFailure(
                Exit.Usage, $"--without {unknown}: environment {environment.Name} has no array '{unknown}'", $"its arrays are {string.Join(", ", environment.Arrays.Keys)}");
        if (without.Count > 0 && environment.Arrays.Keys.All(without.Contains))
            throw new CommandFailure(Exit.Usage, $"--without leaves no array of environment {environment.Name}", "name only the arrays that are gone");
        return [.. without.Distinct().Order(StringComparer.Ordinal)];
    }
}
