using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>The Remote-Authorization header: a session on the other array.</summary>
internal static class Partner
{
    /// <summary>The partner's user whose living session the request brings; null for a read that the topology's switch lets go without.</summary>
    /// <exception cref="Refusal">401 without one; 500 when the partner does not answer.</exception>
    public static UserSpec? Require(Call call, SimulatedArray partner)
    {
        var header = call.Request.Headers["Remote-Authorization"];
        if (header is null)
        {
            if (call.Request.Method == "GET" && call.World.Switches.RemoteReadsWithoutPartnerSession)
                return null;
            throw Refusal.Unauthorized("The Remote-Authorization header is not specified.");
        }
        if (!partner.Answers)
            throw new Refusal(500, new("KART30074-E", "Communication with the remote storage system failed.", null, "Check the remote REST API server.") { SolutionType = "RETRY" });
        var session = header.StartsWith("Session ", StringComparison.OrdinalIgnoreCase)
            ? partner.Servers.Select(s => s.Sessions.Use(header[8..].Trim())).FirstOrDefault(s => s is not null)
            : null;
        return session?.User ?? throw Refusal.Unauthorized("The specified token is invalid. (Remote-Authorization)");
    }
}
