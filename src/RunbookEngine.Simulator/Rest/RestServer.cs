using System.Text;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Rest;

/// <summary>The REST server of one controller: takes requests for its array.</summary>
public sealed class RestServer
{
    /// <summary>Longest time an answer is held for Response-Max-Wait, in the client's time.</summary>
    public static readonly TimeSpan MaxHold = TimeSpan.FromHours(2);

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly RouteTable Table = Catalogue.Build();
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    internal RestServer(SimulatedArray array, int controller)
    {
        Array = array;
        Controller = controller;
        Sessions = new Sessions(array);
        Jobs = new JobQueue(this);
    }

    public SimulatedArray Array { get; }

    /// <summary>1 or 2.</summary>
    public int Controller { get; }

    internal Sessions Sessions { get; }

    internal JobQueue Jobs { get; }

    private DateTimeOffset RestartingUntil { get; set; } = DateTimeOffset.MinValue;

    /// <summary>storageDeviceIds of the arrays registered with this server as partners.</summary>
    internal SortedSet<string> RemoteStorages { get; } = new(StringComparer.Ordinal);

    private SimulatedArrays World => Array.World;

    public async Task<SimResponse> HandleAsync(SimRequest request, CancellationToken cancellationToken = default)
    {
        var answer = await AnswerAsync(request, cancellationToken);
        // As behind a dead line: whoever asked gives up, not the array.
        if (answer is null)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return answer ?? SimResponse.Lost;
    }

    /// <returns>Null when there is no answer, not even a broken connection.</returns>
    private async Task<SimResponse?> AnswerAsync(SimRequest request, CancellationToken cancellationToken)
    {
        var path = Paths.Decode(request.Path);
        SimResponse answer;
        ArrayJob? job;
        lock (World.Gate)
        {
            World.Agenda.AdvanceTo(World.Clock.GetUtcNow());
            var attempt = new Attempt(this, request, path);
            World.Faults.OnRequest(attempt);
            if (!Array.Answers)
                return Array.Silent ? null : SimResponse.Lost;
            if (World.Now < RestartingUntil)
                return Restarting(path);
            if (World.Faults.Instead(attempt, afterEffect: false) is { } instead)
                return instead;
            (answer, job) = Answer(request, path);
        }
        if (job is not null && Hold(request) is { } hold)
            answer = await HeldAnswerAsync(job, hold, cancellationToken);
        TimeSpan slow;
        lock (World.Gate)
        {
            var attempt = new Attempt(this, request, path);
            slow = World.Faults.Delay(attempt);
            answer = World.Faults.Instead(attempt, afterEffect: true) ?? World.Faults.Cut(attempt, answer);
        }
        if (slow > TimeSpan.Zero)
            await Task.Delay(slow, World.Clock, cancellationToken);
        return Array.Answers ? answer : Array.Silent ? null : SimResponse.Lost;
    }

    /// <summary>The server starts again: sessions, and locks with them, are gone; jobs that had not ended are in doubt.</summary>
    internal void Restart(TimeSpan unavailable)
    {
        Sessions.DiscardAll();
        Jobs.Restart();
        RestartingUntil = World.Now + unavailable;
    }

    private static SimResponse Restarting(string path) => SimResponse.Json(503,
        new ArrayError("KART00003-E", "The REST API server is starting.", null, "Wait and try again.") { SolutionType = "RETRY" }.ToJson(path));

