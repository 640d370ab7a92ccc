using RunbookEngine.Simulator.Control;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Hosting;

/// <summary>Answers HTTP requests from the simulated arrays without a socket: host name <c>{alias}.simulated</c> names the array.</summary>
/// <remarks>
/// <c>{alias}-2.simulated</c> is the second controller, <c>control.simulated</c> the control address. Simulated time is the world's clock,
/// so with a manual clock an hour's copy takes as long as it takes to say so.
/// </remarks>
public sealed class InMemoryHandler(SimulatedArrays world) : HttpMessageHandler
{
    private readonly ControlServer _control = new(world);

    public static Uri AddressOf(string alias) => new($"https://{alias}.simulated");

    public static Uri ControlAddress { get; } = new("http://control.simulated");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var handler = Find(uri.Host) ?? throw new HttpRequestException(HttpRequestError.NameResolutionError, $"No simulated array answers to '{uri.Host}'.");
        var read = await ReadAsync(request, uri, cancellationToken);
        var answer = read.Body.Length > SimRequest.MaxBodyBytes
            ? SimResponse.Json(413, ArrayError.BodyTooLarge.ToJson(uri.AbsolutePath))
            : await handler(read, cancellationToken);
        if (answer.ConnectionLost)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The simulated array closed the connection without an answer.");
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = answer.CutAfter is { } cut ? new CutContent(answer.Body, cut) : new ReadOnlyMemoryContent(answer.Body),
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return response;
    }

    private Func<SimRequest, CancellationToken, Task<SimResponse>>? Find(string host)
    {
        if (host == ControlAddress.Host)
            return _control.HandleAsync;
        var servers = world.Arrays.SelectMany(a => a.Servers);
        var server = servers.FirstOrDefault(s =>
            string.Equals(host, AddressOf(s.Controller == 1 ? s.Array.Alias : $"{s.Array.Alias}-{s.Controller}").Host, StringComparison.OrdinalIgnoreCase));
        return server is null ? null : server.HandleAsync;
    }

    private static async Task<SimRequest> ReadAsync(HttpRequestMessage request, Uri uri, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = new SimHeaders();
        foreach (var (name, values) in request.Headers.NonValidated)
            headers.Add(name, values.ToString());
        if (request.Content is not null)
        {
            foreach (var (name, values) in request.Content.Headers.NonValidated)
                headers.Add(name, values.ToString());
        }
        // A real handler sends the length, 0 included, with every method that may carry a body.
        headers.Add("Content-Length", body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new SimRequest(request.Method.Method, uri.AbsolutePath, uri.Query, headers, body);
    }
}
