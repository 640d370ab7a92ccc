using RunbookEngine.Cli.Composition;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Cli.Simulation;
using RunbookEngine.Journal;
using RunbookEngine.Language.Documents;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

/// <summary>Carries a stored run on in this process.</summary>
internal static class CarryOn
{
    /// <summary>The run, when this process may drive it.</summary>
    /// <exception cref="CommandFailure">A living process drives it, or its arrays are gone.</exception>
    public static async Task<RunState> TakeAsync(Invocation call, IRunStore store, RunId id, CancellationToken cancellationToken)
    {
        if (await Recorded.LivingAsync(store, id, call.Clock, cancellationToken) is { } lease)
            throw new RunBusyException(id, lease);
        var run = await store.LoadTrustedAsync(id, cancellationToken) ?? throw new CommandFailure(Exit.Usage, $"there is no run {id}");
        if (SimulatedRuns.IsOne(run.Plan))
            throw new CommandFailure(
                Exit.Unreachable, $"run {id} took place on simulated arrays inside its own process, and they ended with it",
                "for simulated arrays that outlive a run: runbook simulate TOPOLOGY --write-environment env.yaml, then runbook run FILE --environment env.yaml");
        return run;
    }

    /// <summary>A run goes on with the text it was started with; whoever has mended the file since would wait for the mend in vain.</summary>
    internal static string? EditedSince(RunState run)
    {
        if (run.Plan.Source is not { } source)
            return null;
        try
        {
            return File.Exists(source.File) && SourceFile.Read(source.File) is { Problem: null } now && TextHash.Of(now.Text) != source.Hash
                ? $"warning: {source.File} was edited since run {run.Id} started; the run goes on with the text it started with (runbook show {run.Id} has it). To use the edited one, start a new run"
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <param name="record">What a person said, put on record once the arrays answer; null for nothing.</param>
    /// <param name="goesBack">The run is taken back: what its steps need on the way forward does not matter.</param>
    /// <param name="needsArrays">False drives the run even where an array does not answer.</param>
    public static async Task<Exit> DriveAsync(
        Invocation call, IRunStore store, RunState run, string actor, bool wait, Func<Task>? record, bool needsArrays, Identification knownBy, CancellationToken cancellationToken,
        bool goesBack = false)
    {
        if (EditedSince(run) is { } edited)
            call.Error.WriteLine(edited);
        await using var room = EngineRoom.Open(store, call.Clock, wait, knownBy);
        room.Connections.News += news => call.Say(ArrayNewsText.Of(news));
        if (needsArrays)
            await new Preflight(room.Connections, call.Error.WriteLine).CheckAsync(run.Plan, step => goesBack || IsOver(run, step), cancellationToken);
        return await DriveAsync(call, store, room, run, actor, record, cancellationToken);
    }

    /// <param name="record">What a person said; null for nothing.</param>
    public static async Task<Exit> DriveAsync(
        Invocation call, IRunStore store, EngineRoom room, RunState run, string actor, Func<Task>? record, CancellationToken cancellationToken)
    {
        if (record is not null)
            await record();
        return await new RunDriver(call, store, room.Engine).DriveAsync(run.Id, actor, cancellationToken);
    }

    private static bool IsOver(RunState run, PlanStep step) =>
        run.Steps.Values.Where(s => s.Key.Id == step.Id).ToList() is { Count: > 0 } states
        && states.All(s => s.Status is StepStatus.Succeeded or StepStatus.Skipped);
}
