using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Editing;

/// <summary>The outline of a runbook: its sections, inputs, targets and steps.</summary>
internal static class EditorOutline
{
    public static IReadOnlyList<EditorSymbol> Of(Runbook runbook, TextMap map) =>
        [.. runbook.Root.Entries.Select(e => Section(e, runbook, map))];

    private static EditorSymbol Section(MapEntry entry, Runbook runbook, TextMap map)
    {
        IReadOnlyList<EditorSymbol> inside = entry.Key.Raw switch
        {
            "inputs" => [.. runbook.Inputs.Select(i => Entry(entry, i.Name, i.Type.ToString().ToLowerInvariant(), EditorSymbolKind.Input, map))],
            "targets" => [.. runbook.Targets.Select(t => Entry(entry, t.Name, t.Technology?.Value.RunbookName(), EditorSymbolKind.Target, map))],
            "steps" => Steps(runbook.Steps, map),
            "cleanup" => Steps(runbook.Cleanup, map),
            "finally" => Steps(runbook.Finally, map),
            _ => [],
        };
        return new(entry.Key.Raw, entry.Value.Text is { Length: < 100 } text ? text : null, EditorSymbolKind.Section,
            Range(entry.Key.At.To(entry.Value.At), entry.Key.At, map), Range(entry.Key.At, map), inside);
    }

    private static EditorSymbol Entry(MapEntry section, Located<string> name, string? detail, EditorSymbolKind kind, TextMap map)
    {
        var value = (section.Value as MapNode)?[name.Value];
        return new(Name(name.Value), detail, kind, Range(value is null ? name.At : name.At.To(value.At), name.At, map), Range(name.At, map), []);
    }

    private static EditorSymbol[] Steps(IEnumerable<Step> steps, TextMap map) => [.. steps.Select(s => Step(s, map))];

    private static EditorSymbol Step(Step step, TextMap map)
    {
        EditorSymbol[] inside = step.Branches is [{ Name: null, Steps: var only }] ? Steps(only, map)
            : [.. step.Branches.Where(b => b.Steps.Length > 0).Select(b =>
            {
                var first = b.Steps[0].Node.At;
                var all = first.To(b.Steps[^1].Node.At);
                return new EditorSymbol(Name(b.Name?.Value ?? "branch"), null, EditorSymbolKind.Branch, Range(all, first, map), Range(first, first, map), Steps(b.Steps, map));
            })];
        return new(Name(step.Id?.Value ?? "?"), step.Verb?.Name, EditorSymbolKind.Step, Range(step.Node.At, step.At, map), Range(step.At, map), inside);
    }

    private static string Name(string text) => text.Trim().Length == 0 ? "?" : text;

    private static TextRange Range(SourceSpan at, TextMap map)
    {
        var (start, end) = map.Offsets(at);
        return new(start, end);
    }

    // An editor refuses an entry whose name lies outside of it.
    private static TextRange Range(SourceSpan all, SourceSpan name, TextMap map)
    {
        var (whole, inner) = (Range(all, map), Range(name, map));
        return new(Math.Min(whole.Start, inner.Start), Math.Max(whole.End, inner.End));
    }
}
