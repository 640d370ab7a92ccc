using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Cli.Remote;

/// <summary>A server's refusal, with what is wrong in a runbook where that is the reason.</summary>
internal sealed partial class ServerProblem(Exit exit, string message, string? help, IReadOnlyList<Diagnostic> diagnostics) : CommandFailure(exit, message, help)
{
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    public static ServerProblem Of(HttpStatusCode status, JsonElement problem)
    {
        var exit = status switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.PreconditionRequired => Exit.Usage,
            HttpStatusCode.UnprocessableEntity => Exit.Invalid,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => Exit.Refused,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => Exit.Unreachable,
            _ => Exit.Failed,
        };
        var message = Text(problem, "detail") ?? Text(problem, "title") ?? $"the server says {(int)status}";
        var found = problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("diagnostics", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(Read).ToList() : [];
        return new ServerProblem(exit, message, Text(problem, "help") is { } help ? Requests().Replace(help, "runbook $1") : null, found);
    }

    public static Diagnostic Read(JsonElement d) => new(
        Text(d, "code") ?? "", Text(d, "severity") == "warning" ? Severity.Warning : Severity.Error,
        new SourceSpan(Text(d, "file") ?? "", Number(d, "line"), Number(d, "column"), Number(d, "endLine"), Number(d, "endColumn")), Text(d, "message") ?? "", Text(d, "help"));

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 1;

    /// <summary>Requests that have a command.</summary>
    [GeneratedRegex("GET /api/v1/(environments|keys|schedules|calendars|webhooks|delegations|runs|locks)(?=[ ;,.]|$)")]
    private static partial Regex Requests();
}
