using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1329: a key of a trigger that means nothing beside what sets it off, or lacks its partner.</summary>
internal static class TriggerKeysRule
{
    private static readonly (string Key, string[] With)[] Belongs =
    [
        ("zone", ["cron"]), ("gap", ["cron"]), ("overlap", ["cron"]), ("from", ["every"]), ("calendars", ["cron", "every"]), ("late", ["cron", "every"]),
        ("misfire", ["cron", "every"]), ("overlapRuns", ["cron", "every"]),
    ];

    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var trigger in TriggerNodes.Of(context.Runbook))
        {
            var kinds = TriggerNodes.Kinds.Where(k => trigger[k] is not null).ToList();
            foreach (var (key, with) in Belongs)
            {
                if (kinds is [var kind] && trigger.Entry(key) is { } entry && !with.Contains(kind))
                    yield return Diagnostic.Error(Codes.TriggerKeys, entry.Key.At, $"`{key}` means nothing beside `{kind}`", $"it belongs to {string.Join(" and ", with.Select(w => $"`{w}`"))}");
            }

            if (trigger["webhook"] is Documents.MapNode webhook && webhook["signature"]?.Text == "body" && webhook["key"] is null)
            {
                yield return Diagnostic.Error(Codes.TriggerKeys, webhook["signature"]!.At, "a signature over the body alone does not tell one request from its repetition",
                    "add key: what tells one event from another, as in \"${{ body.id }}\"");
            }
        }
    }
}
