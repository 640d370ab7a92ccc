using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>The Remote-Authorization header: a session on the other array.</summary>
internal static class Partner
{
    /// <summary>True when the request brings a living session of the partner.</summary>
    /// <exception cref="Refusal">401 without one; 500 when the partner does not answer.</exception>
    public static bool Require(Call call, SimulatedArray partner)
    {
        var header = call.Request.Headers["Remote-Authorization"];
        if (header is null)
        {
            if (call.Request.Method == "GET" && call.World.Switches.RemoteReadsWithoutPartnerSession)
                return false;
            throw Refusal.Unauthorized("The Remote-Authorization header is not specified.");
        }
        if (partner.Gone)
            throw new Refusal(500, new("KART30074-E", "Communication with the remote storage system failed.", null, "Check the remote REST API server.") { SolutionType = "RETRY" });
        var good = header.StartsWith("Session ", StringComparison.OrdinalIgnoreCase)
            && partner.Servers.Any(s => s.Sessions.Use(header[8..].Trim()) is not null);
        return good ? true : throw Refusal.Unauthorized("The specified token is invalid. (Remote-Authorization)");
    }
}