    private (SimResponse Answer, ArrayJob? Job) Answer(SimRequest request, string path)
    {
        try
        {
            CheckHeaders(request);
            var segments = Paths.Segments(request.Path, Array.StorageDeviceId);
            var (route, values) = Table.Find(request.Method, segments);
            var session = route.Open ? null : Authorize(request);
            if (session is not null && (session.User.Roles & route.Role) != route.Role)
                throw Refusal.Forbidden(route.Role.ToString());
            var call = new Call
            {
                Server = this,
                Request = request,
                Segments = segments,
                Values = values,
                Query = Paths.Query(request.Query),
                Session = session,
            };
            var answer = route.Handler(call);
            return (answer, call.Job);
        }
        catch (Refusal refusal)
        {
            var answer = SimResponse.Json(refusal.Status, refusal.Error.ToJson(path));
            if (refusal.Status == 401)
                answer.Headers.Add("WWW-Authenticate", (request.Method == "POST" && path.TrimEnd('/').EndsWith("/sessions", StringComparison.Ordinal) ? "Basic" : "Session") + " realm=\"Block storage\"");
            return (answer, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A mistake of the simulator's own. It is named as such, and a client still gets an error object it can read.
            return (SimResponse.Json(500, ArrayError.OwnMistake(e).ToJson(path)), null);
        }
    }

    private static void CheckHeaders(SimRequest request)
    {
        if (!Methods.Contains(request.Method))
            throw new Refusal(405, new("KART40010-E", $"The method is not allowed. ({request.Method})", null, "Use GET, POST, PUT, PATCH or DELETE."));
        if (request.Headers["Expect"] is not null)
            throw new Refusal(417, new("KART40012-E", "The Expect header is not supported.", null, "Send the request without it."));
        if (request.Headers["Accept"] is { Length: > 0 } accept && !accept.Contains("*/*", StringComparison.Ordinal)
            && !accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("application/*", StringComparison.OrdinalIgnoreCase))
            throw new Refusal(406, new("KART40011-E", "The response can't be given in the form the Accept header asks for.", null, "Accept application/json."));
        if (request.Body.Length > 0 && request.Headers["Content-Type"] is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
            throw new Refusal(415, new("KART40013-E", $"The media type is not supported. ({type})", null, "Send application/json."));
        if (request.Method is "POST" or "PUT" or "PATCH" && request.Headers["Content-Length"] is null && request.Headers["Transfer-Encoding"] is null)
            throw new Refusal(411, new("KART40014-E", "The Content-Length header is needed.", null, "Send the length of the body, 0 for none."));
    }

    /// <remarks>Basic credentials work on ordinary calls too, as on real embedded servers: a session for one call.</remarks>
    private Session Authorize(SimRequest request)
    {
        var header = request.Headers["Authorization"] ?? throw Refusal.Unauthorized("The Authorization header is not specified.");
        if (header.StartsWith("Session ", StringComparison.OrdinalIgnoreCase))
            return Sessions.Use(header[8..].Trim()) ?? throw Refusal.Unauthorized("The specified token is invalid.");
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var user = Sessions.Authenticate(header[6..].Trim()) ?? throw Refusal.Unauthorized("User authentication failed. The user ID or the password is incorrect.");
            return new Session(0, "", user, TimeSpan.Zero, World.Now, request.RemoteAddress) { Transient = true };
        }
        throw Refusal.Unauthorized("The Authorization header is not valid.");
    }

    private static TimeSpan? Hold(SimRequest request)
    {
        if (request.Headers["Response-Job-Status"]?.TrimEnd(';', ' ') is not { } status || !status.Equals("Completed", StringComparison.OrdinalIgnoreCase))
            return null;
        return int.TryParse(request.Headers["Response-Max-Wait"]?.TrimEnd(';', ' '), out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, MaxHold.TotalSeconds))
            : null;
    }

    private async Task<SimResponse> HeldAnswerAsync(ArrayJob job, TimeSpan hold, CancellationToken cancellationToken)
    {
        var deadline = World.ClientNow + hold;
        while (true)
        {
            TimeSpan pause;
            lock (World.Gate)
            {
                var now = World.Clock.GetUtcNow();
                World.Agenda.AdvanceTo(now);
                if (job.Completed || World.ClientNow >= deadline)
                    return SimResponse.Json(202, job.ToJson());
                // Another request may bring the end nearer than what is known now, so no pause is longer than a second.
                var next = World.Agenda.NextTime ?? now + OneSecond;
                pause = TimeSpan.FromMilliseconds(Math.Clamp((next - now).TotalMilliseconds, 1, OneSecond.TotalMilliseconds));
            }
            await Task.Delay(pause, World.Clock, cancellationToken);
        }
    }
}
