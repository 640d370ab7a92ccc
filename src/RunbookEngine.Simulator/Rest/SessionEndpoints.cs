using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Rest;

/// <summary>Sessions: create, list, look at, discard. All at once, without jobs.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, generating and discarding sessions.</remarks>
internal static class SessionEndpoints
{
    public static void Map(RouteTable routes)
    {
        routes.Open("POST", "v1/objects/sessions", Create);
        routes.Get("v1/objects/sessions", List);
        routes.Get("v1/objects/sessions/{id}", call => SimResponse.Json(200, Json(Find(call))));
        routes.Delete("sessions", Role.ViewOnly, Discard);
    }

    private static SimResponse Create(Call call)
    {
        var header = call.Request.Headers["Authorization"];
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            throw Refusal.Unauthorized("The Authorization header is not specified.");
        var user = call.Server.Sessions.Authenticate(header[6..].Trim())
            ?? throw Refusal.Unauthorized("User authentication failed. The user ID or the password is incorrect.");
        var body = call.Body();
        var alive = body.Number("aliveTime", 1, 300) ?? 300;
        _ = body.Number("authenticationTimeout", 1, 900);
        body.Done();
        var session = call.Server.Sessions.Create(user, TimeSpan.FromSeconds(alive), call.Request.RemoteAddress)
            ?? throw new Refusal(503, new("KART30095-E", $"The number of sessions has reached its limit. ({Sessions.Max})", null, "Discard sessions that are not needed, or wait.") { SolutionType = "RETRY" });
        return SimResponse.Json(200, new JsonObject { ["token"] = session.Token, ["sessionId"] = session.Id });
    }

    private static SimResponse List(Call call) => SimResponse.Json(200, new JsonObject
    {
        ["data"] = new JsonArray([.. call.Server.Sessions.Alive.Where(s => MaySee(call, s)).Select(Json)]),
    });

    private static SimResponse Discard(Call call)
    {
        var body = call.Body();
        var force = body.Flag("force") ?? false;
        body.Done();
        var session = Find(call);
        if (session.User.Name != call.User.Name && !force)
            throw Refusal.Forbidden("force is needed to discard a session of another user");
        call.Server.Sessions.Discard(session);
        return SimResponse.Empty(200);
    }

    private static Session Find(Call call)
    {
        var session = long.TryParse(call["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? call.Server.Sessions.Alive.FirstOrDefault(s => s.Id == id)
            : null;
        if (session is null)
            throw Refusal.NoSuchObject("sessionId = " + call["id"]);
        return MaySee(call, session) ? session : throw Refusal.Forbidden(Role.AdministratorGroup.ToString());
    }

    private static bool MaySee(Call call, Session session) =>
        session.User.Name == call.User.Name || call.User.Roles.HasFlag(Role.AdministratorGroup);

    private static JsonObject Json(Session session) => new()
    {
        ["sessionId"] = session.Id,
        ["userId"] = session.User.Name,
        ["ipAddress"] = session.Address,
        ["createdTime"] = Sessions.Time(session.Created),
        ["lastAccessedTime"] = Sessions.Time(session.LastAccess),
    };
}
