using System.Text.Json.Nodes;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Values;

namespace RunbookEngine.Language.Compilation;

/// <summary>The arguments of a verb as a plan carries them: as written, but for values that are fixed when it is compiled.</summary>
internal static class ArgumentBuilder
{
    public static JsonObject Build(Step step, Constants constants, string folder)
    {
        var verb = step.Verb!;
        if (verb.IsContainer || step.With is not MapNode with)
            return [];
        var arguments = new JsonObject(with.Entries.Select(e => KeyValuePair.Create(e.Key.Raw,
            verb.ConstantArguments.Contains(e.Key.Raw) ? constants.Json(e.Value) : DocumentJson.ToNode(e.Value))));
        if (verb.Name == "pair.create")
            arguments["pairs"] = new JsonArray([.. Nodes.OneOrMany(with["pairs"]).OfType<MapNode>().Select(Pair)]);
        // The plan may be carried on from another folder than it was compiled in.
        var path = verb.Name switch { "ticket.require" or "ticket.update" => "file", "call" => "runbook", _ => null };
        if (path is not null && arguments[path] is JsonValue text && text.TryGetValue<string>(out var written))
            arguments[path] = Path.GetFullPath(written, folder);
        return arguments;
    }

    private static JsonObject Pair(MapNode pair) => new(pair.Entries.Select(e => KeyValuePair.Create(e.Key.Raw,
        e.Key.Raw is "pvol" or "svol" && LdevText.TryParse(e.Value.Text) is { } ldev ? JsonValue.Create(ldev) : DocumentJson.ToNode(e.Value))));
}
