using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.RemoteMirrors;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>One state-changing request, so that no crash and no lost answer can double it: announce, send, keep the job's number, follow the job.
/// A request whose end nobody saw is settled by the job history, then by the pairs, and if both are silent by a person.</summary>
/// <param name="until">No job is followed longer.</param>
internal sealed class OperationSender(StepContext step, ArrayFleet fleet, UnitReader reader, StepLimits limits, DateTimeOffset until)
{
    /// <summary>Looks into the job history after a lost answer: the array may take a moment to write the job down.</summary>
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    /// <summary>An exchange under way when the run is cancelled may still end by itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _announcing = new(1);

    /// <param name="before">The pairs it touches, as read just before.</param>
    /// <exception cref="ArrayApiException">The array could not be asked; what was announced stays open and is settled next time.</exception>
    public async Task<SendResult> SendAsync(
        PairUnit unit, ArrayRequest request, string word, string target, IReadOnlyList<PairReading> before,
            CancellationToken cancellationToken)
    {
        var array = fleet[request.Array];
        var mark = await array.MarkJobsAsync(limits.Token);
        var operation = await AnnounceAsync(request, word, target, before, mark, cancellationToken);
        step.Report(new StepProgress($"{word} of {target} on {request.Array}", before, null));
        ArrayJob job;
        // What the array answered is journalled even while this process leaves: then nobody has to find out.
        using var sending = limits.Graceful(Grace);
        try
        {
            job = await array.SendAsync(request, sending.Token);
        }
        catch (ArrayApiException e) when (!e.Error.MayHaveHappened)
        {
            await step.ConcludeAsync(operation, OperationResult.NoEffect, e.Error.Describe(), sending.Token);
            return IsPartners(unit, request, e.Error, Find(step.Key, operation)) ? new SendResult.Again(ArrayFailures.Of(e.Error), request.Array)
                : SendResult.Fail(ArrayFailures.Of(e.Error));
        }
        catch (ArrayApiException e)
        {
            var settled = await SettleAsync(unit, Find(step.Key, operation), e.Error.PartnerGone ? [TimeSpan.Zero] : Looks, cancellationToken);
            return settled is SendResult.Again again && IsPartners(unit, request, e.Error, Find(step.Key, operation)) ? again with { AskAlone = request.Array } : settled;
        }
        await step.JournalAsync(new OperationAccepted(step.Key, operation, JobText.Write(job.Ref)), sending.Token);
        return await FollowAsync(unit, Find(step.Key, operation), cancellationToken);
    }

    /// <summary>Finds out what became of an operation that is open in the journal, of this step or of an earlier one.</summary>
    /// <exception cref="ArrayApiException">The array could not be asked; the operation stays open.</exception>
    public Task<SendResult> SettleAsync(PairUnit unit, OperationRecord open, CancellationToken cancellationToken) =>
        SettleAsync(unit, open, Looks, cancellationToken);

    /// <summary>The request failed since the partner of the array asked did not answer, and the array does this without its partner too.</summary>
    private bool IsPartners(PairUnit unit, ArrayRequest request, ArrayError error, OperationRecord open) =>
        request.PartnerStorageDeviceId is not null && OperationText.Read(open.Intent).GoesAlone
        && Survivor.Of(fleet, unit.Group, fleet[request.Array], error) == fleet[request.Array];

    private async Task<SendResult> SettleAsync(PairUnit unit, OperationRecord open, TimeSpan[] looks, CancellationToken cancellationToken)
    {
        if (open.Job is not null)
        {
            return await FollowAsync(unit, open, cancellationToken);
        }
        var search = await SearchAsync(open, looks);
        if (search?.Job is { } job)
        {
            await step.JournalAsync(new OperationAccepted(open.Intent.Step, open.Intent.Operation, JobText.Write(job.Ref)),
                cancellationToken);
            return await FollowAsync(unit, Find(open.Intent.Step, open.Intent.Operation), cancellationToken);
        }
        if (search is { IsComplete: true })
        {
            await step.ConcludeAsync(open.Intent, OperationResult.NoEffect,
                "the array's job history has no such request: it never arrived", cancellationToken);
            return new SendResult.Again(
                new Failure(FailureKind.Unreachable, $"{PairText.Describe(open)} never reached the array") { Array = open.Intent.Array });
        }
        return await JudgeByPairsAsync(unit, open, "no job of it was found, and the array's job history does not reach back far enough",
            cancellationToken);
    }

