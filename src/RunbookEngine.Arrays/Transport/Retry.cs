using Polly;
using Polly.Retry;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Arrays.Transport;

/// <summary>The one place that repeats requests. What may have changed the array is never repeated here.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Implementing retry processing"; the figures are those of field clients.</remarks>
internal sealed class Retry
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>The most we wait because an array asks us to.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    private static readonly ResiliencePropertyKey<DateTimeOffset> Begun = new("begun");

    private readonly ArrayLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Func<string, bool> _hasAnswered;
    private readonly ResiliencePipeline _pipeline;

    /// <param name="limits">How long to go on.</param>
    /// <param name="clock">Tells and waits.</param>
    /// <param name="hasAnswered">Whether the array of that name ever answered us; one that never did is more likely misconfigured
    /// than restarting, and its failure is reported at once.</param>
    public Retry(ArrayLimits limits, TimeProvider clock, Func<string, bool> hasAnswered)
    {
        (_limits, _clock, _hasAnswered) = (limits, clock, hasAnswered);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => new(ShouldRepeat(args)),
                DelayGenerator = args => new(Pause(args.AttemptNumber, (args.Outcome.Exception as ArrayApiException)?.Error)),
            })
            .Build();
    }

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        try
        {
            context.Properties.Set(Begun, _clock.GetUtcNow());
            return await _pipeline.ExecuteAsync(async c => await attempt(c.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static TimeSpan? Pause(int attempt, ArrayError? error)
    {
        var pause = attempt < 10 ? FirstPause * Math.Pow(2, attempt) : LongestPause;
        pause = pause < LongestPause ? pause : LongestPause;
        if (error?.RetryAfter is { } asked && asked > pause)
        {
            pause = asked < LongestRetryAfter ? asked : LongestRetryAfter;
        }
        return pause;
    }

    private bool ShouldRepeat(RetryPredicateArguments<object> args)
    {
        if (args.Outcome.Exception is not ArrayApiException { Error: { MayPass: true, MayHaveHappened: false } error })
        {
            return false;
        }
        if (error.Kind == ArrayErrorKind.NotReached && !_hasAnswered(error.Array))
        {
            return false;
        }
        var span = error.Kind is ArrayErrorKind.Busy or ArrayErrorKind.Locked ? _limits.BusyRetryFor
            : _limits.GoneAfter is { } gone && (error.IsSilence || error.PartnerGone) && gone < _limits.ReadRetryFor ? gone
            : _limits.ReadRetryFor;
        var until = args.Context.Properties.GetValue(Begun, _clock.GetUtcNow()) + span;
        return _clock.GetUtcNow() + Pause(args.AttemptNumber, error) <= until;
    }
}
