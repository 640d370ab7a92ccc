using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Journal;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;
using RunbookEngine.StartStates;

namespace RunbookEngine.Prediction.Tests;

/// <summary>One runbook on one start state: predicted, then carried out on simulated arrays in simulated time.</summary>
internal sealed class RandomCase(int seed)
{
    public string Runbook { get; private set; } = "";

    public string Topology { get; private set; } = "";

    /// <summary>Why the runbook is not valid.</summary>
    public string Invalid { get; private set; } = "";

    /// <summary>Null when the random runbook is not valid.</summary>
    public async Task<(PlanForecast Forecast, Played Played)?> PlayAsync()
    {
        var random = new System.Random(seed);
        var (topology, groups, text) = RandomTopology.Of(random);
        Topology = text;
        Runbook = new RandomRunbook(random, groups).Write();
        var prepared = await Preparation.PrepareAsync(new SourceFile("random.yaml", Runbook), topology, new CompileOptions(), null, seed, CancellationToken.None);
        if (prepared.Rehearsal is null)
        {
            Invalid = string.Join("; ", prepared.Diagnostics.Where(d => d.IsError).Select(d => $"{d.Code} {d.Message}"));
            return null;
        }

        var setting = prepared.Rehearsal.Setting;
        var forecast = PlanPredictor.Predict(setting.Plan, await StartOf.ReadAsync(setting.Plan, setting.Topology), RehearsalSetting.Start);
        return (forecast, Play(setting));
    }

    private static Played Play(RehearsalSetting setting)
    {
        var room = new CaseRoom(setting, RehearsalCase.Plain);
        var watch = new Watch(room);
        var engine = new EngineLife(room, 1);
        var run = new RunId(new Guid("00000000-0000-8000-8000-000000000001"));
        Task? driving = null;
        var end = room.Pump.Run(engine.Process, () => driving = DriveAsync(engine.Engine, setting.Plan, run, watch), RehearsalSetting.Start + setting.Longest, CancellationToken.None);
        var atEnd = Pairs(room);
        engine.Process.Kill();
        var state = room.Store.LoadAsync(run, CancellationToken.None).GetAwaiter().GetResult();
        return new Played(end == PumpEnd.Done && driving!.IsCompletedSuccessfully ? null : $"{end} {driving?.Exception?.GetBaseException().Message}", state, watch.Seen, atEnd);
    }

    private static async Task DriveAsync(RunEngine engine, Plan plan, RunId run, IRunObserver watch)
    {
        await engine.StartAsync(plan, new StartRequest(RehearsalSetting.Actor, Id: run), CancellationToken.None);
        await engine.DriveAsync(run, RehearsalSetting.Actor, watch, CancellationToken.None);
    }

    private static Dictionary<string, PairRecord> Pairs(CaseRoom room) =>
        PairPicture.Of(room.World).Pairs.ToDictionary(p => $"{p.CopyGroup}/{p.Pair}");

    /// <summary>Takes a picture of all pairs whenever a step ends.</summary>
    private sealed class Watch(CaseRoom room) : IRunObserver
    {
        private bool _over;

        public List<SeenStep> Seen { get; } = [];

        public void Happened(JournalEntry entry, RunEvent e, RunState state)
        {
            // Several events may become durable at once, so the state is already past them.
            _over |= e is RollbackStarted or RunDecided or RunHeld;
            if (e is StepSucceeded or StepFailed or StepSkipped && !_over)
                Seen.Add(new SeenStep(((StepEvent)e).Step, e, Pairs(room)));
        }

        public void Progressed(RunId run, StepKey step, Activities.StepProgress progress)
        {
        }
    }
}

internal sealed record SeenStep(StepKey Key, RunEvent Event, Dictionary<string, PairRecord> Pairs);

/// <param name="Hang">Null when the run ended or stands.</param>
internal sealed record Played(string? Hang, RunState? Run, IReadOnlyList<SeenStep> Steps, Dictionary<string, PairRecord> AtEnd);