    private async Task<string> AnnounceAsync(
        ArrayRequest request, string word, string target, IReadOnlyList<PairReading> before, JobMark mark,
            CancellationToken cancellationToken)
    {
        var sent = new OperationRequest(request.Method, request.Path, request.Body);
        // Two groups of one step may announce at the same time: the number is taken and journalled in one go.
        await _announcing.WaitAsync(cancellationToken);
        try
        {
            var operation = step.NextOperation();
            await step.JournalAsync(
                new OperationIntended(step.Key, operation, word, request.Array, target, sent, before) { Mark = JobText.Write(mark) },
                    cancellationToken);
            return operation;
        }
        finally
        {
            _announcing.Release();
        }
    }

    private async Task<JobSearch?> SearchAsync(OperationRecord open, TimeSpan[] looks)
    {
        if (JobText.ReadMark(open.Intent.Mark) is not { } mark)
        {
            return null;
        }
        var array = fleet[open.Intent.Array];
        var request = new ArrayRequest
        {
            Array = open.Intent.Array,
            StorageDeviceId = array.StorageDeviceId,
            Method = open.Intent.Request.Method,
            Path = open.Intent.Request.Path,
            Headers = new Dictionary<string, string>(),
            Body = open.Intent.Request.Body,
        };
        JobSearch? search = null;
        foreach (var pause in looks)
        {
            await Task.Delay(pause, step.Clock, limits.Token);
            search = await array.FindJobAsync(request, mark, limits.Token);
            if (search.Job is not null)
            {
                break;
            }
        }
        return search;
    }

    private async Task<SendResult> FollowAsync(PairUnit unit, OperationRecord accepted, CancellationToken cancellationToken)
    {
        var array = fleet[accepted.Intent.Array];
        ArrayJob? job;
        try
        {
            job = await array.WaitForJobAsync(JobText.Read(accepted.Job!, array.StorageDeviceId), until, limits.Token);
        }
        catch (ArrayApiException e) when (!e.Error.MayPass && e.Error.Kind == ArrayErrorKind.NotReached)
        {
            return await JudgeByPairsAsync(unit, accepted, e.Error.Describe(), cancellationToken);
        }
        switch (job)
        {
            case null or { OutcomeUnknown: true }:
                return await JudgeByPairsAsync(unit, accepted,
                    $"array job {accepted.Job} {(job is null ? "is not known any more" : "ended in state Unknown")}", cancellationToken);
            case { Succeeded: true }:
                await step.ConcludeAsync(accepted.Intent, OperationResult.Done, null, cancellationToken);
                return new SendResult.Done();
            case { IsCompleted: false }:
                return SendResult.Fail(
                    new Failure(FailureKind.Timeout,
                        $"array job {accepted.Job} of {accepted.Intent.Target} was not over by {PairText.At(until)}")
                    { Array = array.Name });
            default:
                return await JudgeFailedJobAsync(unit, accepted, job, cancellationToken);
        }
    }

    /// <summary>The job failed. A group's job may have failed half-way, and one sent a second time fails because the first arrived.</summary>
    private async Task<SendResult> JudgeFailedJobAsync(PairUnit unit, OperationRecord accepted, ArrayJob job,
        CancellationToken cancellationToken)
    {
        var failure = job.Error is { } error ? ArrayFailures.Of(error)
            : new Failure(FailureKind.Refused, $"array job {accepted.Job} failed without a reason");
        var alone = await IsPartnersAsync(unit, accepted, job.Error) ? accepted.Intent.Array : null;
        var patience = alone is not null || job.Error is { MayPass: true } ? TimeSpan.Zero : fleet[accepted.Intent.Array].Connection.Limits.FailedJobLook;
        var (shown, silent) = await LookUntilShownAsync(unit, accepted, failure, patience, cancellationToken);
        var operation = accepted.Intent.Operation;
        if (shown.Count > 0 && silent.Count == 0)
        {
            await step.ConcludeAsync(operation, OperationResult.Done, $"the job failed, yet the pairs are there: {failure.Message}",
                cancellationToken);
            return new SendResult.Done();
        }
        // Never "no effect": a failed job proves as little about pairs as a successful one, so an undo looks at them again.
        await step.ConcludeAsync(operation, OperationResult.Failed, failure.Message, cancellationToken);
        return alone is not null || job.Error is { MayPass: true } ? new SendResult.Again(failure, alone)
            : SendResult.Fail(failure with { Pairs = PairText.List(silent) });
    }

    /// <summary>The job failed since the partner does not answer, whatever the array calls that, and it is done without the partner too.</summary>
    private async Task<bool> IsPartnersAsync(PairUnit unit, OperationRecord accepted, ArrayError? error) =>
        error is { Kind: ArrayErrorKind.Refused } && OperationText.Read(accepted.Intent).GoesAlone && !RemoteIds.IsAlone(accepted.Intent.Request.Path)
        && PartnerOf(unit, accepted.Intent.Array) is { } partner && (error.PartnerGone || !await partner.IsThereAsync());

