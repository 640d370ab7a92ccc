using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Files;

namespace RunbookEngine.Activities.Tickets;

/// <summary>A JSON file that stands for a ticket: <c>id</c>, <c>state</c>, <c>start</c>, <c>end</c>, <c>approval</c>,
/// <c>ci</c> (one or a list), <c>requester</c> and <c>notes</c>. Written anew as a
/// whole, so it is never half.</summary>
public sealed class TicketFile(string path, TimeProvider clock) : ITicketSystem
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public async Task<Ticket> ReadAsync(string? id, CancellationToken cancellationToken) => Ticket(await LoadAsync(cancellationToken), id);

    public async Task<IReadOnlyList<string>> ItemsAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var file = await LoadAsync(cancellationToken);
        return file["ci"] switch
        {
            JsonArray list => [.. list.Select(i => i?.ToString()).OfType<string>()],
            JsonValue one => [one.ToString()],
            _ => [],
        };
    }

    public async Task<Ticket> UpdateAsync(string? id, TicketChange change, string key, CancellationToken cancellationToken)
    {
        var (state, note) = (change.State, change.Note);
        var file = await LoadAsync(cancellationToken);
        var ticket = Ticket(file, id);
        if (Notes(file).Any(n => n?["key"]?.ToString() == key))
        {
            return ticket;
        }
        file["state"] = state ?? ticket.State;
        Notes(file).Add(new JsonObject
        {
            ["at"] = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["text"] = note ?? (state is null ? "closed" : $"state {state}"),
            ["key"] = key,
        });
        if (change.CloseCode is not null)
        {
            file["closeCode"] = change.CloseCode;
        }
        if (change.CloseNotes is not null)
        {
            file["closeNotes"] = change.CloseNotes;
        }
        await SaveAsync(file, cancellationToken);
        return ticket with { State = state ?? ticket.State };
    }

    private async Task<JsonObject> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var text = await RegularFile.ReadTextAsync(path, MaxBytes, cancellationToken);
            return JsonNode.Parse(text,
                documentOptions: new JsonDocumentOptions
                {
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true
                }) as JsonObject
                ?? throw new TicketSystemException($"ticket file {path} holds no object; expected {{ \"id\": ..., \"state\": ... }}");
        }
        catch (JsonException e)
        {
            throw new TicketSystemException($"ticket file {path} is no JSON: {e.Message}", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TicketSystemException($"ticket file {path} cannot be read: {e.Message}", inner: e);
        }
    }

    private async Task SaveAsync(JsonObject file, CancellationToken cancellationToken)
    {
        try
        {
            var next = path + ".new";
            await File.WriteAllTextAsync(next, file.ToJsonString(Indented) + "\n", cancellationToken);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TicketSystemException($"ticket file {path} cannot be written: {e.Message}", inner: e);
        }
    }

    private Ticket Ticket(JsonObject file, string? id)
    {
        var own = file["id"]?.ToString() ?? throw new TicketSystemException($"ticket file {path} has no 'id'");
        if (id is not null && id != own)
        {
            throw new TicketSystemException($"ticket file {path} is ticket {own}, not {id}");
        }
        return new Ticket(own, file["state"]?.ToString() ?? "", Time(file, "start"), Time(file, "end"), Approval: file["approval"]?.ToString(),
            Item: file["ci"] is JsonValue item ? item.ToString() : null, Requester: file["requester"]?.ToString());
    }

    private static JsonArray Notes(JsonObject file)
    {
        if (file["notes"] is JsonArray list)
        {
            return list;
        }
        var notes = file["notes"] is { } text ? new JsonArray(new JsonObject { ["text"] = text.ToString() }) : [];
        file["notes"] = notes;
        return notes;
    }

    private DateTimeOffset? Time(JsonObject file, string name) => file[name]?.ToString() switch
    {
        null or "" => null,
        { } text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        { } text => throw new TicketSystemException(
            $"ticket file {path}: '{name}' is '{text}'; write a time with its offset, such as 2031-02-03T22:00:00+09:00"),
    };
}
