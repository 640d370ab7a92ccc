using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>What a runbook asks of those who decide: its approvals and required tickets, as they are written.</summary>
public static class Decisions
{
    /// <summary>What says how people are told, and until when, is none of what is asked.</summary>
    private static readonly string[] Telling = ["message", "notify", "deadline", "poll", "hold"];

    /// <summary>Decisions that one text asks for and another does not, as people read them.</summary>
    public static IReadOnlyList<string> MissingIn(Runbook runbook, Runbook than)
    {
        var asked = Of(runbook).Select(d => d.Asks).ToList();
        return [.. Of(than).Where(d => !asked.Remove(d.Asks)).Select(d => d.Title)];
    }

    private static IEnumerable<(string Title, string Asks)> Of(Runbook runbook) =>
        from place in new StepTree(runbook).All
        where place.Step.Verb?.Name is "approve" or "ticket.require"
        select (place.Step.Title, string.Join('\n', [place.Step.Verb!.Name, .. Nodes.Entries(place.Step.With).Where(e => !Telling.Contains(e.Key.Raw))
            .OrderBy(e => e.Key.Raw, StringComparer.Ordinal).Select(e => $"{e.Key.Raw}={DocumentJson.ToElement(e.Value).GetRawText()}"),
            .. place.Upwards.Select(u => $"{Text(u, "when")}|{Text(u, "modes")}|{Text(u, "foreach")}")]));

    private static string Text(StepPlace place, string key) => place.Step.Modifier(key) is { } node ? DocumentJson.ToElement(node).GetRawText() : "";
}