    private ArrayClient? PartnerOf(PairUnit unit, string array) =>
        new[] { unit.Group.StorageDeviceId, unit.Group.PartnerStorageDeviceId }.OfType<string>().Where(id => id != fleet[array].StorageDeviceId)
            .Select(fleet.ByStorageDeviceId).FirstOrDefault();

    /// <summary>A pair that is being changed may show its old status until the change is over (a split of UR drains the journal first).</summary>
    /// <param name="patience">Zero: the array was busy and began nothing, so one look is enough.</param>
    private async Task<(List<PairReading> Shown, List<PairReading> Silent)> LookUntilShownAsync(
        PairUnit unit, OperationRecord accepted, Failure failure, TimeSpan patience, CancellationToken cancellationToken)
    {
        var look = new FailedJobLook(unit, accepted.Intent, step.Clock.GetUtcNow() + patience);
        while (true)
        {
            var (seen, shown, silent) = await LookAsync(unit, accepted);
            if (silent.Count == 0 || look.IsOver(silent, step.Clock.GetUtcNow()))
            {
                return (shown, silent);
            }
            if (Find(accepted.Intent.Step, accepted.Intent.Operation).JobFailed is null)
            {
                await step.JournalAsync(
                    new ArrayJobFailed(accepted.Intent.Step, accepted.Intent.Operation, accepted.Job!, failure.Message, patience.TotalSeconds), cancellationToken);
            }
            step.Report(new StepProgress($"job {accepted.Job} failed; looking at the pairs for up to {look.Left(step.Clock.GetUtcNow()).TotalSeconds:0} s", seen, null));
            await Task.Delay(look.Pause(step.Clock.GetUtcNow()), step.Clock, limits.Token);
        }
    }

    private async Task<SendResult> JudgeByPairsAsync(PairUnit unit, OperationRecord open, string silence,
        CancellationToken cancellationToken)
    {
        var (seen, shown, silent) = await LookAsync(unit, open);
        var operation = OperationText.Read(open.Intent);
        if (shown.Count > 0 && silent.Count == 0)
        {
            await step.ConcludeAsync(open.Intent, OperationResult.Done, $"{silence}; the pairs show it: {PairText.Line(shown)}",
                cancellationToken);
            return new SendResult.Done();
        }
        if (silent.All(p => Effects.MayRepeat(PairStates.State(unit.Technology, Before(open, p.Pair)), operation)))
        {
            var result = shown.Count > 0 ? OperationResult.Failed : OperationResult.NoEffect;
            await step.ConcludeAsync(open.Intent, result,
                $"{silence}; the pairs show no effect, and the array ignores or refuses a repetition", cancellationToken);
            return new SendResult.Again(
                new Failure(FailureKind.Unreachable,
                    $"{PairText.Describe(open)} had no visible effect: {silence}")
                { Array = open.Intent.Array });
        }
        return new SendResult.Ended(new StepOutcome.Ambiguous(Ask(open, seen, silence)));
    }

    /// <returns>The pairs now, those that show the effect, and those that should and do not.</returns>
    private async Task<(IReadOnlyList<PairReading> Seen, List<PairReading> Shown, List<PairReading> Silent)> LookAsync(PairUnit unit,
        OperationRecord open)
    {
        var operation = OperationText.Read(open.Intent);
        var now = await reader.ReadAsync(unit with { Pair = null }, refresh: true, orAlone: operation.GoesAlone, limits.Token);
        List<PairReading> shown = [], silent = [];
        foreach (var before in open.Intent.Before)
        {
            var pair = now.Find(before.Pair) ?? PairStates.Absent(unit, before.Pair);
            var effect = Effects.Shows(PairStates.State(unit.Technology, before), pair.State, operation);
            (effect switch { true => shown, false => silent, null => [] }).Add(pair.Reading);
        }
        return ([.. open.Intent.Before.Select(b => now.Find(b.Pair)?.Reading ?? PairStates.Absent(unit, b.Pair).Reading)], shown, silent);
    }

    private static Ambiguity Ask(OperationRecord open, IReadOnlyList<PairReading> now, string silence) => new(
        $"Did {PairText.Describe(open)}, take effect?",
        "The array has done it, or is about to; --mark-done goes on without sending it again.",
        "The array never did it; --retry looks at the pairs again and sends it once more, which would do it a second time if it did.",
        [
            $"announced: {open.Intent.Request.Method} {open.Intent.Request.Path} {open.Intent.Request.Body}",
            $"before: {PairText.Line(open.Intent.Before)}",
            $"now: {PairText.Line(now)}",
            silence,
        ]);

    private static PairReading Before(OperationRecord open, string pair) => open.Intent.Before.First(b => b.Pair == pair);

    private OperationRecord Find(StepKey key, string operation) =>
        step.State.StepOrPending(key).Operations.Last(o => o.Intent.Operation == operation);
}
