using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Editing;

/// <summary>Where names come from.</summary>
internal static class EditorDefinitions
{
    public static EditorLocation? OfReference(EditorModel model, ExpressionSpot spot, TextMap map, int offset)
    {
        var path = Reference.In(spot.Expression).FirstOrDefault(r => r.Offset <= spot.Cursor && spot.Cursor <= r.Offset + r.Length)?.Path;
        SourceSpan? at = path switch
        {
            ["steps", var id, ..] => model.Tree.Find(id)?.Step.Id?.At,
            ["inputs", var name, ..] => model.Runbook.Input(name)?.Name.At,
            ["targets", var name, ..] => model.Runbook.Target(name)?.Name.At,
            [var name, ..] => model.Runbook.Target(name)?.Name.At
                ?? model.PlaceAt(map, offset)?.Loops.Select(l => l.Step.Modifier("as")).FirstOrDefault(a => a?.Text == name)?.At,
            _ => null,
        };
        return Here(at, map);
    }

    public static EditorLocation? OfValue(EditorModel model, NodePath at, SourceFile file, TextMap map)
    {
        var text = at.Node.Raw;
        if (at.Path is [.., "call", "runbook"])
            return text.Length == 0 || text.Contains('\0') || text.Contains("${{", StringComparison.Ordinal) ? null : new EditorLocation(Path.GetFullPath(text, file.Folder), new TextRange(0, 0));
        if (at.Path is not [.., "on"])
            return null;
        var name = text.Split('/')[0];
        var target = model.Runbook.Target(name);
        var group = model.Runbook.Targets.SelectMany(t => t.CopyGroups).FirstOrDefault(g => g.Raw == name)
            ?? model.Runbook.Targets.SelectMany(t => t.CopyGroups).FirstOrDefault(g => Targets.Glob.Problem(g.Raw) is null && Targets.Glob.Matches(g.Raw, name));
        return Here(target?.Name.At ?? group?.At, map);
    }

    private static EditorLocation? Here(SourceSpan? at, TextMap map)
    {
        if (at is not { } span)
            return null;
        var (start, end) = map.Offsets(span);
        return new EditorLocation(null, new TextRange(start, end));
    }
}
