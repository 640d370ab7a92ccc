using System.Globalization;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1302, RB1305, RB1307: times of day, time zones, and a delay that says when it ends.</summary>
internal static class TimeOfDayRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var window = context.Runbook.Objectives?["window"] as MapNode;
        return
        [
            .. Time(window?["finishBy"]), .. Zone(window?["zone"]),
            .. context.Places.Where(p => p.Step.Verb!.Name == "delay" && p.Step.With is MapNode).SelectMany(p => Delay((MapNode)p.Step.With!, p.Step.At)),
        ];
    }

    public static IEnumerable<Diagnostic> Zone(DocumentNode? node)
    {
        if (node?.Text is not { } id || id.Contains("${{", StringComparison.Ordinal) || TimeZoneInfo.TryFindSystemTimeZoneById(id, out _))
            return [];
        var known = TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id);
        return [Diagnostic.Error(Codes.Zone, node.At, $"`{id}` is no known time zone", Suggestion.For(id, known) ?? "write an IANA name such as Asia/Tokyo or UTC")];
    }

    private static IEnumerable<Diagnostic> Delay(MapNode delay, SourceSpan at)
    {
        if (delay["for"] is null == delay["until"] is null)
            yield return Diagnostic.Error(Codes.Delay, at, "a delay needs exactly one of `for` and `until`", "write for: 10m, or until: \"22:00\" with a zone");
        if (delay["until"] is { } until && delay["zone"] is null)
            yield return Diagnostic.Error(Codes.Delay, until.At, "a time of day names its zone", "add zone: Asia/Tokyo, for example");
        if (delay["zone"] is { } zone && delay["until"] is null)
            yield return Diagnostic.Error(Codes.Delay, zone.At, "a zone belongs to `until`");
        foreach (var found in Time(delay["until"]).Concat(Zone(delay["zone"])))
            yield return found;
    }

    private static IEnumerable<Diagnostic> Time(DocumentNode? node) =>
        node is ScalarNode { Value: ScalarValue.String, Raw: var text } && !text.Contains("${{", StringComparison.Ordinal)
            && !TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? [Diagnostic.Error(Codes.TimeOfDay, node.At, $"`{text}` is no time of day", "write hours and minutes in quotes: \"04:00\"")]
            : [];
}
