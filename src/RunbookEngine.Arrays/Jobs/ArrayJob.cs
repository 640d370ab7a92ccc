using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Arrays.Jobs;

/// <summary>The array's asynchronous job, as it stood when asked.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Job object".</remarks>
public sealed record ArrayJob
{
    public required ArrayJobRef Ref { get; init; }

    public required JobStatus Status { get; init; }

    public required JobState State { get; init; }

    /// <summary>By the array's clock, whole seconds.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <inheritdoc cref="CreatedAt"/>
    public DateTimeOffset? CompletedAt { get; init; }

    public string? RequestMethod { get; init; }

    public string? RequestUrl { get; init; }

    /// <summary>JSON text as it was sent.</summary>
    public string? RequestBody { get; init; }

    /// <summary>Links of the objects touched; the new object's id follows the last slash. Empty until known.</summary>
    public IReadOnlyList<string> AffectedResources { get; init; } = [];

    /// <summary>Set when the job failed.</summary>
    public ArrayError? Error { get; init; }

    public bool IsCompleted => Status == JobStatus.Completed;

    /// <summary>Completed without error. It proves nothing about the pairs: read them.</summary>
    public bool Succeeded => IsCompleted && State == JobState.Succeeded;

    /// <summary>Completed, and the array itself cannot tell how: read the pairs.</summary>
    public bool OutcomeUnknown => IsCompleted && State is JobState.Unknown or JobState.Other;
}
