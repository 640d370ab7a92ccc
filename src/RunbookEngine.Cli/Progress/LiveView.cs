using RunbookEngine.Activities;
using RunbookEngine.Cli.Output;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Progress;

/// <summary>What a picture of a run is drawn from.</summary>
internal sealed record LiveView(RunState Run, DateTimeOffset Now, TimeZoneInfo Zone, Ink Ink)
{
    public IReadOnlyDictionary<StepKey, StepProgress> Progress { get; init; } = new Dictionary<StepKey, StepProgress>();

    public StepPairs Pairs { get; init; } = new();

    public CopyPace Pace { get; init; } = new();

    public bool ByKey { get; init; }
}
