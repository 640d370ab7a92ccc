namespace RunbookEngine.Simulator.Topologies;

/// <summary>How long the arrays take. Only copy amounts, pace and line speed follow the manuals; the small delays are chosen.</summary>
public sealed record TimingOptions
{
    /// <summary>From acceptance to the job's start: Initializing/Queued. Default 200 ms.</summary>
    public TimeSpan JobStart { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From the job's start to the array's command. Default 500 ms.</summary>
    public TimeSpan JobExecute { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Jobs of one REST server that run side by side; the others wait as Initializing/Queued. Default 32.</summary>
    public int ParallelJobs { get; init; } = 32;

    /// <summary>Until the other array notices a change. Default 1 s.</summary>
    public TimeSpan Propagation { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Before a copy moves its first byte. Default 2 s.</summary>
    public TimeSpan CopySetup { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>TC and GAD split; also the least time of a UR split. Default 2 s.</summary>
    public TimeSpan RemoteSplit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Until a taken-over S-VOL shows SSWS. Default 3 s.</summary>
    public TimeSpan Takeover { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Until the roles of a swap resync are exchanged and copying starts. Default 5 s.</summary>
    public TimeSpan Swap { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Until deleted volumes are simplex. Default 4 s.</summary>
    public TimeSpan Delete { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>ShadowImage quick resync. Default 500 ms (the manual: under a second).</summary>
    public TimeSpan QuickResync { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>ShadowImage quick restore: exchange of the volume maps. Default 5 s.</summary>
    public TimeSpan QuickRestore { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>ShadowImage copy rate per pair at pace 3, bytes per second. Default 200 MiB/s.</summary>
    public long LocalCopyRate { get; init; } = 200L << 20;

    /// <summary>TC and GAD copy rate per pair at pace 3, bytes per second. Default 120 MiB/s.</summary>
    public long RemoteCopyRate { get; init; } = 120L << 20;

    /// <summary>UR initial copy rate per pair at pace M; L is half, H double. Default 60 MiB/s.</summary>
    public long JournalCopyRate { get; init; } = 60L << 20;

    /// <summary>Pairs of one array that copy at the same time; the others wait in COPY at 0 %. Default 64.</summary>
    public int ConcurrentCopies { get; init; } = 64;
}
