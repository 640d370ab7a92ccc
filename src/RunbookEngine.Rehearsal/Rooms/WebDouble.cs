using System.Net;
using System.Text;
using System.Text.Json;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Faults;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>Every web service: takes each call and answers with the first status the step expects, 200 by default, and an empty object. Notices are taken too, and not numbered.</summary>
internal sealed class WebDouble(CaseRoom room, SimulatedProcess process) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
            return await ProcessStore.Never<HttpResponseMessage>();
        if (CaseRoom.Acting.Value is not { } spot || room.Spots.First(s => s.Spot == spot).Step is not { } step)
            return Answer(request, HttpStatusCode.OK);
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        // A notice holds the time: its address says which one it is.
        var content = step.Verb == "http" ? $"{request.Method} {request.RequestUri} {body}" : $"{request.RequestUri}";
        if (step.Verb != "http")
            return Answer(request, room.Faults.At(spot, room.PartOf(spot, content)) is null ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);
        var trouble = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
            ? null
            : room.Faults.OnTheWire(room.Requests.Count + 1, content);
        if (trouble == WireTrouble.Busy)
            return Broken.Busy(request);
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            room.Requests.Add(new SentRequest(room.Requests.Count + 1, spot, "", request.Method.Method, $"{request.RequestUri}", body));
        if (trouble is WireTrouble.LostBefore or WireTrouble.LostAfter)
            throw Broken.Connection();
        var answer = room.Faults.At(spot, room.PartOf(spot, content)) switch
        {
            null => Answer(request, Expected(step.With)),
            StepTrouble.Refused => Answer(request, HttpStatusCode.Forbidden),
            _ => Answer(request, HttpStatusCode.InternalServerError),
        };
        return trouble == WireTrouble.Cut ? Broken.InTheMiddle(answer) : answer;
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, HttpStatusCode status) => new(status)
    {
        RequestMessage = request,
        Content = new StringContent("{}", Encoding.UTF8, "application/json"),
    };

    private static HttpStatusCode Expected(JsonElement arguments)
    {
        if (!arguments.TryGetProperty("expect", out var expect))
            return HttpStatusCode.OK;
        var first = expect.ValueKind == JsonValueKind.Array ? expect.EnumerateArray().FirstOrDefault() : expect;
        return int.TryParse(first.ToString(), out var status) ? (HttpStatusCode)status : HttpStatusCode.OK;
    }
}
