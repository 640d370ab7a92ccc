using System.CommandLine;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class RunsVerb : Verb
{
    private readonly Option<string?> _runbook = new("--runbook") { Description = "Only runs of this runbook", HelpName = "NAME" };

    private readonly Option<string[]> _outcome = new("--outcome")
    {
        Description = "Only runs that stand so: running, succeeded, failed, rolled-back, cancelled, awaiting-approval (tickets and answers too), awaiting-answer, awaiting-ticket, held, needs-operator",
        HelpName = "OUTCOME",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _limit = new("--limit") { Description = "How many, 1 to 1000", DefaultValueFactory = _ => 20, HelpName = "N" };

    public RunsVerb(Desk desk)
        : base(desk, "runs", "List runs, newest first", "runbook runs --outcome held needs-operator")
    {
        _outcome.AcceptOnlyFromAmong([.. Enum.GetValues<RunOutcome>().Select(Words.Of)]);
        _limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
                result.AddError("--limit is 1 to 1000");
        });
        Add(_runbook);
        Add(_outcome);
        Add(_limit);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var outcomes = RunOutcomes.Named(call.Get(_outcome) ?? [])!;
        var runs = await store.ListAsync(new RunFilter(call.Get(_runbook), outcomes, Limit: call.Get(_limit)), cancellationToken);
        if (call.Json)
            call.WriteJson(new JsonObject { ["runs"] = new JsonArray([.. runs.Select(RunJson.Summary)]) });
        else if (runs.Count == 0)
            call.Out.WriteLine("no runs");
        else
            Table(call, runs);
        return Exit.Done;
    }

    private static void Table(Invocation call, IReadOnlyList<RunSummary> runs)
    {
        var (ink, zone) = (call.Ink, call.Clock.LocalTimeZone);
        var table = new Columns("RUN", "OUTCOME", "STARTED", "TOOK", "BY", "RUNBOOK");
        foreach (var run in runs)
        {
            table.Add(
                (run.Id.ToString(), null),
                (Words.Of(run.Outcome), ink.Status),
                (Spans.DateTime(run.StartedAt, zone), null),
                (run.EndedAt is { } ended ? Spans.Text(ended - run.StartedAt) : "-", null),
                (run.Actor, null),
                (run.Parent is null ? run.Runbook : $"{run.Runbook} (called by {run.Parent.ToString()![^12..]})", null));
        }

        table.Write(call.Out, call.Terminal.OutIsTerminal ? call.Terminal.Width : 0, ink);
    }
}
