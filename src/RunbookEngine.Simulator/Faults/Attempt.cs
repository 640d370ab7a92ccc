using System.Text;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;

namespace RunbookEngine.Simulator.Faults;

/// <summary>A request as faults look at it.</summary>
internal sealed class Attempt(RestServer server, SimRequest request, string path)
{
    private string? _body;

    public RestServer Server { get; } = server;

    public string Method { get; } = request.Method;

    /// <summary>Decoded, without the query.</summary>
    public string Path { get; } = path;

    /// <summary>The action's name, or what the method means.</summary>
    public string Action { get; } = ActionOf(request.Method, path.Split('/'));

    /// <summary>A copy group or snapshot group is named in the path, or in the body of a creation.</summary>
    public bool Names(string word) =>
        Path.Split('/').Any(s => s.Split(',').Contains(word)) || (Action == "create" && Body.Contains('"' + word + '"', StringComparison.Ordinal));

    private string Body => _body ??= Encoding.UTF8.GetString(request.Body.Span);

    private static string ActionOf(string method, string[] parts)
    {
        var actions = Array.IndexOf(parts, "actions");
        if (actions >= 0 && actions + 1 < parts.Length && method != "GET")
            return parts[actions + 1];
        var session = parts.Contains("sessions");
        return method switch
        {
            "GET" => "read",
            "POST" => session ? "login" : "create",
            "DELETE" => session ? "logout" : "delete",
            _ => "change",
        };
    }
}
