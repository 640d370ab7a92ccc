using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Ledger;

namespace RunbookEngine.Simulator.Rest;

/// <summary>What a job is to do once the array gets to it.</summary>
internal sealed record JobPlan
{
    /// <summary>create, delete, change or the action's name.</summary>
    public required string Action { get; init; }

    public required string ObjectType { get; init; }

    public string ObjectId { get; init; } = "";

    public string? CopyGroup { get; init; }

    public string? Pair { get; init; }

    /// <summary>Two jobs with the same key must not overlap; null means any may.</summary>
    public object? Key { get; init; }

    /// <summary>Shown as StorageAccepted while the array copies (creation of remote pairs).</summary>
    public bool ShowsStorageAccepted { get; init; }

    /// <summary>False where a resource lock of another session stops the operation.</summary>
    public bool PassesLocks { get; init; }

    /// <summary>NoWait does not shorten it: what it waits for is not a copy.</summary>
    public bool AlwaysWaits { get; init; }

    public required Func<JobResult> Execute { get; init; }
}

/// <summary>What became of a job at the array.</summary>
internal sealed record JobResult
{
    /// <summary>Links of the objects touched.</summary>
    public IReadOnlyList<string> Affected { get; init; } = [];

    /// <summary>Pairs that changed, by name; empty for a silent no-op or for objects that are no pairs.</summary>
    public IReadOnlyList<string> PairsChanged { get; init; } = [];

    /// <summary>False: success was answered and nothing done.</summary>
    public bool Changed { get; init; } = true;

    public ArrayError? Error { get; init; }

    /// <summary>Null while not ended; then the error, or <see cref="Ended.Well"/>. Absent when the job ends at once.</summary>
    public Func<Ended?>? Until { get; init; }

    public static JobResult Fail(ArrayError error) => new() { Error = error, Changed = false };

    public static JobResult Done(string affected, bool changed = true) => new() { Affected = [affected], Changed = changed };
}

internal sealed record Ended(ArrayError? Error)
{
    public static readonly Ended Well = new((ArrayError?)null);
}

/// <summary>An asynchronous job as the API shows it.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Job object".</remarks>
internal sealed class ArrayJob
{
    public required long Id { get; init; }
    public required string UserId { get; init; }
    public required string Url { get; init; }
    public required string Method { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Updated { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public string Status { get; set; } = "Initializing";
    public string State { get; set; } = "Queued";
    public IReadOnlyList<string> Affected { get; set; } = [];
    public ArrayError? Error { get; set; }

    public bool Completed => Status == "Completed";

    public string Self => Call.Base + "jobs/" + Id;

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["jobId"] = Id,
            ["self"] = Self,
            ["userId"] = UserId,
            ["status"] = Status,
            ["state"] = State,
            ["createdTime"] = Sessions.Time(Created),
            ["updatedTime"] = Sessions.Time(Updated),
        };
        if (CompletedAt is { } completed)
            json["completedTime"] = Sessions.Time(completed);
        var request = new JsonObject { ["requestUrl"] = Url, ["requestMethod"] = Method };
        if (Body.Length > 0)
            request["requestBody"] = Body;
        json["request"] = request;
        if (Completed)
            json["affectedResources"] = new JsonArray([.. Affected.Select(a => (JsonNode)a)]);
        if (Error is not null)
            json["error"] = Error.ToJson(Self);
        return json;
    }
}
