using System.Text.Json;

namespace RunbookEngine.Cli.Remote.Things;

/// <summary>A kind of thing that a server keeps.</summary>
/// <param name="Plural">Its name in the API, in JSON and as a command.</param>
/// <param name="Singular">As people are told of one.</param>
/// <param name="Columns">Of the list: heading, and the property that it shows.</param>
internal sealed record ServerThing(string Plural, string Singular, params (string Head, string Property)[] Columns)
{
    public static readonly ServerThing Keys = new(
        "keys", "key", ("ID", "id"), ("NAME", "name"), ("GRANTS", "grants"), ("MADE", "createdAt"), ("BY", "createdBy"), ("UNTIL", "expiresAt"), ("REVOKED", "revokedAt"));

    public static readonly ServerThing Schedules = new(
        "schedules", "schedule", ("NAME", "name"), ("RUNBOOK", "runbook"), ("ENVIRONMENT", "environment"), ("WHEN", "when"), ("NEXT", "next"), ("PAUSED", "paused"), ("PROBLEM", "problem"));

    public static readonly ServerThing Calendars = new("calendars", "calendar", ("NAME", "name"), ("VERSION", "version"), ("BY", "author"), ("SINCE", "at"));

    public static readonly ServerThing Webhooks = new("webhooks", "webhook", ("NAME", "name"), ("ADDRESS", "href"), ("RUNBOOK", "runbook"), ("CONNECTION", "connection"), ("BY", "author"));

    public static readonly ServerThing Environments = new(
        "environments", "environment", ("NAME", "name"), ("VERSION", "version"), ("ARRAYS", "arrays"), ("APPROVERS", "approvers"), ("DESCRIPTION", "description"));

    public static readonly ServerThing Delegations = new("delegations", "delegation", ("ID", "id"), ("FROM", "from"), ("TO", "to"), ("START", "start"), ("END", "end"), ("REASON", "reason"));

    public static readonly ServerThing Nodes = new(
        "nodes", "node", ("NAME", "name"), ("STATE", "state"), ("HOST", "host"), ("VERSION", "version"), ("SHARDS", "shards"), ("DRIVES", "runsDriven"), ("WAITING", "runsWaiting"), ("HEARD OF", "heartbeatAt"));

    public string PathOf(string name) => $"{Plural}/{Uri.EscapeDataString(name)}";

    /// <summary>A value as a table shows it: times in the reader's zone, names of a map, roles of grants.</summary>
    public static string Cell(JsonElement value, TimeZoneInfo zone) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "-",
        JsonValueKind.String when value.TryGetDateTimeOffset(out var at) => Spans.DateTime(at, zone),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.GetArrayLength() == 0 => "-",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(v => Cell(v, zone))),
        JsonValueKind.Object when value.TryGetProperty("role", out var role) => $"{role.GetString()}{Limits(value)}",
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(p => p.Name)),
        _ => value.GetRawText(),
    };

    private static string Limits(JsonElement grant)
    {
        var limits = new[] { "runbooks", "environments", "modes" }
            .Where(name => grant.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0)
            .Select(name => $"{name} {string.Join(" ", grant.GetProperty(name).EnumerateArray().Select(v => v.GetString()))}").ToList();
        return limits.Count == 0 ? "" : $" ({string.Join("; ", limits)})";
    }
}
