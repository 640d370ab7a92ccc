using System.Text.Json;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Cli.Output;
using RunbookEngine.Locks;
using RunbookEngine.Plans;

namespace RunbookEngine.Cli.Plans;

/// <summary>A plan as text: what would be locked, every step with the calls it would send and what they bring, and the way back.</summary>
internal sealed class PlanPage(TextWriter writer, Ink ink)
{
    public void Write(Plan plan, IReadOnlyList<PlannedStep> steps, IReadOnlyList<(string CopyGroup, string Statuses, int Pairs)> start)
    {
        writer.WriteLine($"{ink.Bold(plan.Runbook)}: environment {plan.Environment.Name}{(plan.Mode is { } mode ? $", mode {mode}" : "")}; nothing is sent by this command");
        writer.WriteLine($"fingerprint {PlanJson.Fingerprint(plan)}");
        Start(plan, start);
        foreach (var section in steps.GroupBy(s => s.Section))
        {
            writer.WriteLine();
            writer.WriteLine(ink.Bold(section.Key));
            foreach (var step in section)
                Step(step);
        }

        Undo(plan, steps);
        Problems(steps);
    }

    private void Start(Plan plan, IReadOnlyList<(string CopyGroup, string Statuses, int Pairs)> start)
    {
        foreach (var group in start.GroupBy(p => p.CopyGroup))
            writer.WriteLine($"  {group.Key}: {string.Join(", ", group.Select(g => $"{g.Statuses} ({g.Pairs})"))}");
        if (PlanLocks.Of(plan) is { Count: > 0 } locks)
            writer.WriteLine($"locks: {string.Join(", ", locks)}");
    }

    private void Step(PlannedStep planned)
    {
        var (step, indent) = (planned.Step, new string(' ', 2 + (planned.Depth * 2)));
        writer.WriteLine($"{indent}{ink.Bold(planned.Key.ToString())}  {step.Verb}{(step.Pivot ? "  POINT OF NO RETURN" : "")}{(step.Name is { } name ? $"  # {name}" : "")}");
        if (planned.Skipped is { } skipped)
            writer.WriteLine($"{indent}  skipped: {skipped}");
        if (planned.Open is { } open)
            writer.WriteLine($"{indent}  known when the run gets there: {open}");
        else if (planned.Calls.Count == 0 && planned.Arguments is { ValueKind: JsonValueKind.Object } arguments && arguments.EnumerateObject().Any())
            writer.WriteLine($"{indent}  {arguments.GetRawText()}");
        foreach (var call in planned.Calls)
            Call(call, indent + "  ");
    }

    private void Call(ForecastCall call, string indent)
    {
        var target = call.Pair is null ? call.CopyGroup : $"{call.CopyGroup}/{call.Pair}";
        if (call.Path is not null)
            writer.WriteLine($"{indent}{call.Array}: {call.Method} {call.Path}{(call.Body is null ? "" : $" {call.Body}")}");
        else if (call.Verdict is ForecastVerdict.Accepted or ForecastVerdict.Uncertain)
            writer.WriteLine($"{indent}{target}: the array is not known yet, so the call is not shown");
        var way = call.During == call.After || call.During == call.Before ? $"{call.Before} -> {call.After}" : $"{call.Before} -> {call.During} -> {call.After}";
        var verdict = call.Verdict switch
        {
            ForecastVerdict.Accepted => $"{way} ({Pairs(call)}){(call.Copy is null or "none" ? "" : $", {call.Copy} copy")}{(call.HostAccess is { } access ? $"; then {access}" : "")}",
            ForecastVerdict.NotNeeded => $"{call.Before} ({Pairs(call)}): there already, nothing is sent",
            ForecastVerdict.NothingHappens => $"NOTHING HAPPENS in {call.Before} ({Pairs(call)}): {call.Why}",
            ForecastVerdict.Rejected => $"REJECTED in {call.Before} ({Pairs(call)}): {call.Why}",
            _ => $"UNCERTAIN: {way} ({Pairs(call)}) if accepted: {call.Why}",
        };
        writer.WriteLine($"{indent}{target} {verdict}");
        foreach (var warning in call.Warnings)
            writer.WriteLine($"{indent}  warning: {warning}");
    }

    private void Undo(Plan plan, IReadOnlyList<PlannedStep> steps)
    {
        var undo = UndoList.Of(steps);
        writer.WriteLine();
        writer.WriteLine(ink.Bold("rollback, in this order"));
        if (steps.LastOrDefault(s => s.Step.Pivot && s.Skipped is null) is { } pivot)
            writer.WriteLine($"  never before {pivot.Key}, the point of no return; a failure after it holds");
        else
            writer.WriteLine($"  no point of no return; a failure {plan.OnFailure switch { FailurePolicy.Rollback => "rolls back", FailurePolicy.Hold => "holds", _ => "aborts and leaves all as it is" }}");
        foreach (var (step, what) in undo)
            writer.WriteLine($"  {step}: {what}");
    }

    private void Problems(IReadOnlyList<PlannedStep> steps)
    {
        var bad = steps.SelectMany(s => s.Calls.Where(c => c.Verdict is ForecastVerdict.Rejected or ForecastVerdict.NothingHappens).Select(c => (s.Key, c))).ToList();
        if (bad.Count == 0)
            return;
        writer.WriteLine();
        writer.WriteLine($"{bad.Count} call(s) would not do what the runbook wants:");
        foreach (var (key, call) in bad)
            writer.WriteLine($"  {key} {call.CopyGroup}: {PlanWords.Of(call.Verdict)} in {call.Before}: {call.Why}");
    }

    private static string Pairs(ForecastCall call) => call.Pairs == 1 ? "1 pair" : $"{call.Pairs} pairs";
}
