using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Volumes;

/// <summary>Carries changes of volumes out, one after the other: look, announce, send, follow the job, look again. The volume shows whether a change is there
/// and the array refuses it a second time, so what a crash or a lost answer left open is settled without asking anybody.</summary>
internal sealed class VolumeSender(StepContext step, ArrayFleet fleet, StepLimits limits)
{
    /// <summary>Sends of one change in one attempt; an array that keeps failing its jobs ends the attempt.</summary>
    private const int MaxSends = 3;

    /// <summary>An LU path or an attribute takes an array seconds.</summary>
    private static readonly TimeSpan LongestJob = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan BetweenSends = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Changes that were sent by this call.</summary>
    public int Sent { get; private set; }

    /// <summary>Settles what is open in the journal of this direction of the step.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var open in step.Operations().Where(o => o.Result is null).ToList())
        {
            await SettleAsync(open, cancellationToken);
        }
    }

    /// <returns>Null when the volume has the change; else why not.</returns>
    /// <exception cref="ArrayApiException">The array could not be asked; what was announced stays open and is settled next time.</exception>
    public async Task<Failure?> EnsureAsync(string alias, VolumeChange change, CancellationToken cancellationToken)
    {
        var array = fleet[alias];
        for (var send = 0; ; send++)
        {
            if (await array.ReadVolumeAsync(change.Ldev, limits.Token) is not { IsDefined: true } volume)
            {
                return new Failure(FailureKind.Refused, $"array {alias} has no volume LDEV {change.Ldev}") { Array = alias };
            }
            if (change.IsIn(volume))
            {
                return null;
            }
            if (limits.Reason("before the request was sent") is { } reason)
            {
                return reason;
            }
            var failure = await SendAsync(array, change, change.Describe(array, volume), cancellationToken);
            if (failure is null || (send == MaxSends - 1 || failure.Kind != FailureKind.Unreachable))
            {
                return failure;
            }
            await Task.Delay(BetweenSends, step.Clock, limits.Token);
        }
    }

    private async Task<Failure?> SendAsync(ArrayClient array, VolumeChange change, ArrayRequest request, CancellationToken cancellationToken)
    {
        var mark = await array.MarkJobsAsync(limits.Token);
        var operation = step.NextOperation();
        await step.JournalAsync(
            new OperationIntended(step.Key, operation, change.Word, array.Name, change.Target, new OperationRequest(request.Method, request.Path, request.Body), [])
            {
                Mark = JobText.Write(mark),
            }, cancellationToken);
        step.Report(new StepProgress($"{change.Word} {change.Target} on {array.Name}", [], null));
        Sent++;
        using var sending = limits.Graceful(Grace);
        try
        {
            var job = await array.SendAsync(request, sending.Token);
            await step.JournalAsync(new OperationAccepted(step.Key, operation, JobText.Write(job.Ref)), sending.Token);
        }
        catch (ArrayApiException e) when (!e.Error.MayHaveHappened)
        {
            await step.ConcludeAsync(operation, OperationResult.NoEffect, e.Error.Describe(), sending.Token);
            return ArrayFailures.Of(e.Error);
        }
        catch (ArrayApiException)
        {
            // Settled below: by the job, or by the volume.
        }
        return await SettleAsync(step.Record.Operations.Last(o => o.Intent.Operation == operation), cancellationToken);
    }

    /// <returns>Null when it took effect, or when nothing can be said against doing it again.</returns>
    private async Task<Failure?> SettleAsync(OperationRecord open, CancellationToken cancellationToken)
    {
        var array = fleet[open.Intent.Array];
        var reference = open.Job is { } known ? JobText.Read(known, array.StorageDeviceId) : null;
        if (reference is null && JobText.ReadMark(open.Intent.Mark) is { } mark)
        {
            var search = await array.FindJobAsync(RequestOf(open, array), mark, limits.Token);
            if (search.Job is { } found)
            {
                reference = found.Ref;
                await step.JournalAsync(new OperationAccepted(open.Intent.Step, open.Intent.Operation, JobText.Write(found.Ref)), cancellationToken);
            }
        }
        var job = reference is null ? null : await array.WaitForJobAsync(reference, step.Clock.GetUtcNow() + LongestJob, limits.Token);
        if (job is { IsCompleted: false })
        {
            return new Failure(FailureKind.Timeout, $"array job {job.Ref.JobId} of {open.Intent.Target} was not over after {LongestJob.TotalMinutes:0} minutes") { Array = array.Name };
        }
        if (job is { Succeeded: true })
        {
            await step.ConcludeAsync(open.Intent, OperationResult.Done, null, cancellationToken);
            return null;
        }
        var there = VolumeChange.Inverse(open.Intent) is { } inverse
            && await array.ReadVolumeAsync(inverse.Ldev, limits.Token) is { } volume && !inverse.IsIn(volume);
        if (there)
        {
            await step.ConcludeAsync(open.Intent, OperationResult.Done, "the volume shows it", cancellationToken);
            return null;
        }
        var failure = job?.Error is { } error ? ArrayFailures.Of(error)
            : new Failure(FailureKind.Unreachable, $"{open.Intent.Action} of {open.Intent.Target} had no visible effect on array {array.Name}") { Array = array.Name };
        await step.ConcludeAsync(open.Intent, job is null ? OperationResult.NoEffect : OperationResult.Failed, failure.Message, cancellationToken);
        return failure;
    }

    private static ArrayRequest RequestOf(OperationRecord open, ArrayClient array) => new()
    {
        Array = open.Intent.Array,
        StorageDeviceId = array.StorageDeviceId,
        Method = open.Intent.Request.Method,
        Path = open.Intent.Request.Path,
        Headers = new Dictionary<string, string>(),
        Body = open.Intent.Request.Body,
    };
}
