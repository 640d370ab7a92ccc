using System.Text.Json.Serialization;

namespace RunbookEngine.Approvals;

/// <summary>Somebody may decide in another's place for a time.</summary>
/// <param name="From">Whose approvals they are.</param>
/// <param name="To">Who may give them.</param>
/// <param name="Start">First moment.</param>
/// <param name="End">The moment from which it is over.</param>
/// <param name="By">Who wrote it down.</param>
public sealed record Delegation(string Id, string From, string To, DateTimeOffset Start, DateTimeOffset End, string By, string? Reason = null)
{
    /// <summary>Who wrote it down, as a server knows them whatever they are called; null where no server did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Identity { get; init; }

    public bool IsActive(DateTimeOffset now) => now >= Start && now < End;
}
