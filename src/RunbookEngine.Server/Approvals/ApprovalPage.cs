using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RunbookEngine.Approvals;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Server.Approvals;

/// <summary>The pages behind a signed link. They work without a script, and every text in them is encoded.</summary>
internal static class ApprovalPage
{
    private const int MostSteps = 80;

    private const int MostGroups = 60;

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --quiet: #59636e; --ground: #f6f8fa; --card: #fff; --line: #d1d9e0; --yes: #1a7f37; --no: #b3261e; --mark: #9a6700; --wash: #fff8c5; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9198a1; --ground: #0d1117; --card: #151b23; --line: #3d444d; --yes: #238636; --no: #c93c37; --mark: #d29922; --wash: #2e2a1f; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
        main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .25rem; }
        h2 { font-size: 1rem; margin: 0 0 .5rem; }
        p { margin: .25rem 0; }
        section, form { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
        .quiet { color: var(--quiet); }
        .ask { font-size: 1.1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
        dt { color: var(--quiet); }
        dd { margin: 0; overflow-wrap: anywhere; }
        code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; }
        th { text-align: left; font-weight: 600; color: var(--quiet); }
        th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
        ol { margin: 0; padding-left: 1.6rem; }
        li { padding: .15rem 0; overflow-wrap: anywhere; }
        .here { font-weight: 600; }
        .pivot { background: var(--wash); border-left: .25rem solid var(--mark); padding-left: .5rem; list-style-position: outside; }
        .pivot b { color: var(--mark); }
        label { display: block; margin-bottom: .25rem; }
        textarea { width: 100%; min-height: 4.5rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .375rem; padding: .5rem; }
        .acts { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: .75rem; }
        button { font: inherit; font-weight: 600; color: #fff; border: 0; border-radius: .375rem; padding: .7rem 1.5rem; cursor: pointer; }
        button:focus-visible, textarea:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
        .yes { background: var(--yes); } .no { background: var(--no); }
        @media (max-width: 32rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } button { flex: 1 1 100%; } }
        """;

    /// <summary>Nothing but this one style, and forms to this server only.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static string Ask(LinkTarget.Open open, string token, string? refused = null)
    {
        var (run, step, plan) = (open.Run, open.Step, open.Run.Plan);
        var asked = step.Waiting?.Asked;
        var body = new StringBuilder();
        body.Append($"<h1>{E(plan.Runbook)} {(ApprovalSubject.IsWayBack(run) ? "asks for your approval to take an ended run back" : "asks for your approval")}</h1><p class=\"quiet\">{E(open.Link.Person)}{(open.Link.For is { } place ? $", in the place of {E(place)}" : "")}</p>");
        if (refused is not null)
            body.Append($"<section role=\"alert\"><p><strong>Not recorded.</strong> {E(refused)}</p></section>");
        body.Append($"<section><p class=\"ask\">{E(asked?.Message ?? step.Waiting?.For ?? "")}</p></section>");
        body.Append("<section><h2>What it is about</h2><dl>");
        Row(body, "Environment", plan.Environment.Name + (plan.Mode is { } mode ? $", mode {mode}" : ""));
        Row(body, "Asked for by", string.Join(", ", ApprovalCount.Requesters(run)));
        if (run.Ticket is { } ticket)
            Row(body, "Change ticket", ticket);
        if (plan.Description is { } description)
            Row(body, "Runbook", description);
        Row(body, "Needed", asked is null ? "approval" : $"{asked.Min} approval{(asked.Min == 1 ? "" : "s")}, {asked.Given} given");
        foreach (var given in ApprovalCount.Standing(run, step))
            Row(body, given.Granted ? "Approved by" : "Denied by", ApprovalCount.Name(given) + (given.Reason is { } why ? $": {why}" : ""));
        if ((asked?.Deadline ?? step.Waiting?.Until) is { } deadline)
            Row(body, "Decide before", $"{deadline.UtcDateTime:yyyy-MM-dd HH:mm} UTC; silence denies");
        body.Append($"<dt>Run</dt><dd><code>{run.Id}</code></dd><dt>Plan</dt><dd><code>{E(open.Link.Fingerprint)}</code></dd></dl></section>");
        if (ApprovalSubject.IsWayBack(run))
            ApprovalWayBack.Append(body, run.Rollback!);
        Pairs(body, run);
        Steps(body, plan, step);
        body.Append($"""
            <form method="post" action="approve"><input type="hidden" name="t" value="{E(token)}">
            <label for="reason">Reason, for the record (optional)</label><textarea id="reason" name="reason" maxlength="1000"></textarea>
            <div class="acts"><button class="yes" name="decision" value="grant">Approve</button><button class="no" name="decision" value="deny">Deny</button></div>
            <p class="quiet">This link decides once and is yours alone: do not pass it on.</p></form>
            """);
        return Page($"Approve {plan.Runbook}?", body.ToString());
    }

    public static string Say(string title, string text) => Page(title, $"<h1>{E(title)}</h1><section><p>{E(text)}</p></section>");

    private static void Pairs(StringBuilder body, RunState run)
    {
        var groups = run.Plan.Targets.SelectMany(t => (t.CopyGroups is { } found ? found.Select(g => g.Name) : t.Patterns).Select(g => (Target: t, Group: g))).ToList();
        if (groups.Count == 0)
            return;
        body.Append("<section><h2>Pairs that it may touch</h2><table><thead><tr><th>Copy group</th><th>Technology</th><th>Last seen</th></tr></thead><tbody>");
        foreach (var (target, group) in groups.Take(MostGroups))
        {
            var arrays = target.RemoteArray is not { } remote ? target.Array
                : Direction.Of(target, run.Pairs.Values.Where(p => p.CopyGroup == group)) ?? $"{target.Array} and {remote}, direction not read yet";
            var seen = run.Pairs.Values.Where(p => p.CopyGroup == group).GroupBy(p => p.Statuses).Select(g => $"{g.Count()} × {g.Key}");
            body.Append($"<tr><td>{E(group)}</td><td>{E(target.Technology)}<br><span class=\"quiet\">{E(arrays)}</span></td><td>{E(string.Join(", ", seen) is { Length: > 0 } text ? text : "not read yet")}</td></tr>");
        }

        body.Append($"</tbody></table>{More(groups.Count - MostGroups, "copy groups")}</section>");
    }

    private static void Steps(StringBuilder body, Plan plan, StepState asking)
    {
        var steps = plan.Steps.SelectMany(s => s.WithDescendants()).Where(s => !s.Id.Value.Contains("/undo-", StringComparison.Ordinal)).ToList();
        body.Append("<section><h2>Steps</h2><ol>");
        foreach (var step in steps.Take(MostSteps))
        {
            var mark = string.Join(' ', new[] { step.Id == asking.Key.Id ? "here" : null, step.Pivot ? "pivot" : null }.OfType<string>());
            var on = step.With.ValueKind == JsonValueKind.Object && step.With.TryGetProperty("on", out var what) && what.ValueKind == JsonValueKind.String ? $" on {what.GetString()}" : "";
            body.Append($"<li{(mark.Length > 0 ? $" class=\"{mark}\"" : "")}>{E(step.Name ?? step.Id.Value)} <code>{E(step.Verb + on)}</code>"
                + $"{(step.Id == asking.Key.Id ? " — you are asked here" : "")}{(step.Pivot ? " — <b>point of no return</b>" : "")}</li>");
        }

        body.Append($"</ol>{More(steps.Count - MostSteps, "steps")}</section>");
    }

    private static string More(int more, string what) => more > 0 ? $"<p class=\"quiet\">and {more} more {what}</p>" : "";

    private static void Row(StringBuilder body, string name, string value) => body.Append($"<dt>{E(name)}</dt><dd>{E(value)}</dd>");

    private static string Page(string title, string body) =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        + $"<meta name=\"robots\" content=\"noindex\"><title>{E(title)}</title><style>{Style}</style></head><body><main>{body}</main></body></html>\n";

    internal static string E(string text) => SinkText.Html(text);
}
