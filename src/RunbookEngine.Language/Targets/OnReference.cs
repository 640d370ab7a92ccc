using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Targets;

/// <summary>The <c>on</c> of a pair verb, as far as it can be told before the run.</summary>
/// <param name="Node">Where it is written.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Target">The target it belongs to; null when several or none come into question.</param>
/// <param name="CopyGroup">The copy group's name when it is written out.</param>
/// <param name="HasPair">It names a single pair.</param>
internal sealed partial record OnReference(ScalarNode Node, OnKind Kind, TargetDefinition? Target, string? CopyGroup, bool HasPair)
{
    public Technology? Technology => Target?.Technology?.Value;

    /// <param name="inputs">Values by name, given or by default; null: an input may become anything.</param>
    public static OnReference? Resolve(StepPlace place, Runbook runbook, JsonObject? inputs = null)
    {
        if (place.Step.Verb is not { NamesPairs: true } || place.Step.Argument("on") is not ScalarNode { Raw: var written } node)
            return null;
        return written.Contains("${{", StringComparison.Ordinal) ? Computed(node, written, place, runbook) : Literal(node, written, runbook, inputs);
    }

    /// <summary>The target whose copy groups a <c>foreach</c> names (<c>mirrors.copyGroups</c>); null for other lists.</summary>
    public static string? TargetOfList(string items) => TargetList().Match(items) is { Success: true } list ? list.Groups["name"].Value : null;

    private static OnReference Literal(ScalarNode node, string written, Runbook runbook, JsonObject? inputs)
    {
        var slash = written.IndexOf('/');
        var name = slash < 0 ? written : written[..slash];
        if (runbook.Target(name) is { } target)
            return new(node, OnKind.Target, target, null, slash >= 0);
        var owners = runbook.Targets.Where(t => t.CopyGroups.Any(p => Covers(p.Raw, name))).ToList();
        if (owners.Count > 0)
            return new(node, OnKind.CopyGroup, owners is [var only] ? only : null, name, slash >= 0);
        // A pattern with an expression may turn out to cover it.
        var mayBe = runbook.Targets.Any(t => t.CopyGroups.Any(p => p.Raw.Contains("${{", StringComparison.Ordinal) && PossiblePatterns.MayCover(p.Raw, name, inputs)));
        return new(node, mayBe ? OnKind.CopyGroup : OnKind.Unknown, null, name, slash >= 0);
    }

    private static OnReference Computed(ScalarNode node, string written, StepPlace place, Runbook runbook)
    {
        var hasPair = PairPart().IsMatch(written);
        var variable = LoneName().Match(written) is { Success: true } lone ? lone.Groups["name"].Value : null;
        var loop = variable is null ? null : place.Loops.FirstOrDefault(l => (l.Step.Modifier("as")?.Text ?? "item") == variable);
        var target = loop?.Step.Modifier("foreach")?.Text is { } items && TargetOfList(items) is { } name ? runbook.Target(name) : null;
        // With one target the fence leaves no other.
        return new(node, OnKind.Computed, target ?? (runbook.Targets is [var only] ? only : null), null, hasPair);
    }

    private static bool Covers(string pattern, string name) =>
        !pattern.Contains("${{", StringComparison.Ordinal) && Glob.Problem(pattern) is null && Glob.Matches(pattern, name);

    [GeneratedRegex(@"\}\}\s*/[^/]+$")]
    private static partial Regex PairPart();

    [GeneratedRegex(@"^\s*\$\{\{\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}(/.*)?$")]
    private static partial Regex LoneName();

    [GeneratedRegex(@"^\s*(\$\{\{)?\s*(targets\.)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\.copyGroups\s*(\}\})?\s*$")]
    private static partial Regex TargetList();
}

internal enum OnKind
{
    Target,
    CopyGroup,

    /// <summary>An expression; the activity checks the fence when it is known.</summary>
    Computed,

    /// <summary>Neither a target nor covered by one.</summary>
    Unknown,
}
