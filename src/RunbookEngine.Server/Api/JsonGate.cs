using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RunbookEngine.Sinks;

namespace RunbookEngine.Server.Api;

/// <summary>What no JSON body may hold, whichever endpoint it is for: a name twice (which of the two counts is guesswork), an empty place in a list, half of a
/// surrogate pair. Looked at before an endpoint reads it, so that none has to think of it.</summary>
internal sealed class JsonGate(RequestDelegate next)
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.HasJsonContentType() && context.Request.Path.StartsWithSegments("/api"))
        {
            // The listener bounds it.
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            if (Wrong(body) is { } wrong)
            {
                await Problems.Bad(wrong).ExecuteAsync(context);
                return;
            }

            body.Position = 0;
            context.Request.Body = body;
        }

        await next(context);
    }

    private static string? Wrong(MemoryStream body)
    {
        if (body.Length == 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length), Options);
            return Wrong(document.RootElement, "$");
        }
        catch (JsonException e)
        {
            return e.Message.Contains("uplicate", StringComparison.Ordinal) ? "The body names something twice." : "The body is not JSON.";
        }
        catch (InvalidOperationException)
        {
            // Names are compared while the body is read.
            return "A name in the body holds half of a surrogate pair.";
        }
    }

    private static string? Wrong(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when !IsText(value):
                return $"The text at {path} holds half of a surrogate pair.";
            case JsonValueKind.Array:
                var place = 0;
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.Null)
                        return $"The list at {path} has an empty place: null.";
                    if (Wrong(item, $"{path}[{place++}]") is { } inItem)
                        return inItem;
                }

                return null;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    if (!IsName(property, out var name))
                        return $"A name under {path} holds half of a surrogate pair.";
                    if (Wrong(property.Value, path.Length < 200 ? $"{path}.{Names.Shown(name)}" : path) is { } inside)
                        return inside;
                }

                return null;
            default:
                return null;
        }
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            return !SinkText.HasLoneSurrogate(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return !SinkText.HasLoneSurrogate(name);
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }
}
