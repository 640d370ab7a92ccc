using RunbookEngine.Cli.Output;
using RunbookEngine.Journal;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Planning;

/// <summary>A prediction as a person reads it, laid out for the terminal.</summary>
/// <param name="width">Columns; no line is longer, whatever names are in it.</param>
internal sealed class PlanPage(TextWriter writer, Ink ink, PlanRequests requests, bool verbose, int width = PlanPage.Width)
{
    /// <summary>Columns where nobody tells, as in a pipe.</summary>
    public const int Width = 100;

    /// <summary>From here on each row has a column for the direction of its pairs.</summary>
    private const int WideEnough = 120;

    private readonly int _width = Math.Clamp(width, 80, 240);

    /// <summary>Requests that are printed unless more is asked for.</summary>
    private const int MostRequests = 30;

    /// <param name="disaster">Mode disaster: what would be declared now; null otherwise.</param>
    public void Write(PlanForecast forecast, DisasterDeclared? disaster = null)
    {
        Head(forecast);
        foreach (var unknown in disaster?.Unknown ?? [])
            Wrapped("unknown  ", unknown);
        foreach (var bound in disaster?.Bounds ?? [])
            Wrapped("loss     ", $"{bound.CopyGroup}: {bound.Text}");
        foreach (var section in forecast.Steps.GroupBy(s => s.Section))
            Steps(section.Key, [.. section]);
        WayBack(forecast);
        Requests(forecast);
    }

