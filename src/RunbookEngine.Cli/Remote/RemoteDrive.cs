using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Remote;

/// <summary>Follows a run that a server drives, and ends as a run on this machine would: with its outcome as the exit code.</summary>
internal sealed class RemoteDrive(Invocation call, HttpRunStore store)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a run may stand without a driver before it is taken as standing: a node takes a moment to hear of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="from">Events up to this one were told before.</param>
    /// <param name="wait">Go on following when only people can bring the run on.</param>
    public async Task<Exit> FollowAsync(RunId id, int from, bool wait, CancellationToken cancellationToken)
    {
        var (clock, teller) = (new ClockLines(call.Clock.LocalTimeZone), new Teller(call.Clock.LocalTimeZone, call.Verbose) { ByKey = true });
        RunState? run = null;
        var (quiet, moved) = (call.Clock.GetUtcNow(), false);
        try
        {
            while (true)
            {
                var entries = await store.ReadAsync(id, run?.Sequence ?? 0, cancellationToken);
                foreach (var entry in entries)
                {
                    var e = EventJson.Read(entry);
                    run = RunFold.Apply(run, entry, e);
                    foreach (var line in entry.Sequence > from ? clock.Of(entry, teller.Tell(entry, e, run)) : [])
                        call.Side.WriteLine(line);
                    (quiet, moved) = (call.Clock.GetUtcNow(), moved || entry.Sequence > from + 1);
                }

                if (run is null or { IsEnded: true })
                    break;
                var waitsForPeople = run.Outcome != RunOutcome.Running || run.Phase == RunPhase.AtCheckpoint;
                if (!wait && waitsForPeople && (moved || call.Clock.GetUtcNow() - quiet > Patience) && entries.Count == 0 && await store.FindLeaseAsync(id, call.Clock.GetUtcNow(), cancellationToken) is null)
                    break;
                await Task.Delay(Pause, call.Clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            call.Error.WriteLine($"run {id} goes on at the server; follow it with runbook show {id} --follow");
            return Exit.Stopped;
        }

        if (run is null)
            throw new CommandFailure(Exit.Usage, $"there is no run {id}");
        Report(run);
        return run is { IsEnded: true, RollbackRefused: { } against } && run.Sequence > from ? Refused(run, against) : Outcomes.ExitCode(run);
    }

    private Exit Refused(RunState run, string against)
    {
        call.Error.WriteLine($"run {run.Id} is not taken back, and stands as it had ended: {against}");
        return Exit.Refused;
    }

    private void Report(RunState run)
    {
        var next = NextSteps.For(run, driven: true, byKey: true);
        if (call.Json)
        {
            call.WriteJson(RunJson.Document(run, next));
            return;
        }

        call.Out.WriteLine(run.IsEnded
            ? $"run {run.Id} {call.Ink.Status(Words.Of(run.Outcome))} after {Spans.Text(run.EndedAt!.Value - run.StartedAt)}"
            : $"run {run.Id} stands: {call.Ink.Status(Words.Of(run.Outcome))}");
        var page = new RunPage(call.Out, call.Ink, call.Clock, 0);
        page.Needs(run);
        page.Next(next);
    }
}
