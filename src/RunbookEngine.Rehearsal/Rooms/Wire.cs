using System.Net;
using System.Text.Json;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>The way from one engine to the simulated arrays. Every state-changing request is numbered, and meets the faults of the case.</summary>
internal sealed class Wire(CaseRoom room, SimulatedProcess process, string array) : DelegatingHandler(new InMemoryHandler(room.World))
{
    /// <summary>After the array began the work, so that the pair is under way.</summary>
    private static readonly TimeSpan AfterTheStart = TimeSpan.FromMilliseconds(100);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
            return await ProcessStore.Never<HttpResponseMessage>();
        var uri = request.RequestUri!;
        if (request.Method == HttpMethod.Get || uri.AbsolutePath.Contains("/sessions", StringComparison.Ordinal))
            return await base.SendAsync(request, cancellationToken);

        room.Losses.Before(room.Requests.Count + 1);
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var content = $"{request.Method} {uri.Host}{uri.PathAndQuery} {body}";
        switch (room.Faults.OnTheWire(room.Requests.Count + 1, content))
        {
            case WireTrouble.Busy:
                return Broken.Busy(request);
            case WireTrouble.LostBefore:
                Note(request, uri, body);
                throw Broken.Connection();
            case WireTrouble.LostAfter:
                await PassAsync(request, uri, body, cancellationToken);
                throw Broken.Connection();
            case WireTrouble.Cut:
                return Broken.InTheMiddle(await PassAsync(request, uri, body, cancellationToken));
            default:
                return await PassAsync(request, uri, body, cancellationToken);
        }
    }

    private SentRequest Note(HttpRequestMessage request, Uri uri, string body)
    {
        var sent = new SentRequest(room.Requests.Count + 1, CaseRoom.Acting.Value, uri.Host, request.Method.Method, uri.PathAndQuery, body);
        room.Requests.Add(sent);
        return sent;
    }

    private async Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, Uri uri, string body, CancellationToken cancellationToken)
    {
        var sent = Note(request, uri, body);
        if (sent.Spot is { } spot)
            Prepare(room.Faults.At(spot, room.PartOf(spot, sent.Content)), sent);
        var answer = await base.SendAsync(request, cancellationToken);
        sent.Job = await JobOfAsync(answer, cancellationToken);
        room.Losses.After(sent.Number);
        return answer;
    }

    /// <summary>Sets the fault for the array job that the request is about to become.</summary>
    private void Prepare(StepTrouble? trouble, SentRequest sent)
    {
        if (trouble is null)
            return;
        var target = room.IntentOf(sent.Method, sent.Path)?.Target.Split('/') ?? [];
        var group = target.Length > 0 ? target[0] : null;
        if (trouble == StepTrouble.PairSuspended && group is not null)
        {
            var timing = room.World.Topology.Timing;
            room.World.SuspendOnePair(array, group, timing.JobStart + timing.JobExecute + AfterTheStart);
            return;
        }

        room.World.Set(new FaultSpec
        {
            Kind = trouble == StepTrouble.Refused ? FaultKinds.JobFails : FaultKinds.JobFailsAfterEffect,
            Array = array,
            CopyGroup = group,
        });
    }

    private static async Task<long?> JobOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode != HttpStatusCode.Accepted)
            return null;
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.TryGetProperty("jobId", out var id) && id.TryGetInt64(out var number) ? number : null;
    }
}
