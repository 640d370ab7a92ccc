using System.Text.Json.Serialization;

namespace RunbookEngine.Runs;

/// <summary>Where a run stands as a whole. The names are a contract of the command line.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("rolled-back")] RolledBack,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
    [JsonStringEnumMemberName("awaiting-approval")] AwaitingApproval,
    [JsonStringEnumMemberName("held")] Held,
    [JsonStringEnumMemberName("needs-operator")] NeedsOperator,
    [JsonStringEnumMemberName("awaiting-ticket")] AwaitingTicket,
    [JsonStringEnumMemberName("awaiting-answer")] AwaitingAnswer,
}

public static class RunOutcomes
{
    /// <summary>Only people, or a ticket that they move on, can bring the run on.</summary>
    public static IReadOnlyList<RunOutcome> Awaiting { get; } = [RunOutcome.AwaitingApproval, RunOutcome.AwaitingAnswer, RunOutcome.AwaitingTicket];

    /// <summary>Of a run that has not ended.</summary>
    public static IReadOnlyList<RunOutcome> Open { get; } = [RunOutcome.Running, .. Awaiting, RunOutcome.Held, RunOutcome.NeedsOperator];

    public static bool IsAwaiting(this RunOutcome outcome) => Awaiting.Contains(outcome);

    /// <summary>What filters ask for. Before there were words of their own, <c>awaiting-approval</c> meant waits for tickets and answers too, and it still does.</summary>
    /// <returns>Null when a word is no outcome.</returns>
    public static IReadOnlyList<RunOutcome>? Named(IEnumerable<string> words)
    {
        var found = new List<RunOutcome>();
        foreach (var word in words)
        {
            var named = Enum.GetValues<RunOutcome>().Where(o => Words.Of(o) == word).ToList();
            if (named.Count == 0)
                return null;
            found.AddRange(named[0] == RunOutcome.AwaitingApproval ? Awaiting : named);
        }

        return [.. found.Distinct()];
    }
}
