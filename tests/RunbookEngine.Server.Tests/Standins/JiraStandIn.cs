using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace RunbookEngine.Server.Tests.Standins;

/// <summary>Jira as its REST API reference describes it: issues, transitions with their target status, comments in ADF (version 3) or text
/// (version 2) that are paged; an issue that may not be seen answers 404.</summary>
internal sealed class JiraStandIn : StandIn
{
    public const string User = "runbook@storage.example", Password = "s3cret-jira", Token = "bearer-jira";

    private readonly Lock _gate = new();

    private JiraStandIn()
    {
        App.MapGet("/rest/api/{api}/issue/{key}", (string key) => With(key, i => Results.Json(Issue_(i))));
        App.MapPut("/rest/api/{api}/issue/{key}", (HttpContext http, string key) => WithBodyAsync(http, key, (i, body) =>
        {
            foreach (var (name, value) in body["fields"]!.AsObject())
                i.Fields[name] = value?.DeepClone();
            return Results.NoContent();
        }));
        App.MapGet("/rest/api/{api}/issue/{key}/transitions", (string key) => With(key, i => Results.Json(new JsonObject
        {
            ["transitions"] = new JsonArray([.. i.Ways().Select(w => (JsonNode)new JsonObject
            {
                ["id"] = $"{w.Id}1", ["name"] = $"go to {w.Name}", ["to"] = Status(w.Name),
            })]),
        })));
        App.MapPost("/rest/api/{api}/issue/{key}/transitions", (HttpContext http, string key) => WithBodyAsync(http, key, (i, body) =>
        {
            var id = body["transition"]?["id"]?.ToString();
            if (i.Ways().FirstOrDefault(w => $"{w.Id}1" == id) is not { Name: { } to })
                return Error(400, "It is not possible to perform this transition.");
            i.State = to;
            return Results.NoContent();
        }));
        App.MapGet("/rest/api/{api}/issue/{key}/comment", (HttpContext http, string key) => With(key, i =>
        {
            var startAt = int.Parse(http.Request.Query["startAt"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
            // Sites cap the page; the answer says which size it took.
            var max = Math.Min(50, int.Parse(http.Request.Query["maxResults"].FirstOrDefault() ?? "50", CultureInfo.InvariantCulture));
            var ordered = http.Request.Query["orderBy"] == "-created" ? Enumerable.Reverse(i.Comments) : i.Comments;
            return Results.Json(new JsonObject
            {
                ["startAt"] = startAt,
                ["maxResults"] = max,
                ["total"] = i.Comments.Count,
                ["comments"] = new JsonArray([.. ordered.Skip(startAt).Take(max).Select(c => c.DeepClone())]),
            });
        }));
        App.MapPost("/rest/api/{api}/issue/{key}/comment", (HttpContext http, string key, int api) => WithBodyAsync(http, key, (i, body) =>
        {
            var adf = body["body"] is JsonObject document && document["type"]?.ToString() == "doc" && document["version"]?.ToString() == "1";
            if (api == 3 ? !adf : body["body"] is not JsonValue)
                return Error(400, "Comment body is not valid!");
            i.Comments.Add(body);
            return Results.Json(body.DeepClone(), statusCode: 201);
        }));
    }

    public Dictionary<string, Issue> Issues { get; } = [];

    public static async Task<JiraStandIn> StartNewAsync()
    {
        var made = new JiraStandIn();
        await made.StartAsync();
        return made;
    }

    public Issue Add(string key, string state = "Implementing")
    {
        lock (_gate)
            return Issues[key] = new Issue { Key = key, State = state };
    }

    public object Connection(int api = 3, object? more = null)
    {
        var entry = new JsonObject
        {
            ["type"] = "jira",
            ["url"] = Url,
            ["api"] = api,
            ["credentials"] = "env:STANDIN_JIRA",
            ["fields"] = JsonSerializer.SerializeToNode(new
            {
                start = "customfield_10110",
                end = "customfield_10111",
                approval = "customfield_10112",
                item = "customfield_10113",
                closeCode = "customfield_10114",
                closeNotes = "customfield_10115",
            }),
        };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
            entry[name] = value?.DeepClone();
        return entry;
    }

    protected override async Task<bool> LetInAsync(HttpContext http)
    {
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        if (http.Request.Headers.Authorization.ToString() is var given && (given == basic || given == $"Bearer {Token}"))
            return true;
        http.Response.StatusCode = 401;
        http.Response.ContentType = "text/html;charset=UTF-8";
        http.Response.Headers["X-Seraph-LoginReason"] = "AUTHENTICATED_FAILED";
        await http.Response.WriteAsync("<html><head><title>Unauthorized (401)</title></head></html>");
        return false;
    }

    private IResult With(string key, Func<Issue, IResult> answer)
    {
        lock (_gate)
            return Issues.GetValueOrDefault(key) is { Hidden: false } issue ? answer(issue)
                : Error(404, "Issue does not exist or you do not have permission to see it.");
    }

    private async Task<IResult> WithBodyAsync(HttpContext http, string key, Func<Issue, JsonObject, IResult> answer)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        return With(key, i => answer(i, body));
    }

    private static IResult Error(int status, string message) =>
        Results.Json(new { errorMessages = new[] { message }, errors = new { } }, statusCode: status);

    private static JsonObject Issue_(Issue issue)
    {
        var fields = new JsonObject
        {
            ["summary"] = "split the mirrors",
            ["status"] = Status(issue.State),
            ["reporter"] = new JsonObject { ["displayName"] = "Akiko Sato", ["emailAddress"] = "akiko@storage.example" },
            ["customfield_10110"] = Time(issue.Start),
            ["customfield_10111"] = Time(issue.End),
            ["customfield_10112"] = issue.Approval is null ? null : new JsonObject { ["value"] = issue.Approval },
            ["customfield_10113"] = new JsonArray([.. issue.Items.Select(i => (JsonNode)new JsonObject { ["label"] = i })]),
        };
        return new JsonObject { ["id"] = "10023", ["key"] = issue.Key, ["fields"] = fields };
    }

    /// <summary>With milliseconds, and an offset without a colon.</summary>
    private static string? Time(DateTimeOffset? at) =>
        at is { } time ? time.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0900" : null;

    private static JsonObject Status(string name) => new()
    {
        ["id"] = $"{10000 + Array.IndexOf(Issue.States, name)}",
        ["name"] = name,
        ["statusCategory"] = new JsonObject { ["key"] = name is "Closed" or "Canceled" ? "done" : "indeterminate" },
    };

    internal sealed class Issue
    {
        public static readonly string[] States = ["Planning", "Awaiting approval", "Implementing", "Reviewing", "Closed", "Canceled"];

        public required string Key { get; init; }
        public required string State { get; set; }
        public DateTimeOffset? Start { get; set; }
        public DateTimeOffset? End { get; set; }
        public string? Approval { get; set; }
        public List<string> Items { get; } = [];
        public List<JsonObject> Comments { get; } = [];
        public Dictionary<string, JsonNode?> Fields { get; } = [];
        public bool Hidden { get; set; }

        /// <summary>The next state, and cancelling while it is not reviewed.</summary>
        public IEnumerable<(int Id, string Name)> Ways()
        {
            var at = Array.IndexOf(States, State);
            if (at < 4)
                yield return (at + 1, States[at + 1]);
            if (at < 3)
                yield return (5, "Canceled");
        }
    }
}
