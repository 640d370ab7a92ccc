using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.Tickets.Jira;

/// <summary>Which version of the API and which fields a Jira connection means. Change windows are custom fields, so their ids differ from site to site.</summary>
internal sealed record JiraFields
{
    /// <summary>2 for Data Center and Server, 3 for Cloud.</summary>
    public required int Api { get; init; }

    public required string? Start { get; init; }
    public required string? End { get; init; }
    public required string? Approval { get; init; }
    public required string? Item { get; init; }
    public required string? CloseCode { get; init; }
    public required string? CloseNotes { get; init; }

    /// <summary>Comments are for agents only, not for the customer of the service desk.</summary>
    public required bool Internal { get; init; }

    public IEnumerable<string> All => new[] { "summary", "status", "reporter", Start, End, Approval, Item }.OfType<string>();

    public static JiraFields Read(StepArguments connection)
    {
        var own = connection.Map("fields");
        string? Field(string name) => !own.TryGetValue(name, out var field) ? null
            : field.Length is > 0 and <= 80 && field.All(c => char.IsAsciiLetterOrDigit(c) || c is '_') ? field
            : throw connection.Wrong($"fields.{name}", $"is '{field}'", "a field id such as customfield_10110");
        return new JiraFields
        {
            Api = connection.OptionalNumber("api", 2, 3) ?? 3,
            Start = Field("start"),
            End = Field("end"),
            Approval = Field("approval"),
            Item = Field("item"),
            CloseCode = Field("closeCode"),
            CloseNotes = Field("closeNotes"),
            Internal = connection.Flag("internal", true),
        };
    }
}
