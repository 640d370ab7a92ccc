using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Commands;

/// <summary>File names with <c>*</c>, <c>?</c> and <c>**</c>, for where the shell did not expand them.</summary>
internal static class FileGlobs
{
    /// <exception cref="CommandFailure">A pattern matches no file.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> names) =>
        [.. names.SelectMany(name => !name.AsSpan().ContainsAny('*', '?') || File.Exists(name) ? [name] : Matches(name)).Distinct()];

    private static List<string> Matches(string pattern)
    {
        var segments = pattern.Split('/', '\\');
        var rooted = Path.IsPathRooted(pattern);
        var found = Walk(rooted ? "/" : "", segments.AsMemory(rooted ? 1 : 0)).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new CommandFailure(Exit.Usage, $"no file matches '{pattern}'", "check the path; it starts from the current folder");
    }

    private static IEnumerable<string> Walk(string folder, ReadOnlyMemory<string> segments)
    {
        var (segment, rest, here) = (segments.Span[0], segments[1..], folder.Length == 0 ? "." : folder);
        if (!Directory.Exists(here))
            return [];
        if (segment == "**")
            return rest.Length == 0 ? [] : Walk(folder, rest).Concat(Folders(here).SelectMany(d => Walk(Path.Combine(folder, d), segments)));
        if (rest.Length == 0)
            return Directory.EnumerateFiles(here, segment).Select(f => Path.Combine(folder, Path.GetFileName(f)));
        return segment.AsSpan().ContainsAny('*', '?')
            ? Folders(here, segment).SelectMany(d => Walk(Path.Combine(folder, d), rest))
            : Walk(Path.Combine(folder, segment), rest);
    }

    private static IEnumerable<string> Folders(string here, string pattern = "*") =>
        Directory.EnumerateDirectories(here, pattern).Where(d => new DirectoryInfo(d).LinkTarget is null).Select(d => Path.GetFileName(d)!);
}
