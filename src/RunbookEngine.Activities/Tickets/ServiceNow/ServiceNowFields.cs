using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.Tickets.ServiceNow;

/// <summary>Which table and columns a ServiceNow connection means. The defaults are those of <c>change_request</c>.</summary>
internal sealed record ServiceNowFields
{
    public required string Table { get; init; }
    public required ChangeStates States { get; init; }
    public string State { get; init; } = "state";
    public string Start { get; init; } = "start_date";
    public string End { get; init; } = "end_date";
    public string Approval { get; init; } = "approval";
    public string Item { get; init; } = "cmdb_ci";
    public string Requester { get; init; } = "requested_by";
    public string Notes { get; init; } = "work_notes";
    public string CloseCode { get; init; } = "close_code";
    public string CloseNotes { get; init; } = "close_notes";

    public IReadOnlyList<string> All => ["sys_id", "number", State, Start, End, Approval, Item, Requester, Notes];

    public static ServiceNowFields Read(StepArguments connection)
    {
        var (own, plain) = (connection.Map("fields"), new ServiceNowFields { Table = Name(connection, "table", "change_request"), States = new(connection.Map("states")) });
        string Or(string name, string otherwise) => own.TryGetValue(name, out var field) ? Word(connection, $"fields.{name}", field) : otherwise;
        return plain with
        {
            Start = Or("start", plain.Start),
            End = Or("end", plain.End),
            Approval = Or("approval", plain.Approval),
            Item = Or("item", plain.Item),
            Requester = Or("requester", plain.Requester),
            Notes = Or("notes", plain.Notes),
            CloseCode = Or("closeCode", plain.CloseCode),
            CloseNotes = Or("closeNotes", plain.CloseNotes),
        };
    }

    private static string Name(StepArguments connection, string key, string otherwise) => Word(connection, key, connection.OptionalText(key) ?? otherwise);

    private static string Word(StepArguments connection, string key, string text) =>
        text.Length is > 0 and <= 80 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? text
        : throw connection.Wrong(key, $"is '{text}'", "a name of letters, digits and '_'");
}
