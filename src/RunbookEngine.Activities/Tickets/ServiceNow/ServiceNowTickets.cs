using System.Globalization;
using System.Text.Json;

namespace RunbookEngine.Activities.Tickets.ServiceNow;

/// <summary>Change requests of ServiceNow, over its Table API.</summary>
/// <remarks>Source: ServiceNow API reference, Table API (<c>/api/now/table/{tableName}</c>): <c>sysparm_query</c>, <c>sysparm_fields</c>,
/// <c>sysparm_display_value=all</c> (each field as <c>value</c> and <c>display_value</c>), <c>sysparm_limit</c>, <c>sysparm_offset</c>. Date values are UTC;
/// display values are in the time zone and format of the user. A record that an ACL hides is missing from a query without a word.</remarks>
internal sealed class ServiceNowTickets(TicketHttp http, ServiceNowFields fields) : ITicketSystem
{
    /// <summary>Affected items that are read: pages of this many, at most <see cref="MostPages"/>.</summary>
    private const int Page = 200;

    private const int MostPages = 25;

    public async Task<Ticket> ReadAsync(string? id, CancellationToken cancellationToken) => Ticket(await RecordAsync(id, cancellationToken));

    public async Task<IReadOnlyList<string>> ItemsAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var items = new List<string>();
        if (ticket.Item is { } first)
        {
            items.Add(first);
        }
        for (var page = 0; page < MostPages; page++)
        {
            var path = $"api/now/table/task_ci?sysparm_query={Uri.EscapeDataString($"task={ticket.Key}^ORDERBYsys_id")}&sysparm_fields=ci_item"
                + $"&sysparm_display_value=all&sysparm_exclude_reference_link=true&sysparm_limit={Page}&sysparm_offset={page * Page}";
            var rows = Rows(await http.GetAsync(path, cancellationToken));
            items.AddRange(rows.SelectMany(r => new[] { Shown(r, "ci_item"), Stored(r, "ci_item") }).OfType<string>());
            if (rows.Count < Page)
            {
                break;
            }
        }
        return [.. items.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public async Task<Ticket> UpdateAsync(string? id, TicketChange change, string key, CancellationToken cancellationToken)
    {
        var before = await RecordAsync(id, cancellationToken);
        if (TicketMark.IsIn(Shown(before, fields.Notes), key))
        {
            return Ticket(before);
        }
        var state = change.State is null ? null : fields.States.Code(change.State);
        var body = new Dictionary<string, string> { [fields.Notes] = TicketMark.Sign(change.Note ?? Told(change), key) };
        if (state is not null)
        {
            body[fields.State] = state;
        }
        if (change.CloseCode is not null)
        {
            body[fields.CloseCode] = change.CloseCode;
        }
        if (change.CloseNotes is not null)
        {
            body[fields.CloseNotes] = change.CloseNotes;
        }
        var path = $"api/now/table/{fields.Table}/{Stored(before, "sys_id")}?{Shape}";
        var answer = await http.SendAsync(HttpMethod.Patch, path, body, cancellationToken);
        var after = Rows(answer).SingleOrDefault();
        if (after.ValueKind != JsonValueKind.Object)
        {
            throw new TicketSystemException($"ServiceNow at {http.Root.Host} took the change of {id} and showed no record of it", mayPass: true);
        }
        // Business rules drop a transition that they do not allow, and the answer is 200 all the same.
        return state is not null && Stored(after, fields.State) != state
            ? throw new TicketSystemException(
                $"ServiceNow left {id} in state '{Shown(after, fields.State)}': its rules do not lead from there to '{change.State}', or they miss a field (close code and notes?)")
            : Ticket(after);
    }

    private string Shape => $"sysparm_display_value=all&sysparm_exclude_reference_link=true&sysparm_fields={string.Join(',', fields.All)}";

    private async Task<JsonElement> RecordAsync(string? id, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new TicketSystemException("no ticket is named: start the run with --ticket, or give the step 'ticket'");
        }
        // '^' joins conditions of a query: a number that holds one would be another query.
        if (id.Length > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new TicketSystemException("a ticket number holds letters, digits, '-' and '_' only, and 64 characters at most");
        }
        var rows = Rows(await http.GetAsync(
            $"api/now/table/{fields.Table}?sysparm_query={Uri.EscapeDataString($"number={id}")}&{Shape}&sysparm_limit=2", cancellationToken));
        return rows.Count switch
        {
            1 => rows[0],
            0 => throw new TicketSystemException(
                $"ServiceNow at {http.Root.Host} has no change request {id}, or an access rule hides it from the connection's user; check the number and the user's roles"),
            _ => throw new TicketSystemException($"ServiceNow at {http.Root.Host} has more than one change request {id}"),
        };
    }

    private IReadOnlyList<JsonElement> Rows(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("result", out var result) ? result.ValueKind switch
        {
            JsonValueKind.Array => [.. result.EnumerateArray()],
            JsonValueKind.Object => [result],
            _ => [],
        }
        : throw new TicketSystemException($"ServiceNow at {http.Root.Host} answered without 'result'; is 'url' the address of the instance?");

    private Ticket Ticket(JsonElement record)
    {
        var code = Stored(record, fields.State) ?? throw new TicketSystemException(
            $"ServiceNow shows no field '{fields.State}' of the change request to the connection's user; give it read access to the field");
        var (start, end) = (Time(record, fields.Start), Time(record, fields.End));
        var key = Stored(record, "sys_id");
        return new Ticket(
            Stored(record, "number") ?? "", Shown(record, fields.State) is { } label && label != code ? label : fields.States.Label(code), start, end, code,
            Stored(record, fields.Approval), Shown(record, fields.Item), Shown(record, fields.Requester),
            new Uri(http.Root, $"nav_to.do?uri={Uri.EscapeDataString($"{fields.Table}.do?sys_id={key}")}").AbsoluteUri, key, IsOver: code is "3" or "4");
    }

    private static string? Shown(JsonElement record, string field) => Part(record, field, "display_value");

    private static string? Stored(JsonElement record, string field) => Part(record, field, "value");

    private static string? Part(JsonElement record, string field, string part)
    {
        if (!record.TryGetProperty(field, out var found))
        {
            return null;
        }
        var value = found.ValueKind == JsonValueKind.Object ? found.TryGetProperty(part, out var inner) ? inner : default : found;
        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : value.ValueKind is JsonValueKind.Number ? value.GetRawText() : null;
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static DateTimeOffset? Time(JsonElement record, string field) => Stored(record, field) switch
    {
        null => null,
        { } text when DateTimeOffset.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        { } text => throw new TicketSystemException($"ServiceNow: field '{field}' holds '{text}', which is no time in UTC"),
    };

    private static string Told(TicketChange change) => change.State is { } state ? $"state {state}" : "closed";
}
