using System.Net;
using System.Text;
using System.Text.Json;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Simulator.Hosting;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>Every web service: takes each call and answers with the first status the step expects, 200 by default, and an empty object. Notices are taken too, and not numbered.</summary>
/// <remarks>The control address of the simulated arrays is the real one: what a drill switches off there is off.</remarks>
internal sealed class WebDouble(CaseRoom room, SimulatedProcess process) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _control = new(new InMemoryHandler(room.World));

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
        var changes = request.Method != HttpMethod.Get && request.Method != HttpMethod.Head;
        var number = room.Requests.Count + 1;
        if (changes)
            room.Losses.Before(number);
        var trouble = changes ? room.Faults.OnTheWire(number, content) : null;
        if (trouble == WireTrouble.Busy)
            return Broken.Busy(request);
        if (changes)
            room.Requests.Add(new SentRequest(number, spot, "", request.Method.Method, $"{request.RequestUri}", body));
        var refusal = room.Faults.At(spot, room.PartOf(spot, content));
        var done = trouble == WireTrouble.LostBefore || refusal == StepTrouble.Refused ? null : await DoneAsync(request, body, cancellationToken);
        if (changes)
            room.Losses.After(number);
        if (trouble is WireTrouble.LostBefore or WireTrouble.LostAfter)
            throw Broken.Connection();
        var answer = refusal switch
        {
            null => done ?? Answer(request, Expected(step.With)),
            StepTrouble.Refused => Answer(request, HttpStatusCode.Forbidden),
            _ => Answer(request, HttpStatusCode.InternalServerError),
        };
        return trouble == WireTrouble.Cut ? Broken.InTheMiddle(answer) : answer;
    }

    /// <returns>The answer of the control address; null for every other service, where nothing is done.</returns>
    private async Task<HttpResponseMessage?> DoneAsync(HttpRequestMessage request, string body, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Host != InMemoryHandler.ControlAddress.Host)
            return null;
        using var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        if (body.Length > 0)
            copy.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await _control.SendAsync(copy, cancellationToken);
        answer.RequestMessage = request;
        return answer;
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
