using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace RunbookEngine.Server.Tests.Standins;

/// <summary>ServiceNow as its Table API reference describes it: <c>change_request</c> and <c>task_ci</c>, display values, ACLs that hide records
/// from queries without a word and answer 404 by sys_id, business rules that drop a transition and answer 200.</summary>
internal sealed class ServiceNowStandIn : StandIn
{
    public const string User = "runbook", Password = "s3cret-snow", Token = "bearer-snow";

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["-5"] = "New",
        ["-4"] = "Assess",
        ["-3"] = "Authorize",
        ["-2"] = "Scheduled",
        ["-1"] = "Implement",
        ["0"] = "Review",
        ["3"] = "Closed",
        ["4"] = "Canceled",
    };

    private readonly Lock _gate = new();

    private ServiceNowStandIn()
    {
        App.MapGet("/api/now/table/{table}", (HttpContext http, string table) => Query(http, table));
        App.MapMethods("/api/now/table/{table}/{id}", ["PATCH", "PUT"], (HttpContext http, string table, string id) => PatchAsync(http, table, id));
    }

    public Dictionary<string, Change> Changes { get; } = [];

    public static async Task<ServiceNowStandIn> StartNewAsync()
    {
        var made = new ServiceNowStandIn();
        await made.StartAsync();
        return made;
    }

    public Change Add(string number, string state = "-1", Action<Change>? with = null)
    {
        var change = new Change { Number = number, State = state };
        with?.Invoke(change);
        lock (_gate)
            return Changes[number] = change;
    }

    /// <summary>The connection as an environment writes it.</summary>
    public object Connection(object? more = null)
    {
        var entry = new JsonObject { ["type"] = "servicenow", ["url"] = Url, ["credentials"] = "env:STANDIN_SNOW" };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
            entry[name] = value?.DeepClone();
        return entry;
    }

    protected override async Task<bool> LetInAsync(HttpContext http)
    {
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        if (http.Request.Headers.Authorization.ToString() is var given && (given == basic || given == $"Bearer {Token}"))
            return true;
        http.Response.Headers.WWWAuthenticate = "BASIC realm=\"Service-now\"";
        await ErrorAsync(http, 401, "User Not Authenticated", "Required to provide Auth information");
        return false;
    }

    private IResult Query(HttpContext http, string table)
    {
        var query = http.Request.Query["sysparm_query"].ToString().Split('^');
        var limit = int.Parse(http.Request.Query["sysparm_limit"].FirstOrDefault() ?? "10000", CultureInfo.InvariantCulture);
        var offset = int.Parse(http.Request.Query["sysparm_offset"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        lock (_gate)
        {
            if (table == "task_ci")
            {
                var task = query[0]["task=".Length..];
                var items = Changes.Values.Where(c => c.SysId == task).SelectMany(c => c.Affected).Skip(offset).Take(limit);
                return Results.Json(new JsonObject { ["result"] = new JsonArray([.. items.Select(i => (JsonNode)new JsonObject { ["ci_item"] = Both($"sys-{i}", i) })]) });
            }

            var number = query[0]["number=".Length..];
            var rows = Changes.Values.Where(c => table == "change_request" && c.Number == number && !c.Hidden).Skip(offset).Take(limit);
            return Results.Json(new JsonObject { ["result"] = new JsonArray([.. rows.Select(c => (JsonNode)Row(c, http))]) });
        }
    }

    private async Task PatchAsync(HttpContext http, string table, string id)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        Change? change;
        lock (_gate)
            change = Changes.Values.FirstOrDefault(c => c.SysId == id && !c.Hidden && table == "change_request");
        if (change is null)
        {
            await ErrorAsync(http, 404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
            return;
        }

        if (change.ReadOnly)
        {
            await ErrorAsync(http, 403, "Operation Failed", "ACL Exception Update Failed due to security constraints");
            return;
        }

        lock (_gate)
        {
            if (body["state"]?.ToString() is { } state && change.Allows(state))
                change.State = state;
            if (body["work_notes"]?.ToString() is { } note)
                change.Notes.Insert(0, note);
            change.CloseCode = body["close_code"]?.ToString() ?? change.CloseCode;
            change.CloseNotes = body["close_notes"]?.ToString() ?? change.CloseNotes;
        }

        await Results.Json(new JsonObject { ["result"] = Row(change, http) }).ExecuteAsync(http);
    }

    private static JsonObject Row(Change change, HttpContext http)
    {
        var all = new JsonObject
        {
            ["sys_id"] = Both(change.SysId, change.SysId),
            ["number"] = Both(change.Number, change.Number),
            ["state"] = Both(change.State, Labels[change.State]),
            ["approval"] = Both(change.Approval, change.Approval),
            ["start_date"] = Date(change.Start),
            ["end_date"] = Date(change.End),
            ["cmdb_ci"] = Both(change.Item is null ? "" : "c1", change.Item ?? ""),
            ["requested_by"] = Both("u1", change.RequestedBy),
            // Journal fields have no value of their own: the display value is all entries, newest first.
            ["work_notes"] = Both("", string.Concat(change.Notes.Select(n => $"2026-11-21 06:00:00 - Runbook (Work notes)\n{n}\n\n"))),
        };
        var wanted = http.Request.Query["sysparm_fields"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in all.Select(p => p.Key).ToList().Where(n => (wanted.Length > 0 && !wanted.Contains(n)) || change.HiddenFields.Contains(n)))
            all.Remove(name);
        return all;
    }

    private static JsonObject Both(string value, string display) => new() { ["display_value"] = display, ["value"] = value };

    /// <summary>The value is UTC; the display value is what a user in Tokyo with American dates sees.</summary>
    private static JsonObject Date(DateTimeOffset? at) => at is not { } time ? Both("", "")
        : Both(time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            time.ToOffset(TimeSpan.FromHours(9)).ToString("MM/dd/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture));

    private static async Task ErrorAsync(HttpContext http, int status, string message, string detail)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(new { error = new { message, detail }, status = "failure" });
    }

    internal sealed class Change
    {
        public required string Number { get; init; }
        public string SysId { get; } = Guid.NewGuid().ToString("N");
        public required string State { get; set; }
        public string Approval { get; set; } = "approved";
        public DateTimeOffset? Start { get; set; }
        public DateTimeOffset? End { get; set; }
        public string? Item { get; set; }
        public string RequestedBy { get; set; } = "Akiko Sato";
        public List<string> Affected { get; } = [];
        public List<string> Notes { get; } = [];
        public string? CloseCode { get; set; }
        public string? CloseNotes { get; set; }

        /// <summary>An ACL hides the record, or forbids to write it, or hides fields of it.</summary>
        public bool Hidden { get; set; }

        public bool ReadOnly { get; set; }
        public HashSet<string> HiddenFields { get; } = [];

        /// <summary>Review cannot be left but for Closed with a close code; Closed and Canceled are ends.</summary>
        public bool Allows(string state) => State is not ("3" or "4") && (State != "0" || state == "3");
    }
}
