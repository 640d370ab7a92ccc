using System.Text;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Editing;

/// <summary>What steps, targets and inputs are, in Markdown.</summary>
internal static class EditorDescriptions
{
    /// <summary>The step, target or input that an expression names under the cursor; null for other names.</summary>
    public static string? Referenced(EditorModel model, ExpressionSpot spot)
    {
        // The shortest path that reaches the cursor: in steps.look.status the step, when the cursor is on look.
        var path = spot.Expression.Descendants().Where(n => n.Offset <= spot.Cursor && spot.Cursor <= n.End).OrderBy(n => n.End)
            .Select(n => (n.Offset, n.End, Path: Reference.PathOf(n))).FirstOrDefault(n => n.Path is not null).Path;
        return path switch
        {
            ["steps", var id] when model.Tree.Find(id) is { } step => Of(step, model),
            ["inputs", var name] when model.Runbook.Input(name) is { } input => Of(input),
            ["targets", var name] when model.Runbook.Target(name) is { } target => Of(target),
            [var name] when model.Runbook.Target(name) is { } target => Of(target),
            _ => null,
        };
    }

    public static string? OfValue(EditorModel model, NodePath at, TextMap map, int offset)
    {
        var text = at.Node.Raw;
        return at.Path switch
        {
            [.., "on"] when model.PlaceAt(map, offset) is { } place && OnReference.Resolve(place, model.Runbook) is { } on && on.Node.Raw == text => Of(on),
            _ => null,
        };
    }

    public static string Of(StepPlace place, EditorModel model)
    {
        var step = place.Step;
        var text = new StringBuilder($"**{step.Id?.Value ?? "step"}**");
        if (step.Node["name"]?.Text is { } name)
            text.Append($": {name}");
        text.Append($"\n\n`{step.Verb?.Name ?? "no verb"}` in `{place.Section.ToString().ToLowerInvariant()}`, line {step.Node.At.Line}");
        if (place.Upwards.Skip(1).FirstOrDefault(p => p.Id is not null) is { } outer)
            text.Append($", inside `{outer.Id}`");
        if (OnReference.Resolve(place, model.Runbook) is { Node: var on, Technology: var technology })
            text.Append($"\n\nacts on `{on.Raw}`{(technology is { } known ? $" ({known.RunbookName()})" : "")}");
        if (step.Verb is { } verb)
            text.Append($"\n\noutputs: `{verb.Outputs}`");
        return text.ToString();
    }

    public static string Of(TargetDefinition target) =>
        $"**{target.Name.Value}**: target, {target.Technology?.Value.RunbookName() ?? "technology not said"}\n\n"
        + $"array `{target.Array?.Value ?? "?"}`{(target.RemoteArray is { } remote ? $", partner `{remote.Value}`" : "")}\n\n"
        + $"copy groups: {string.Join(", ", target.CopyGroups.Take(20).Select(g => $"`{g.Raw}`"))}{(target.CopyGroups.Length > 20 ? ", …" : "")}";

    public static string Of(InputDefinition input) =>
        $"**{input.Name.Value}**: input, {input.Type.ToString().ToLowerInvariant()}{(input.Default?.Text is { } value ? $", default `{value}`" : "")}"
        + (input.Description is { } about ? $"\n\n{about}" : "");

    private static string Of(OnReference on) => on.Kind switch
    {
        OnKind.Target => Of(on.Target!),
        OnKind.CopyGroup => $"**{on.CopyGroup}**: copy group{(on.HasPair ? ", one pair of it" : "")}{(on.Target is { } target ? $" of the target\n\n{Of(target)}" : "")}",
        OnKind.Computed => $"worked out when the step runs{(on.Target is { } target ? $"; it must be a copy group of\n\n{Of(target)}" : "")}",
        _ => $"no target is called `{on.Node.Raw}`, and none has such a copy group",
    };
}
