using Microsoft.AspNetCore.Http;
using RunbookEngine.Server.Api;

namespace RunbookEngine.Server.Schedules;

/// <summary>What putting and deleting a text have in common: names, preconditions, ETags.</summary>
internal static class TextRequests
{
    /// <returns>The text and what is asked of the version it replaces, or the problem that the caller is told.</returns>
    public static async Task<(string? Text, Preconditions? Asked, IResult? Problem)> ReadAsync(HttpContext context, string name)
    {
        if (!TriggerBook.IsName(name))
            return (null, null, Problems.Bad("The name is not one that can be used here.", "1 to 63 lower-case letters, digits and '-', not beginning with '-'; RUNBOOK.TRIGGER is changed in its runbook"));
        if (Preconditions.Of(context.Request) is not { } asked)
            return (null, null, Problems.Bad(Preconditions.Rule));
        return await Bodies.TextAsync(context.Request, context.RequestAborted) is { } text
            ? (text, asked, null)
            : (null, null, Problems.Bad("The body is no UTF-8 text of at most 1,000,000 bytes."));
    }

    /// <param name="stored">Null when another version is there.</param>
    public static IResult Stored(HttpContext context, StoredText? stored, string what, string href, object? answer)
    {
        if (stored is null)
            return Changed(what);
        context.Response.Headers.ETag = Bodies.ETag(stored.Version);
        return stored.IsNew ? Results.Created(href, answer) : Results.Ok(answer);
    }

    /// <param name="version">The version that is there; null: none.</param>
    /// <param name="delete">Deletes the version that it is given, null for any.</param>
    public static async Task<IResult> DeleteAsync(HttpContext context, string what, int? version, Func<int?, Task<bool>> delete)
    {
        if (Preconditions.Of(context.Request) is not { } asked)
            return Problems.Bad(Preconditions.Rule);
        if (version is not { } there)
            return Problems.NotFound($"There is no {what}.");
        return asked.Allow(there) && await delete(asked.Expected(there)) ? Results.NoContent() : Changed(what);
    }

    public static IResult Changed(string what) => Problems.Changed($"The {what} has another version than the one you name.");
}
