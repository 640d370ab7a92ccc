using RunbookEngine.Language.Expressions;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Starters;

/// <summary>A runbook that <c>runbook new</c> writes: small, valid, and true to what people do first.</summary>
/// <param name="Name">Technology and purpose.</param>
/// <param name="Topology">Built-in topology on which it runs as it is.</param>
internal sealed record Starter(string Name, string Technology, string Purpose, string Topology)
{
    public const string Default = "universal-replicator-split";

    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<Starter> All { get; } =
    [
        Of("universal-replicator", "split", "split the mirrors, use the copies, resync"),
        Of("universal-replicator", "failover", "move an application to the other site, behind an approval"),
        Of("universal-replicator", "check", "look, and put every pair on record; changes nothing"),
        Of("truecopy", "split", "split the pairs, use the copies, resync"),
        Of("truecopy", "failover", "move an application to the other site, behind an approval"),
        Of("truecopy", "check", "look, and put every pair on record; changes nothing"),
        Of("global-active-device", "failover", "make the other site's volumes the P-VOLs, behind an approval"),
        Of("global-active-device", "check", "look, and put every pair on record; changes nothing"),
        Of("shadow-image", "backup", "bring the copies up to date, split them at one point in time, back up"),
        Of("shadow-image", "check", "look, and put every pair on record; changes nothing"),
        Of("thin-image", "snapshot", "store snapshots, use them, discard them"),
        Of("thin-image", "check", "look, and put every pair on record; changes nothing"),
    ];

    /// <exception cref="CommandFailure">There is none of that name.</exception>
    public static Starter Find(string name) => All.FirstOrDefault(s => s.Name == name) ?? throw new CommandFailure(
        Exit.Usage, $"there is no template '{name}'",
        Suggestion.Closest(name, All.Select(s => s.Name)) is { } meant ? $"did you mean '{meant}'?" : "runbook new --list lists them");

    /// <summary>The runbook under a name of its own.</summary>
    public string Text(string name) => BuiltIn.Read($"starter.{Name}.yaml")!.Replace("{{name}}", name, StringComparison.Ordinal);

    private static Starter Of(string technology, string kind, string purpose) => new($"{technology}-{kind}", technology, purpose, "every-technology");
}
