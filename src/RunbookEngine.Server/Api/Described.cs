using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace RunbookEngine.Server.Api;

/// <summary>What the OpenAPI document says of an endpoint.</summary>
public static class Described
{
    /// <typeparam name="T">What it answers when all is well.</typeparam>
    public static RouteHandlerBuilder Says<T>(this RouteHandlerBuilder endpoint, string summary, string description, int status = StatusCodes.Status200OK) =>
        endpoint.WithSummary(summary).WithDescription(description).Produces<T>(status).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

    /// <summary>The body is a text, whatever type the request says it has.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string mediaType) => endpoint.WithMetadata(new TextBody(mediaType));

    /// <summary>An example of the request's body.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder endpoint, string json) => endpoint.WithMetadata(new RequestExample(json));
}

/// <param name="MediaType">Of the body.</param>
internal sealed record TextBody(string MediaType);

/// <param name="Json">The body.</param>
internal sealed record RequestExample(string Json);
