using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Progress;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Runs;

/// <summary>Carries a stored run on in this process, shows it, and says how it ended and what can be done next.</summary>
internal sealed class RunDriver(Invocation call, IRunStore store, RunEngine engine)
{
    /// <summary>Said with the end of a run that cannot be carried on by another process; null for all others.</summary>
    public string? OnlyHere { get; init; }

    public async Task<Exit> DriveAsync(RunId id, string actor, CancellationToken cancellationToken)
    {
        var entries = await store.ReadAsync(id, 0, cancellationToken);
        var before = RunFold.All(entries)!;
        await TakeLocksAsync(before, cancellationToken);
        try
        {
            var after = await ShowAsync(entries, before, observer => engine.DriveAsync(id, actor, observer, cancellationToken));
            Report(after, stopped: false);
            return RefusedRollback(before, after) ? Exit.Refused : Outcomes.ExitCode(after);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var now = await store.LoadAsync(id, CancellationToken.None) ?? before;
            Report(now, stopped: true);
            return now.IsEnded ? Outcomes.ExitCode(now) : Exit.Stopped;
        }
    }

    /// <summary>An ended run was to be taken back, and its gates or its pairs said no: nothing was sent.</summary>
    public static bool RefusedRollback(RunState before, RunState after) => after is { IsEnded: true, RollbackRefused: not null } && before is { IsEnded: false };

    private async Task<RunState> ShowAsync(IReadOnlyList<JournalEntry> entries, RunState before, Func<IRunObserver, Task<RunState>> drive)
    {
        var isNew = entries.All(e => EventJson.Read(e) is RunStarted or DisasterDeclared);
        if (call.Terminal.OutIsTerminal && !call.Json)
        {
            if (isNew && before.Declared is { } declared)
                new Teller(call.Clock.LocalTimeZone).Tell(entries[^1], declared.Declaration, before).ToList().ForEach(call.Error.WriteLine);
            call.Live = new LiveScreen(call.Terminal.Out, call.Terminal.Size);
            var live = new LiveProgress(call.Live, call.Clock, call.Ink, before);
            live.Know(entries.Select(EventJson.Read));
            try
            {
                return await live.ShowAsync(drive(live));
            }
            finally
            {
                call.Live = null;
            }
        }

        var plain = new PlainProgress(call.Side, call.Clock.LocalTimeZone, call.Verbose);
        if (isNew)
        {
            foreach (var entry in entries)
                plain.Happened(entry, EventJson.Read(entry), before);
        }
        else
            plain.GoOnFrom(before);
        return await drive(plain);
    }

    private void Report(RunState run, bool stopped)
    {
        var next = OnlyHere is null || run.IsEnded ? NextSteps.For(run) : [];
        if (call.Json)
        {
            call.WriteJson(RunJson.Document(run, next));
            return;
        }

        var outcome = Words.Of(run.Outcome);
        if (run is { IsEnded: true, RollbackRefused: { } against })
            call.Out.WriteLine($"run {run.Id} is not taken back, and stands as it had ended: {against}");
        if (stopped && !run.IsEnded)
            call.Out.WriteLine($"stopped: run {run.Id} stands where it was and can be resumed");
        else if (run.IsEnded)
            call.Out.WriteLine($"run {run.Id} {call.Ink.Status(outcome)} after {Spans.Text(run.EndedAt!.Value - run.StartedAt)}");
        else
            call.Out.WriteLine($"run {run.Id} stands: {call.Ink.Status(run.Phase == RunPhase.AtCheckpoint ? "at checkpoint " + run.Rollback?.ToCheckpoint : outcome)}");
        if (!run.IsEnded && OnlyHere is not null)
            call.Out.WriteLine(OnlyHere);
        new RunPage(call.Out, call.Ink, call.Clock, 0).Needs(run);
        new RunPage(call.Out, call.Ink, call.Clock, 0).Next(next);
    }

    /// <summary>A lock that was broken while the run stood is taken again; when another run has it, this one must not touch the pairs.</summary>
    private async Task TakeLocksAsync(RunState run, CancellationToken cancellationToken)
    {
        if (run.IsEnded || run.Parent is not null || await store.RetakeLocksAsync(run.Id, PlanLocks.Of(run.Plan), cancellationToken) is not { } held)
            return;
        throw Locked(held, call.Clock);
    }

    public static CommandFailure Locked(HeldLock held, TimeProvider clock) => new(
        Exit.Refused,
        $"copy group {held.Name.CopyGroup} (array {held.Name.StorageDeviceId}) is locked by run {held.Run} of {held.Runbook}, "
        + $"started by {held.Actor}, since {Spans.DateTime(held.Since, clock.LocalTimeZone)}",
        $"wait for it or end it: runbook show {held.Run}; a lock whose run will not come back: runbook locks break {held.Name} --reason TEXT");
}
