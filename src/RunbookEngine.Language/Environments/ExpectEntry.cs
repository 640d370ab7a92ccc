using System.Text.Json.Serialization;

namespace RunbookEngine.Language.Environments;

/// <summary>How copy groups are to be at this place while no run works on them; the key is a name or a glob. What is left out does not matter.</summary>
public sealed record ExpectEntry
{
    /// <summary>Technology as runbooks spell it.</summary>
    public string? Technology { get; init; }

    /// <summary>Both sides of every pair are in it.</summary>
    [JsonConverter(typeof(OneOrMany))]
    public IReadOnlyList<string>? Status { get; init; }

    /// <summary>Alias of the array that holds the P-VOLs.</summary>
    public string? PvolAt { get; init; }

    /// <summary>Pairs that the group has at least.</summary>
    public int? Pairs { get; init; }

    /// <summary>Percent; of every journal of the group.</summary>
    public int? JournalUsageBelow { get; init; }

    /// <summary>GAD: <c>mirror</c>, <c>local</c> or <c>block</c>, for both sides.</summary>
    public string? IoMode { get; init; }
}
