using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>The world of one case, and everything that is written down about it while it is played.</summary>
internal sealed class CaseRoom
{
    private const int MaxSettles = 300;

    private static readonly TimeSpan SettleSpan = TimeSpan.FromMinutes(10);

    private readonly Dictionary<RunId, string> _runs = [];
    private readonly Dictionary<StepSpot, List<string>> _parts = [];
    private readonly List<OperationIntended> _intents = [];
    private int _events;
    private int _appends;

    public CaseRoom(RehearsalSetting setting, RehearsalCase play)
    {
        (Setting, Case) = (setting, play);
        Time = new SimulatedTime(RehearsalSetting.Start);
        Pump = new Pump(Time);
        World = new SimulatedArrays(setting.Topology with { Seed = setting.Seed }, Time);
        Store = new MemoryRunStore(Time);
        Faults = new CaseFaults(play.Faults);
        Losses = new Losses(World, Time, play.Faults);
        Random = new Random(play.Id.Aggregate(setting.Seed, (hash, c) => unchecked((hash * 31) + c)));
    }

    public RehearsalSetting Setting { get; }

    public RehearsalCase Case { get; }

    public SimulatedTime Time { get; }

    public Pump Pump { get; }

    public SimulatedArrays World { get; }

    public MemoryRunStore Store { get; }

    public CaseFaults Faults { get; }

    public Losses Losses { get; }

    /// <summary>Why the run was not started; null when it was, or nothing stood in its way.</summary>
    public string? Refusal { get; set; }

    public Random Random { get; }

    /// <summary>State-changing requests in the order they were sent for the first time; a repeated one counts again.</summary>
    public List<SentRequest> Requests { get; } = [];

    public List<JournalAppend> Appends { get; } = [];

    /// <summary>Programs that were run, by step.</summary>
    public List<StepSpot> Programs { get; } = [];

    /// <summary>Steps in the order they were first carried out or taken back.</summary>
    public List<(StepSpot Spot, PlanStep Step)> Spots { get; } = [];

    /// <summary>The step on whose behalf the current code runs.</summary>
    public static AsyncLocal<StepSpot?> Acting { get; } = new();

    /// <summary>Requests, programs and calls that a step has made, by content.</summary>
    public int PartsOf(StepSpot spot) => _parts.GetValueOrDefault(spot)?.Count ?? 0;

    /// <summary>From 1; the same content has the same number whenever it is tried again.</summary>
    public int PartOf(StepSpot spot, string content)
    {
        if (!_parts.TryGetValue(spot, out var parts))
            _parts[spot] = parts = [];
        if (!parts.Contains(content))
            parts.Add(content);
        return parts.IndexOf(content) + 1;
    }

    public StepSpot Enter(RunState run, StepKey key, bool undo, PlanStep step)
    {
        var spot = new StepSpot(NameOf(run), key, undo);
        if (Spots.All(s => s.Spot != spot))
            Spots.Add((spot, step));
        return spot;
    }

    public string NameOf(RunState run)
    {
        if (!_runs.TryGetValue(run.Id, out var name))
            _runs[run.Id] = name = run.Parent is { } parent ? $"{_runs.GetValueOrDefault(parent.Run)}{parent.Step}>" : "";
        return name;
    }

    public string NameOf(RunId run) => _runs.GetValueOrDefault(run) ?? "";

    public int NextAppend() => ++_appends;

    public void Note(int append, RunId run, IReadOnlyList<JournalEntry> entries)
    {
        var events = entries.Select(EventJson.Read).ToList();
        _events += events.Count;
        _intents.AddRange(events.OfType<OperationIntended>());
        Appends.Add(new JournalAppend(append, run, entries, events, _events, Requests.Count));
    }

    public IReadOnlyList<OperationIntended> Intents => _intents;

    public OperationIntended? IntentOf(string method, string path) =>
        _intents.LastOrDefault(i => i.Request.Method == method && i.Request.Path == path);

    /// <summary>The arrays as they will stand when everything that moves has come to its end.</summary>
    public void Settle()
    {
        // A change under way does not always show in the status words: some time passes in any case.
        Time.Pass(SettleSpan);
        for (var i = 0; i < MaxSettles && PairPicture.Of(World).IsMoving; i++)
            Time.Pass(SettleSpan);
    }
}

/// <param name="Number">From 1.</param>
/// <param name="Spot">The step that sent it; null outside all steps.</param>
internal sealed record SentRequest(int Number, StepSpot? Spot, string Host, string Method, string Path, string Body)
{
    /// <summary>Array job it became; null when it was not taken.</summary>
    public long? Job { get; set; }

    public string Content => $"{Method} {Host}{Path} {Body}";
}

/// <param name="LastEvent">Number of the append's last event in the case, over all runs.</param>
/// <param name="RequestsBefore">State-changing requests sent before it.</param>
internal sealed record JournalAppend(
    int Number, RunId Run, IReadOnlyList<JournalEntry> Entries, IReadOnlyList<RunEvent> Events, int LastEvent, int RequestsBefore);
