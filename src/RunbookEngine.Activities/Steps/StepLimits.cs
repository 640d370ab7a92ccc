namespace RunbookEngine.Activities.Steps;

/// <summary>The reasons for which a step stops early, in one token: the process leaves, a person cancelled the run, the deadline passed.</summary>
internal sealed class StepLimits : IDisposable
{
    /// <summary>A timer cannot be set further ahead; a step that long is asked again before it ends.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(45);

    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _any;
    private readonly CancellationToken _leaving;
    private readonly StepContext _step;
    private readonly DateTimeOffset? _until;

    /// <param name="until">An earlier deadline than the step's own, or null.</param>
    public StepLimits(StepContext step, CancellationToken leaving, DateTimeOffset? until = null)
    {
        _step = step;
        _leaving = leaving;
        _until = until is { } own && (step.Deadline is not { } limit || own < limit) ? own : step.Deadline;
        _deadline = _until is { } end ? new CancellationTokenSource(Left(end), step.Clock) : new CancellationTokenSource();
        _any = CancellationTokenSource.CreateLinkedTokenSource(leaving, step.Abandon, _deadline.Token);
    }

    public CancellationToken Token => _any.Token;

    /// <summary>For an exchange that should not be cut in two: leaving, the run's cancellation and the deadline end it only after a grace.</summary>
    public CancellationTokenSource Graceful(TimeSpan grace)
    {
        var patient = new CancellationTokenSource();
        Token.Register(() => _ = CancelLaterAsync(patient, grace));
        return patient;
    }

    /// <summary>True once a person has cancelled the run.</summary>
    public bool Abandoned => _step.Abandon.IsCancellationRequested;

    /// <summary>True once the deadline has passed.</summary>
    public bool Overdue => _until is { } end && _step.Clock.GetUtcNow() >= end;

    /// <summary>What to answer after <see cref="Token"/> ended the work; null when this process is leaving, and then the exception goes on.</summary>
    public Failure? Reason(string during) =>
        _leaving.IsCancellationRequested ? null
        : Abandoned ? AbandonedFailure(during)
        : Overdue || _deadline.IsCancellationRequested ? new Failure(FailureKind.Timeout, $"the step's time was over {during}")
        : null;

    public static Failure AbandonedFailure(string during) =>
        new(FailureKind.Abandoned, $"the run was cancelled, or another step failed, {during}; nothing more is sent");

    public void Dispose()
    {
        _any.Dispose();
        _deadline.Dispose();
    }

    private async Task CancelLaterAsync(CancellationTokenSource patient, TimeSpan grace)
    {
        await Task.Delay(grace, _step.Clock, CancellationToken.None);
        try
        {
            patient.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The exchange was over in time.
        }
    }

    private TimeSpan Left(DateTimeOffset end)
    {
        var left = end - _step.Clock.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > Furthest ? Furthest : left;
    }
}
