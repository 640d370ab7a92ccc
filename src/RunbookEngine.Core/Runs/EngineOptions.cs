using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>How an engine drives its runs.</summary>
public sealed record EngineOptions
{
    /// <summary>Go on waiting when only people can bring a run on; default false: drive until then and return.</summary>
    public bool WaitForPeople { get; init; }

    /// <summary>How often the journal is asked for what other processes appended; default 500 ms.</summary>
    public TimeSpan NewsInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A called run waits for people while its caller is driven, whatever <see cref="WaitForPeople"/> says; default false.</summary>
    public bool CalledRunsWait { get; init; }

    /// <summary>Nobody approves a run of their own that this engine started, whatever its runbook says; default false. A server has it so.</summary>
    public bool NeverOwn { get; init; }

    /// <summary>How the person was known for whom this engine takes runs up; null: nobody in particular, as in a server.</summary>
    public Identification? KnownBy { get; init; }

    /// <summary>The environment as it is now, by the name and content a run has pinned; asked when an engine takes a run over. Null: it stays as it is,
    /// and so it does where the function gives null.</summary>
    public Func<PlanEnvironment, CancellationToken, Task<PlanEnvironment?>>? EnvironmentToday { get; init; }

    /// <summary>Watches every run that this engine drives, besides who watches one; gets that one and calls it. Null: nobody.</summary>
    public Func<IRunObserver, IRunObserver>? Watch { get; init; }

    /// <summary>How long a lease lasts unless renewed (every third of it); the last quarter is kept back as a margin. Default 15 s.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(15);
}
