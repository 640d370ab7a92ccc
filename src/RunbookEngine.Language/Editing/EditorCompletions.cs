using System.Collections.Immutable;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Targets;
using RunbookEngine.Language.Verbs;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Editing;

/// <summary>What can be written at a place: keys, verbs, values, names.</summary>
internal static class EditorCompletions
{
    public static IReadOnlyList<EditorCompletion> At(EditorDocument document, EditorModel? model, EnvironmentModel? environment, LineContext context, int offset)
    {
        var bare = context.Key is "when" or "foreach" && context.Path is [.., SchemaGuide.Item] && !document.File.Text[context.Value..offset].StartsWith('[');
        if (context.Expression is not null || bare)
            return model is null ? [] : Expression(document, model, context.Expression ?? Unquoted(document.File.Text, context.Value, offset), offset);
        var range = new TextRange(context.Word, offset);
        return context.Key is null ? Keys(context, range, document.File.Text, EditorTechnology.At(document.File.Text, offset, context.Path, model)) : Values(context, model, environment, range);
    }

    private static int Unquoted(string text, int value, int offset) => value < offset && text[value] is '"' or '\'' ? value + 1 : Math.Min(value, offset);

    private static IReadOnlyList<EditorCompletion> Expression(EditorDocument document, EditorModel model, int start, int offset)
    {
        var text = document.File.Text;
        var found = ExpressionCompletion.At(text, start, offset, model.ScopeAt(document.Map, offset));
        return [.. found.Select(i => new EditorCompletion(
            i.Label, i.IsFunction ? EditorItemKind.Function : model.Tree.Find(i.Label) is not null ? EditorItemKind.Step : EditorItemKind.Variable,
            i.Insert, new TextRange(i.ReplaceFrom, offset), i.Detail, i.Description))];
    }

    private static IReadOnlyList<EditorCompletion> Keys(LineContext context, TextRange range, string text, Technology? technology)
    {
        // A list item that is not begun takes steps, not bare words.
        var line = text[(text.LastIndexOf('\n', Math.Max(0, range.Start - 1)) + 1)..range.Start];
        var path = context.Path;
        return [.. SchemaGuide.Runbook.Keys(path).Where(k => technology is not { } has || TechnologyRule.Has(path[^1], k.Name, has)).Select(k =>
        {
            var isVerb = path is [.., SchemaGuide.Item] && VerbCatalog.Find(k.Name) is not null;
            return new EditorCompletion(k.Name, isVerb ? EditorItemKind.Verb : EditorItemKind.Key, $"{k.Name}: {(isVerb && line.Trim(' ', '-').Length == 0 ? Start(k.Name) : "")}",
                range, isVerb ? "verb" : null, SchemaGuide.Runbook.About(k.Schema));
        })];
    }

    private static string Start(string verb) => verb switch
    {
        "checkpoint" => "{}",
        _ when verb.StartsWith("pair.", StringComparison.Ordinal) => "{ on: ",
        _ => "",
    };

    private static IReadOnlyList<EditorCompletion> Values(LineContext context, EditorModel? model, EnvironmentModel? environment, TextRange range)
    {
        var path = context.Path.Add(context.Key!);
        IEnumerable<(string Text, EditorItemKind Kind, string? Detail, string? About)> found = path switch
        {
            [.., "on"] => Objects(model),
            ["targets", _, "array" or "remoteArray"] or [.., "pvolAt" or "readOnlyAt"] => Names(environment?.Arrays.Keys, "array"),
            [.., "to"] or [.., "to", SchemaGuide.Item] => Names(environment?.Notify.Keys, "channel"),
            [.., "by"] or [.., "by", SchemaGuide.Item] => Names(environment?.Approvers.Keys, "group of approvers"),
            [.., "connection"] => Names(environment?.Connections.Keys, "connection"),
            _ => SchemaGuide.Runbook.Values(path).Distinct().Select(v => (v, EditorItemKind.Value, (string?)null, (string?)null)),
        };
        return [.. found.Select(f => new EditorCompletion(f.Text, f.Kind, f.Text, range, f.Detail, f.About))];
    }

    private static IEnumerable<(string, EditorItemKind, string?, string?)> Objects(EditorModel? model)
    {
        foreach (var target in model?.Runbook.Targets ?? [])
            yield return (target.Name.Value, EditorItemKind.Target, target.Technology?.Value.RunbookName(), EditorDescriptions.Of(target));
        foreach (var group in (model?.Runbook.Targets ?? []).SelectMany(t => t.CopyGroups).Where(g => !Glob.IsPattern(g.Raw) && !g.Raw.Contains("${{", StringComparison.Ordinal)))
            yield return (group.Raw, EditorItemKind.Value, "copy group", null);
    }

    private static IEnumerable<(string, EditorItemKind, string?, string?)> Names(IEnumerable<string>? names, string what) =>
        (names ?? []).Select(n => (n, EditorItemKind.Value, (string?)what, (string?)null));
}