    private void Head(PlanForecast forecast)
    {
        var plan = forecast.Plan;
        Wrapped("", $"{plan.Runbook}: environment {plan.Environment.Name}{(plan.Mode is { } mode ? $", mode {mode}" : "")}; nothing is changed by this command", Bold(SinkText.Line(plan.Runbook)));
        Wrapped("start    ", forecast.Start.Origin + (forecast.Start.At is null ? "; one pair stands for all pairs of a group, and a name with * for every group that matches" : ""));
        Wrapped("outcome  ", Outcome(forecast));
        Wrapped("time     ", Time(forecast.Time) + Uncounted(forecast.Time));
        if (forecast.Window is { } window)
            Wrapped("window   ", $"{window.Fit switch { WindowFit.Fits => "fits", WindowFit.Tight => "tight", _ => "can't" }}: {Spans.Text(window.Left)} until {plan.Objectives!.FinishBy} {plan.Objectives.Zone}");
        foreach (var (way, groups) in Directions(forecast))
            Wrapped("pairs    ", $"{way}: {groups}");
        foreach (var hold in forecast.Holds)
            Wrapped("held     ", Held(hold));
        if (forecast.Locks.Count > 0)
            Wrapped("locks    ", string.Join(", ", forecast.Locks.GroupBy(l => l.CopyGroup).Select(l => l.Key)));
        if (forecast.Sessions.Count > 0)
            Wrapped("sessions ", string.Join(", ", forecast.Sessions));
        writer.WriteLine($"plan     {PlanJson.Fingerprint(plan)}");
    }

    /// <summary>Where the P-VOLs are at the start, and where they go.</summary>
    private static IEnumerable<(string Way, string Groups)> Directions(PlanForecast forecast) => forecast.Steps.SelectMany(s => s.Groups)
        .DistinctBy(g => (g.Array, g.CopyGroup)).Select(g => (Way: PlanWords.Direction(g, g.Before), g.CopyGroup)).Where(g => g.Way is not null)
        .GroupBy(g => g.Way!).Select(g => (g.Key, string.Join(", ", g.Select(one => one.CopyGroup).Take(6)) + (g.Count() > 6 ? $" and {g.Count() - 6} more" : "")));

    private static string Held(HoldForecast hold) => $"application held for {About(hold.Forward)}, from {hold.Step}"
        + (hold.Release is { } release ? $" to {release}" : "; nothing releases it on the way forward")
        + (hold.Back is { } back ? $"; when {hold.BackAfter ?? hold.Step} fails, the rollback releases it after {About(back)}" : "; a rollback does not release it");

    private static string About(TimeSpread time)
    {
        var programs = time.Uncounted == 0 ? "" : $"as long as {time.Uncounted} program{(time.Uncounted == 1 ? " takes" : "s take")}";
        return time.Expected is not { } expected ? "a time that nobody can tell"
            : expected == TimeSpan.Zero && programs.Length > 0 ? programs
            : $"about {Spans.Rough(expected)}{(programs.Length > 0 ? $" and {programs}" : "")}";
    }

    private static string Outcome(PlanForecast forecast) => forecast.Outcome switch
    {
        PredictedOutcome.Succeeds => "succeeds, when every program and person does their part",
        PredictedOutcome.MayFail => $"may fail: {string.Join(", ", forecast.Steps.Where(s => s is { Fails: Chance.May, Section: "steps" }).Select(s => s.Key.ToString()).Distinct().Take(4))} is only decided when it runs",
        PredictedOutcome.RollsBack => $"FAILS at {forecast.FailsAt} and is rolled back",
        PredictedOutcome.NeedsOperator => $"FAILS at {forecast.FailsAt}, and the rollback needs an operator",
        PredictedOutcome.Holds => $"FAILS at {forecast.FailsAt} and holds for a person",
        _ => $"FAILS at {forecast.FailsAt} and ends as it stands",
    };

    private void Steps(string section, IReadOnlyList<StepForecast> steps)
    {
        writer.WriteLine();
        var wide = _width >= WideEnough && steps.Any(s => s.Groups.Any(g => PlanWords.Direction(g) is not null));
        var table = new PlanTable(_width, [section.ToUpperInvariant(), "COPY GROUPS", "STATUS P/S", .. wide ? ["DIRECTION"] : (string[])[], "COPY", "HOSTS", "TIME"]);
        StepForecast? last = null;
        foreach (var row in PlanRow.Of(steps))
        {
            var (step, first) = (row.Step, !ReferenceEquals(row.Step, last));
            last = step;
            if (step.IsPivot && first)
                table.Line("---- point of no return: nothing above is taken back once this starts ", '-', ink.Bad);
            var way = row.Groups is [var some, ..] && row.Step.Verdict is not (StepVerdict.Skipped or StepVerdict.NotReached) ? PlanWords.Direction(some) : null;
            table.Row([
                first ? new string(' ', step.Depth * 2) + Name(row) : "",
                Groups(row), Status(row), .. wide ? [way ?? ""] : (string[])[], row.Groups is [var one, ..] && one.Copy != CopyKind.None ? one.Copy.ToString().ToLowerInvariant() : "",
                row.Groups is [{ After.Count: > 0 } shown, ..] ? PlanWords.Access(shown.After) : "", first ? Short(row) : ""]);
            if (!wide && way is not null && PlanWords.Direction(row.Groups[0], row.Groups[0].Before) != PlanWords.Direction(row.Groups[0], row.Groups[0].After))
                table.Note($"direction: {way}");
            foreach (var note in Notes(row, first))
                table.Note(note);
        }

        table.Write(writer, ink);
    }

    private static string Name(PlanRow row) => row.Steps.Count > 1 ? $"{row.Step.Key.Id} x{row.Steps.Count}"
        : row.Step.Key.Iteration is { Length: > 0 } && row.Step.Groups is [{ } only] && row.Step.Key.Iteration == only.CopyGroup ? row.Step.Key.Id.Value
        : row.Step.Key.ToString();

    private static string Groups(PlanRow row)
    {
        if (row.Groups.Count == 0)
            return row.Step.Step.Verb;
        var first = row.Groups[0].Pair is { } pair ? $"{row.Groups[0].CopyGroup}/{pair}" : row.Groups[0].CopyGroup;
        var pairs = row.Groups.Sum(g => (g.After.Count > 0 ? g.After : g.Before).Sum(s => s.Pairs));
        var word = row.Step.Step.Verb["pair.".Length..];
        return $"{word} {first}{(row.Groups.Count > 1 ? $" +{row.Groups.Count - 1}" : "")} ({pairs})";
    }

    private static string Status(PlanRow row) => row.Step.Verdict switch
    {
        StepVerdict.Skipped => "skipped",
        StepVerdict.NotReached => "not reached",
        _ when row.Groups.Count == 0 => row.Step.Verdict is StepVerdict.Fails or StepVerdict.Rejected ? "FAILS" : row.Step.Runs == Chance.May ? "perhaps" : "",
        _ => row.Groups[0].Verdict switch
        {
            StepVerdict.Rejected => $"REFUSED in {PlanWords.Standings(row.Groups[0].Before)}",
            StepVerdict.Fails => $"{PlanWords.Way(row.Groups[0])}, FAILS",
            StepVerdict.NothingToDo => $"{PlanWords.Standings(row.Groups[0].After)}, nothing sent",
            StepVerdict.Holds => $"{PlanWords.Way(row.Groups[0])}, holds",
            StepVerdict.NotReached => "not reached",
            _ => PlanWords.Way(row.Groups[0]),
        },
    };

    private IEnumerable<string> Notes(PlanRow row, bool first)
    {
        if (first && row.Step.Verdict is not (StepVerdict.NotReached or StepVerdict.NothingToDo) && row.Step.Why is { } why && row.Groups.All(g => g.Why != why))
            yield return why;
        foreach (var note in row.Groups.Where(g => g.Verdict is not StepVerdict.NothingToDo).Select(g => g.Why).OfType<string>().Distinct().Take(2))
            yield return note;
        foreach (var timing in row.Groups.Select(g => g.Timing).OfType<string>().Distinct().Take(1).Where(t => row.Groups[0].Why != t))
            yield return $"depends on timing: {timing}";
        foreach (var warning in row.Groups.SelectMany(g => g.Warnings).Distinct().Take(verbose ? 20 : 2))
            yield return $"note: {warning}";
    }

    private static string Short(PlanRow row)
    {
        var time = row.Steps.Select(s => s.Time).Aggregate((a, b) => a.Beside(b));
        return time.Uncounted > 0 ? "?" : time.Expected is not { } expected ? "no end" : expected == TimeSpan.Zero ? "" : $"{(row.Step.FromHistory ? "=" : "~")}{Spans.Rough(expected)}";
    }

    private void WayBack(PlanForecast forecast)
    {
        var steps = forecast.Steps.Where(s => s is { Section: "steps", WayBack: not null } && s.Verdict is not StepVerdict.Container).ToList();
        writer.WriteLine();
        if (forecast.Pivot is { } pivot)
            Wrapped("", $"ROLLBACK  possible until {pivot.Name} starts, the point of no return; a failure after it holds", Bold("ROLLBACK"));
        else
            writer.WriteLine($"{ink.Bold("ROLLBACK")}  no point of no return; a failure {forecast.Plan.OnFailure switch { FailurePolicy.Rollback => "rolls back", FailurePolicy.Hold => "holds", _ => "ends the run as it stands" }}");
        if (steps.LastOrDefault(s => s.WayBack!.Count > 0 && (forecast.Pivot is null || !s.WayBack.StopsAtPivot)) is not { WayBack: { } whole } last)
        {
            writer.WriteLine("  nothing is to be taken back");
            return;
        }

        var table = new PlanTable(_width, "STANDING AFTER", "UNDOS", "LEADS BACK", "COPY", "", "TIME");
        var standing = steps.Where((s, i) => s.WayBack!.Count > 0 && (i == 0 || !ReferenceEquals(s.WayBack, steps[i - 1].WayBack)))
            .GroupBy(s => (s.Path, s.Key.Id)).Select(g => (Step: g.Last(), Many: g.Count() > 1));
        foreach (var (step, many) in standing)
        {
            var shown = step.WayBack!;
            table.Row(many ? $"{step.Key.Id}, all of it" : step.Key.ToString(), $"{shown.Count}", shown.LeadsBack switch { Chance.Yes => shown.StopsAtPivot ? "to the point of no return" : "to the start", Chance.May => "perhaps", _ => "NO" },
                shown.Copy == CopyKind.None ? "" : shown.Copy.ToString().ToLowerInvariant(), "", shown.Time.Expected is { } t ? t == TimeSpan.Zero && shown.Time.Uncounted > 0 ? "?" : $"~{Spans.Rough(t)}" : "no end");
            if (table.Count >= 40)
                break;
        }

        table.Write(writer, ink);
        writer.WriteLine($"after {last.Key}, in this order:");
        foreach (var undo in Folded(whole).Take(40))
        {
            Wrapped("  ", $"{undo.Step}: {undo.Does}{(undo.Copy == CopyKind.None ? "" : $" ({undo.Copy.ToString().ToLowerInvariant()} copy)")}{(undo.LeadsBack == Chance.Yes ? "" : undo.LeadsBack == Chance.May ? "; may not lead back" : "; DOES NOT LEAD BACK")}{(undo.Why is { } why ? $": {why}" : "")}");
            foreach (var warning in undo.Warnings.Take(verbose ? 20 : 1))
                Wrapped("      ", $"note: {warning}");
        }
    }

    /// <summary>The undos of many iterations on one line.</summary>
    private static IEnumerable<UndoForecast> Folded(WayBack way) => way.List().GroupBy(u => (u.Step.Split('[')[0], u.LeadsBack, u.Copy, u.Why))
        .Select(g => g.Count() == 1 ? g.First() : g.First() with { Step = $"{g.Key.Item1} x{g.Count()}", Does = $"{g.First().Does} and {g.Count() - 1} more" });

    private void Requests(PlanForecast forecast)
    {
        var all = forecast.Steps.SelectMany(s => s.Groups.SelectMany(g => g.Requests.Select(r => (Step: s, Group: g, Request: r)))).ToList();
        if (all.Count == 0)
            return;
        writer.WriteLine();
        writer.WriteLine($"{ink.Bold("REQUESTS")}  {all.Count} that change pairs");
        var shown = verbose ? all.Select(a => (First: a, Count: 1)) : all.GroupBy(a => (a.Step.Path, a.Step.Key.Id, a.Request.Operation, a.Request.Addressee)).Select(g => (First: g.First(), Count: g.Count()));
        foreach (var ((step, group, request), count) in shown.Take(verbose ? int.MaxValue : MostRequests))
        {
            var seen = requests.Of(group, request);
            Wrapped($"  {step.Key.Id} ", (seen is null
                ? $"{request.Addressee}: {request.Operation.Action} of {group.CopyGroup}"
                : $"{seen.Array}: {seen.Method} {seen.Path}{(seen.Body is { } body ? $" {body}" : "")}") + (count > 1 ? $"   and {count - 1} more like it" : ""));
        }

        if (!verbose && all.Count > 1)
            writer.WriteLine("  --verbose or --output json shows every one of them");
    }

    private static string Time(TimeSpread time) => time.Slowest == TimeSpan.Zero ? "nothing that is known to take long" : time.Expected is not { } expected ? "has no end: hosts write faster than the paths carry"
        : $"about {Spans.Text(expected)} ({Spans.Text(time.Fastest)} to {(time.Slowest is { } slowest ? Spans.Text(slowest) : "no end")})";

    private static string Uncounted(TimeSpread time) => time.Uncounted == 0 ? "" : $", without {time.Uncounted} {(time.Uncounted == 1 ? "program or person whose time is" : "programs and people whose time is")} not known";

    private Func<string, string> Bold(string word) => line => line.StartsWith(word, StringComparison.Ordinal) ? ink.Bold(word) + line[word.Length..] : line;

    private void Wrapped(string indent, string text, Func<string, string>? paint = null)
    {
        foreach (var line in CellWidth.Wrap(SinkText.Line(text), Math.Max(20, _width - indent.Length)))
        {
            writer.WriteLine(indent + (paint is null ? line : paint(line)));
            indent = new string(' ', Math.Min(indent.Length, 12));
        }
    }
}
