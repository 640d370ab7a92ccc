namespace RunbookEngine.Activities.Steps;

/// <summary>Side by side, on the context that the step itself runs on: a rehearsal runs everything on one thread.</summary>
internal static class Parallelism
{
    public static ParallelOptions Of(int most, CancellationToken cancellationToken) => new()
    {
        MaxDegreeOfParallelism = most,
        CancellationToken = cancellationToken,
        TaskScheduler = SynchronizationContext.Current is null ? TaskScheduler.Default : TaskScheduler.FromCurrentSynchronizationContext(),
    };
}
