using Microsoft.AspNetCore.Http;
using RunbookEngine.Server.Api;

namespace RunbookEngine.Server.Schedules;

/// <summary>What putting, getting and deleting a text have in common: names, preconditions, ETags.</summary>
internal static class TextRequests
{
    /// <returns>The text and the version it replaces, or the problem that the caller is told.</returns>
    public static async Task<(string? Text, int? Expected, IResult? Problem)> ReadAsync(HttpContext context, string name)
    {
        if (!TriggerBook.IsName(name))
            return (null, null, Problems.Bad("The name is not one that can be used here.", "1 to 63 lower-case letters, digits and '-', not beginning with '-'; RUNBOOK.TRIGGER is changed in its runbook"));
        if (!Bodies.TryExpected(context.Request, out var expected))
            return (null, null, Problems.Bad("If-Match must be one ETag, as in \"3\"."));
        return await Bodies.TextAsync(context.Request, context.RequestAborted) is { } text
            ? (text, expected, null)
            : (null, null, Problems.Bad("The body is no UTF-8 text of at most 1,000,000 bytes."));
    }

    public static IResult Stored(HttpContext context, StoredText? stored, string what, string href, object? answer)
    {
        if (stored is null)
            return Problems.Changed($"The {what} has another version than the one you name.");
        context.Response.Headers.ETag = Bodies.ETag(stored.Version);
        return stored.Version == 1 ? Results.Created(href, answer) : Results.Ok(answer);
    }

    /// <param name="delete">Deletes the version that it is given, null for any.</param>
    /// <param name="exists">Whether there is one of any version.</param>
    public static async Task<IResult> DeleteAsync(HttpContext context, string what, Func<int?, Task<bool>> delete, Func<Task<bool>> exists)
    {
        if (!Bodies.TryExpected(context.Request, out var expected) || expected == 0)
            return Problems.Bad("If-Match must be one ETag, as in \"3\".");
        if (await delete(expected))
            return Results.NoContent();
        return await exists() ? Problems.Changed($"The {what} has another version than the one you name.") : Problems.NotFound($"There is no {what}.");
    }

    /// <summary>An earlier answer of the caller's still holds.</summary>
    public static bool IsKnown(HttpContext context, int version)
    {
        context.Response.Headers.ETag = Bodies.ETag(version);
        return context.Request.Headers.IfNoneMatch.ToString() == Bodies.ETag(version);
    }
}
