using System.Globalization;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Transport;

namespace RunbookEngine.Arrays.Jobs;

/// <summary>The job object as the array spells it.</summary>
internal sealed record JobResponse(
    long? JobId,
    string? Status,
    string? State,
    string? CreatedTime,
    string? CompletedTime,
    JobRequestResponse? Request,
    IReadOnlyList<string>? AffectedResources,
    ErrorResponse? Error)
{
    public ArrayJob ToJob(string array, string storageDeviceId, Controller controller)
    {
        var job = new ArrayJob
        {
            Ref = new ArrayJobRef(storageDeviceId, controller.Endpoint.ToString(), JobId ?? -1),
            Status = Word(Status, JobStatus.Other),
            State = Word(State, JobState.Other),
            CreatedAt = Time(CreatedTime),
            CompletedAt = Time(CompletedTime),
            RequestMethod = Request?.RequestMethod,
            RequestUrl = Request?.RequestUrl,
            RequestBody = Request?.RequestBody,
            AffectedResources = AffectedResources ?? [],
        };
        return Error is null && !(job.IsCompleted && job.State == JobState.Failed)
            ? job
            : job with { Error = ErrorReader.FromJob(array, job.Ref.Endpoint, job.Ref.JobId, Error) };
    }

    private static T Word<T>(string? text, T otherwise)
        where T : struct, Enum =>
        text is not null && Enum.GetNames<T>().Contains(text) ? Enum.Parse<T>(text) : otherwise;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}

internal sealed record JobRequestResponse(string? RequestUrl, string? RequestMethod, string? RequestBody);
