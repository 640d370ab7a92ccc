using System.Text.Json.Serialization;

namespace RunbookEngine.Activities;

/// <summary>Why a step failed, as facts: what happened, where, and what to do about it.</summary>
public sealed record Failure(FailureKind Kind, string Message)
{
    /// <summary>What a person can do, or null.</summary>
    public string? Help { get; init; }

    /// <summary>Alias of the array concerned, or null.</summary>
    public string? Array { get; init; }

    /// <summary>The array's message id and SSB codes (<c>KART30000-E 2E11-2205</c>), an exit code, an HTTP status; or null.</summary>
    public string? Code { get; init; }

    /// <summary>Pairs that are not where they should be, as <c>copyGroup/pair P-status/S-status</c>.</summary>
    public IReadOnlyList<string>? Pairs { get; init; }

    /// <summary>Kinds that trying again can cure; retried when <c>retry.on</c> names none.</summary>
    [JsonIgnore]
    public bool MayPass => Kind is FailureKind.Unreachable or FailureKind.Timeout or FailureKind.Stalled or FailureKind.CommandFailed;
}
