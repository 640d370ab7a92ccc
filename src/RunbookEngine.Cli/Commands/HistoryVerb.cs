using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Commands;

internal sealed class HistoryVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the runbook" };
    private readonly Option<string?> _environment = new("--environment") { Description = "Only runs in this environment", HelpName = "NAME" };
    private readonly Option<string?> _mode = new("--mode") { Description = "Only runs in this mode", HelpName = "MODE" };
    private readonly Option<int> _limit = new("--limit") { Description = "Runs that are compared, 1 to 1000; default 100", HelpName = "N", DefaultValueFactory = _ => RunHistory.Usual };
    private readonly Option<int> _last = new("--last") { Description = "Of how many runs it is told how often the objectives were met; default 10", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> _check = new("--check") { Description = "Exit with 1 when the next run is overdue, for monitoring" };

    public HistoryVerb(Desk desk)
        : base(desk, "history", "The runs of a runbook over the years: recovery time and point, trend, what changed in the plan, when the next drill is due", "runbook history nightly", "runbook history dr-drill --check")
    {
        Add(_name);
        Add(_environment);
        Add(_mode);
        Add(_limit);
        Add(_last);
        Add(_check);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_limit) is < 1 or > RunHistory.Most || call.Get(_last) is < 1 or > RunHistory.Most)
            throw new CommandFailure(Exit.Usage, $"--limit and --last are 1 to {RunHistory.Most}");
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var name = call.Get(_name);
        var history = await RunHistory.ReadAsync(store, name, call.Get(_environment), call.Get(_mode), call.Get(_limit), call.Get(_last), _ => true, call.Clock.GetUtcNow(), cancellationToken);
        if (call.Json)
            call.WriteJson(HistoryJson.Of(history));
        else if (history.Rows.Count == 0)
            call.Out.WriteLine($"no run of {SinkText.Line(name)} has ended");
        else
            Tell(call, history);
        return call.Get(_check) && history.Overdue ? Exit.Failed : Exit.Done;
    }

    private static void Tell(Invocation call, RunHistory history)
    {
        var zone = call.Clock.LocalTimeZone;
        string Span(MeasuredSpan? span) => span is null ? "-" : span.IsMeasured ? span.ToString() : "not measured";
        call.Out.WriteLine($"{"started",-17} {"outcome",-12} {"took",-12} {"expected",-12} {"recovery time",-22} {"recovery point",-26} objectives");
        foreach (var row in history.Rows)
        {
            var verdicts = row.Objectives.Count == 0 ? "-" : string.Join(", ", row.Objectives.Select(o => $"{o.Name} {o.Verdict.Word()}"));
            call.Out.WriteLine($"{Spans.DateTime(row.StartedAt, zone)[..16],-17} {Words.Of(row.Outcome),-12} {(row.Took is { } took ? Spans.Text(took) : "-"),-12} "
                + $"{(row.Expected is { } expected ? Spans.Text(expected) : "-"),-12} {Span(row.Recovery),-22} {Span(row.Point),-26} {verdicts}");
            foreach (var change in row.Changes)
                call.Out.WriteLine($"{"",-17} changed since the run before: {SinkText.Line(change)}");
        }

        call.Out.WriteLine($"objectives met in {history.Good} of the last {history.Of} runs");
        if (history.RecoveryTrend is { } recovery)
            call.Out.WriteLine($"recovery time {recovery}");
        if (history.PointTrend is { } point)
            call.Out.WriteLine($"recovery point {point}");
        if (history.Due is { } due)
            call.Out.WriteLine(history.Overdue ? $"OVERDUE: the next run was due {Spans.DateTime(due, zone)}{(history.LastGood is null ? "; none has met its objectives yet" : "")}" : $"next run due {Spans.DateTime(due, zone)}");
    }
}
