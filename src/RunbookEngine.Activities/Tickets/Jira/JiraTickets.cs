using System.Globalization;
using System.Text.Json;

namespace RunbookEngine.Activities.Tickets.Jira;

/// <summary>Changes of Jira Service Management, over the REST API of Jira.</summary>
/// <remarks>Source: Jira REST API reference: get issue, get and do transitions, get and add comments (paged by <c>startAt</c>, <c>maxResults</c>,
/// <c>total</c>). A state is changed by a transition that leads to it, never by writing the field. An issue that the user may not see answers 404. The
/// comment property <c>sd.public.comment</c> with <c>internal: true</c> keeps a comment from the customer.</remarks>
internal sealed class JiraTickets(TicketHttp http, JiraFields fields) : ITicketSystem
{
    private const int Page = 100;

    /// <summary>Comments that are looked through for the mark, newest first: this many pages.</summary>
    private const int MostPages = 20;

    public async Task<Ticket> ReadAsync(string? id, CancellationToken cancellationToken) =>
        Ticket(await http.GetAsync($"{Issue(id)}?fields={string.Join(',', fields.All)}", cancellationToken));

    public async Task<IReadOnlyList<string>> ItemsAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        if (fields.Item is null)
        {
            throw new TicketSystemException("the connection does not say which Jira field holds the configuration items; add fields: { item: customfield_... }");
        }
        var issue = await http.GetAsync($"{Issue(ticket.Id)}?fields={fields.Item}", cancellationToken);
        return Field(issue, fields.Item) is { } value ? [.. Names(value)] : [];
    }

    public async Task<Ticket> UpdateAsync(string? id, TicketChange change, string key, CancellationToken cancellationToken)
    {
        var ticket = await ReadAsync(id, cancellationToken);
        if (change.CloseCode is not null || change.CloseNotes is not null)
        {
            await CloseAsync(id, change, cancellationToken);
        }
        // Writing a field and moving to a state that is reached already change nothing twice; the comment comes last and is the mark of it all.
        if (change.State is { } state && !ticket.IsIn(state) && !await IsMarkedAsync(id, key, cancellationToken))
        {
            await MoveAsync(ticket, state, cancellationToken);
            ticket = await ReadAsync(id, cancellationToken);
        }
        if (!await IsMarkedAsync(id, key, cancellationToken))
        {
            await CommentAsync(id, TicketMark.Sign(change.Note ?? (change.State is { } to ? $"state {to}" : "closed"), key), cancellationToken);
        }
        return ticket;
    }

    private async Task MoveAsync(Ticket ticket, string state, CancellationToken cancellationToken)
    {
        var answer = await http.GetAsync($"{Issue(ticket.Id)}/transitions", cancellationToken);
        var open = answer.TryGetProperty("transitions", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(t => (Id: Text(t, "id"), To: t.TryGetProperty("to", out var to) ? Text(to, "name") : null, Code: t.TryGetProperty("to", out var t2) ? Text(t2, "id") : null)).ToList()
            : [];
        var way = open.FirstOrDefault(t => t.Id is not null
            && (string.Equals(t.To, state, StringComparison.OrdinalIgnoreCase) || t.Code == state));
        if (way.Id is null)
        {
            throw new TicketSystemException(
                $"Jira leads from '{ticket.State}' to {(open.Count == 0 ? "nothing that the connection's user may do" : string.Join(", ", open.Select(t => $"'{t.To}'")))}, "
                + $"not to '{state}', for {ticket.Id}");
        }
        await http.SendAsync(HttpMethod.Post, $"{Issue(ticket.Id)}/transitions", new { transition = new { id = way.Id } }, cancellationToken);
    }

    private async Task CloseAsync(string? id, TicketChange change, CancellationToken cancellationToken)
    {
        var written = new Dictionary<string, object>();
        if (change.CloseCode is { } code)
        {
            written[fields.CloseCode ?? throw Unmapped("closeCode")] = new { value = code };
        }
        if (change.CloseNotes is { } notes)
        {
            written[fields.CloseNotes ?? throw Unmapped("closeNotes")] = fields.Api == 3 ? AdfText.Write(notes) : notes;
        }
        await http.SendAsync(HttpMethod.Put, Issue(id), new { fields = written }, cancellationToken);
    }

    private static TicketSystemException Unmapped(string name) =>
        new($"the connection does not say which Jira field holds '{name}'; add fields: {{ {name}: customfield_... }}");

    private async Task<bool> IsMarkedAsync(string? id, string key, CancellationToken cancellationToken)
    {
        // A site may give smaller pages than were asked for.
        for (var (page, seen) = (0, 0); page < MostPages; page++)
        {
            var answer = await http.GetAsync($"{Issue(id)}/comment?orderBy=-created&startAt={seen}&maxResults={Page}", cancellationToken);
            if (!answer.TryGetProperty("comments", out var comments) || comments.ValueKind != JsonValueKind.Array)
            {
                throw new TicketSystemException($"Jira at {http.Root.Host} answered without 'comments'; is 'url' the address of the site?");
            }
            if (comments.EnumerateArray().Any(c => c.TryGetProperty("body", out var body) && TicketMark.IsIn(AdfText.Read(body), key)))
            {
                return true;
            }
            seen += comments.GetArrayLength();
            if (comments.GetArrayLength() == 0 || (answer.TryGetProperty("total", out var total) && total.TryGetInt32(out var all) && all <= seen))
            {
                return false;
            }
        }
        return false;
    }

    private Task CommentAsync(string? id, string text, CancellationToken cancellationToken)
    {
        var body = new Dictionary<string, object> { ["body"] = fields.Api == 3 ? AdfText.Write(text) : text };
        if (fields.Internal)
        {
            body["properties"] = new[] { new { key = "sd.public.comment", value = new { @internal = true } } };
        }
        return http.SendAsync(HttpMethod.Post, $"{Issue(id)}/comment", body, cancellationToken);
    }

    private string Issue(string? id)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new TicketSystemException("no ticket is named: start the run with --ticket, or give the step 'ticket'");
        }
        return id.Length <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? $"rest/api/{fields.Api}/issue/{id}"
            : throw new TicketSystemException("an issue key holds letters, digits, '-' and '_' only, and 64 characters at most");
    }

    private Ticket Ticket(JsonElement issue)
    {
        var status = Field(issue, "status") is { ValueKind: JsonValueKind.Object } found ? found : throw new TicketSystemException(
            $"Jira at {http.Root.Host} shows no status of the issue; is 'url' the address of the site?");
        var key = Text(issue, "key") ?? "";
        return new Ticket(
            key, Text(status, "name") ?? "", Time(issue, fields.Start), Time(issue, fields.End), Text(status, "id"), One(issue, fields.Approval), One(issue, fields.Item),
            Field(issue, "reporter") is { } reporter ? Text(reporter, "emailAddress") ?? Text(reporter, "name") ?? Text(reporter, "displayName") : null,
            new Uri(http.Root, $"browse/{key}").AbsoluteUri, Text(issue, "id"),
            IsOver: status.TryGetProperty("statusCategory", out var category) && Text(category, "key") == "done");
    }

    private static JsonElement? Field(JsonElement issue, string? name) =>
        name is not null && issue.ValueKind == JsonValueKind.Object && issue.TryGetProperty("fields", out var all) && all.ValueKind == JsonValueKind.Object
        && all.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? One(JsonElement issue, string? field) => Field(issue, field) is { } value ? Names(value).FirstOrDefault() : null;

    /// <summary>A text, an option (<c>value</c>), a thing with a name or label, or a list of them.</summary>
    private static IEnumerable<string> Names(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Names),
        JsonValueKind.Object => new[] { "value", "name", "label", "finalDecision" }.Select(n => Text(value, n)).OfType<string>().Take(1),
        _ => [],
    };

    private static string? Text(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString() : null;

    /// <summary>Jira writes an offset without a colon: <c>2026-11-21T22:00:00.000+0900</c>.</summary>
    private static DateTimeOffset? Time(JsonElement issue, string? field) => Field(issue, field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when DateTimeOffset.TryParseExact(text.GetString(),
            ["yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUniversalTime(),
        { } other => throw new TicketSystemException($"Jira: field '{field}' holds {other.GetRawText()}, which is no time with an offset; name a date-time field"),
    };
}
