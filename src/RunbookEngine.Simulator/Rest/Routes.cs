using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Rest;

internal delegate SimResponse Handler(Call call);

/// <param name="Role">Needed of the session's user; None for the open requests.</param>
internal sealed record Route(string Method, string[] Pattern, Role Role, Handler Handler)
{
    public bool Open { get; init; }

    /// <summary>The request does not change the array's configuration: no job, not stopped by a resource lock.</summary>
    public Dictionary<string, string>? Match(IReadOnlyList<string> segments)
    {
        if (segments.Count != Pattern.Length)
            return null;
        Dictionary<string, string>? values = null;
        for (var i = 0; i < Pattern.Length; i++)
        {
            if (Pattern[i][0] == '{')
                (values ??= [])[Pattern[i][1..^1]] = segments[i];
            else if (Pattern[i] != segments[i])
                return null;
        }
        return values ?? [];
    }
}

/// <summary>The requests the arrays know. PUT is the older spelling of PATCH on objects and of POST on actions.</summary>
internal sealed class RouteTable
{
    private readonly List<Route> _routes = [];
    private IReadOnlyList<Route>? _specificFirst;

    public IReadOnlyList<Route> All => _routes;

    public void Get(string pattern, Handler handler, Role role = Role.ViewOnly) => Add("GET", pattern, role, handler);

    public void Create(string type, Role role, Handler handler) => Add("POST", "v1/objects/" + type, role, handler);

    public void Change(string type, Role role, Handler handler)
    {
        Add("PATCH", $"v1/objects/{type}/{{id}}", role, handler);
        Add("PUT", $"v1/objects/{type}/{{id}}", role, handler);
    }

    public void Delete(string type, Role role, Handler handler) => Add("DELETE", $"v1/objects/{type}/{{id}}", role, handler);

    /// <summary><c>actions/x/invoke</c> of an object by POST and PUT, and its template by GET.</summary>
    public void Action(string type, string action, Role role, Handler handler, Handler? template = null)
    {
        Add("POST", $"v1/objects/{type}/{{id}}/actions/{action}/invoke", role, handler);
        Add("PUT", $"v1/objects/{type}/{{id}}/actions/{action}/invoke", role, handler);
        if (template is not null)
            Add("GET", $"v1/objects/{type}/{{id}}/actions/{action}", Role.ViewOnly, template);
    }

    public void Service(string service, string action, Role role, Handler handler)
    {
        Add("POST", $"v1/services/{service}/actions/{action}/invoke", role, handler);
        Add("PUT", $"v1/services/{service}/actions/{action}/invoke", role, handler);
    }

    public void Open(string method, string pattern, Handler handler) =>
        _routes.Add(new(method, pattern.Split('/'), Role.None, handler) { Open = true });

    public void Add(string method, string pattern, Role role, Handler handler) =>
        _routes.Add(new(method, pattern.Split('/'), role, handler));

    /// <exception cref="Refusal">404 for an unknown URL, 405 for a known one with another method.</exception>
    public (Route Route, Dictionary<string, string> Values) Find(string method, IReadOnlyList<string> segments)
    {
        var known = false;
        _specificFirst ??= [.. _routes.OrderBy(r => r.Pattern.Count(p => p[0] == '{'))];
        foreach (var route in _specificFirst)
        {
            if (route.Match(segments) is not { } values)
                continue;
            if (route.Method == method)
                return (route, values);
            known = true;
        }
        throw known
            ? new Refusal(405, new("KART40010-E", $"The method is not allowed for this URL. ({method})", null, "Use a method the API describes."))
            : Refusal.NoSuchUrl();
    }
}
