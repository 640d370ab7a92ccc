using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Hosting;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>A run's events as they happen, as server-sent events.</summary>
internal static class StreamEndpoints
{
    /// <summary>A line for proxies that end what is silent.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapStreams(this IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{id}/stream", StreamAsync).WithTags("Evidence").Needs(Permission.View)
            .WithSummary("Follow a run").Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .WithDescription("Server-sent events: id is the event's number, event its type, data as in /events. Begins behind Last-Event-ID or ?after=N. After the run's last event comes an event named end, and the stream closes; it also closes after an hour, and the client comes back.");

    private static async Task<IResult?> StreamAsync(
        string id, HttpContext context, IEngineStore store, RunAccess access, StreamPlaces places, RunNews news, LimitOptions limits, CallerRights rights, TimeProvider clock, IHostApplicationLifetime life, int? after)
    {
        var (run, problem) = await access.FindAsync(context, id, Permission.View);
        if (run is null)
            return problem;
        var last = after ?? 0;
        if (context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } seen] && !int.TryParse(seen, out last))
            return Problems.Bad("Last-Event-ID is not the number of an event.");
        var caller = ServerAccess.Caller(context.User)!;
        if (!places.TryTake(caller.Person))
            return Problems.Of(StatusCodes.Status429TooManyRequests, "Too many streams", "This server has as many event streams as it takes, of this caller or of all.", "close one, or read /events now and then");
        try
        {
            var left = caller.ExpiresAt - clock.GetUtcNow();
            using var until = new CancellationTokenSource(left < limits.StreamTime ? (left > TimeSpan.Zero ? left.Value : TimeSpan.Zero) : limits.StreamTime, clock);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping, until.Token);
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await WriteAsync(context.Response, run.Id, Math.Max(0, last), store, news, () => rights.StillAsync(caller, stop.Token), access.EventsFor(context.User, run), clock, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The client left, the server stops, or the hour is over: the client comes back with the last number.
        }
        finally
        {
            places.GiveBack(caller.Person);
        }

        return Results.Empty;
    }

    private static async Task WriteAsync(HttpResponse response, RunId run, int last, IEngineStore store, RunNews news, Func<Task<bool>> still, Func<JournalEntry, EventAnswer> shown, TimeProvider clock, CancellationToken stop)
    {
        await response.WriteAsync("retry: 2000\n\n", stop);
        while (true)
        {
            // Asked for before the look, so that what comes after the look is not missed.
            var next = news.NextAsync(run, stop);
            var entries = await store.ReadAsync(run, last, stop);
            // What came while nobody looked is not for a key that was revoked meanwhile.
            if (!await still())
                return;
            foreach (var entry in entries)
            {
                await response.WriteAsync(Text(shown(entry)), stop);
                last = entry.Sequence;
            }

            await response.Body.FlushAsync(stop);
            if (await store.FindAsync(run, stop) is not { EndedAt: null } and { Sequence: var end } && end <= last)
            {
                await response.WriteAsync("event: end\ndata: {}\n\n", stop);
                return;
            }

            while (await Task.WhenAny(next, Task.Delay(Heartbeat, clock, stop)) != next)
            {
                stop.ThrowIfCancellationRequested();
                if (!await still())
                    return;
                await response.WriteAsync(": still here\n\n", stop);
                await response.Body.FlushAsync(stop);
            }

            await next;
        }
    }

    private static string Text(EventAnswer entry) =>
        new StringBuilder().Append("id: ").Append(entry.Sequence).Append("\nevent: ").Append(entry.Type)
            .Append("\ndata: ").Append(JsonSerializer.Serialize(entry, JsonSerializerOptions.Web)).Append("\n\n").ToString();
}

/// <summary>How many streams there may be at once: of one caller, and of all.</summary>
internal sealed class StreamPlaces(LimitOptions limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _of = new(StringComparer.OrdinalIgnoreCase);
    private int _taken;

    /// <param name="person">By name: more keys are no more places.</param>
    public bool TryTake(string person)
    {
        lock (_gate)
        {
            var own = _of.GetValueOrDefault(person);
            if (_taken >= limits.Streams || own >= limits.StreamsPerCaller)
                return false;
            _of[person] = own + 1;
            _taken++;
            return true;
        }
    }

    public void GiveBack(string person)
    {
        lock (_gate)
        {
            _taken--;
            if (--_of[person] == 0)
                _of.Remove(person);
        }
    }
}
