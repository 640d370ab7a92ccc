using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;

namespace RunbookEngine.Simulator.Hosting;

/// <summary>Carries a request from Kestrel to a handler and its answer back.</summary>
internal static class KestrelAdapter
{
    public static async Task RunAsync(HttpContext context, Func<SimRequest, CancellationToken, Task<SimResponse>> handler)
    {
        SimResponse answer;
        try
        {
            answer = await ReadAsync(context) is { } request
                ? await handler(request, context.RequestAborted)
                : SimResponse.Json(413, ArrayError.BodyTooLarge.ToJson(context.Request.Path));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException e)
        {
            answer = SimResponse.Json(e.StatusCode, ArrayError.BadHttp(e.Message).ToJson(context.Request.Path));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A defect of the simulator. The client sees what it would see of a defect of the array; the text names the kind, not the stack.
            answer = SimResponse.Json(500, new ArrayError("KART00001-E", $"Internal error of the simulated array ({e.GetType().Name}).", null, "Report it.").ToJson(context.Request.Path));
        }
        await WriteAsync(context, answer);
    }

    private static async Task<SimRequest?> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > SimRequest.MaxBodyBytes)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + read > SimRequest.MaxBodyBytes)
                return null;
            body.Write(buffer, 0, read);
        }
        var headers = new SimHeaders();
        foreach (var (name, value) in request.Headers)
            headers.Add(name, value.ToString());
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (Uri.TryCreate(target, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https")
            target = absolute.PathAndQuery;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new SimRequest(
            request.Method,
            question < 0 ? target : target[..question],
            question < 0 ? "" : target[question..],
            headers,
            body.ToArray())
        { RemoteAddress = context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1" };
    }

    private static async Task WriteAsync(HttpContext context, SimResponse answer)
    {
        if (answer.ConnectionLost)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        context.Response.ContentLength = answer.Body.Length;
        if (answer.CutAfter is { } cut)
        {
            await context.Response.Body.WriteAsync(answer.Body[..Math.Min(cut, answer.Body.Length)], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }
        if (answer.Body.Length > 0)
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
