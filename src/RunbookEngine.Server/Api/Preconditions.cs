using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RunbookEngine.Server.Api;

/// <summary>What <c>If-Match</c> and <c>If-None-Match</c> of a request ask of the version that is there.</summary>
internal sealed class Preconditions
{
    private readonly IReadOnlySet<int>? _match;
    private readonly IReadOnlySet<int>? _none;

    private Preconditions(IReadOnlySet<int>? match, IReadOnlySet<int>? none) => (_match, _none) = (match, none);

    /// <summary>The caller asks for something.</summary>
    public bool AreGiven => _match is not null || _none is not null;

    /// <returns>Null when the headers are not understood.</returns>
    public static Preconditions? Of(HttpRequest request)
    {
        var (good, match) = Read(request.Headers.IfMatch, weakCounts: false);
        var (goodToo, none) = Read(request.Headers.IfNoneMatch, weakCounts: true);
        return good && goodToo ? new Preconditions(match, none) : null;
    }

    public static bool InRequest(HttpRequest request) => request.Headers.IfMatch.Count > 0 || request.Headers.IfNoneMatch.Count > 0;

    /// <param name="version">The version that is there; 0: none.</param>
    public bool Allow(int version) =>
        (_match is null || (version > 0 && (_match.Contains(Any) || _match.Contains(version))))
        && (_none is null || version == 0 || !(_none.Contains(Any) || _none.Contains(version)));

    /// <summary>What a write has to find in the store; null: the caller does not care.</summary>
    public int? Expected(int version) => AreGiven ? version : null;

    /// <summary>How a read is answered when not with the thing itself: 304 when the caller has it, 412 when they ask for another one.</summary>
    public static IResult? OfRead(HttpContext context, int version)
    {
        context.Response.Headers.ETag = Bodies.ETag(version);
        // A tag that this server never gave matches nothing.
        if (Of(context.Request) is not { } asked)
            return null;
        return asked.Allow(version) ? null
            : asked._match is not null && !new Preconditions(asked._match, null).Allow(version) ? Problems.Changed("Another version is there than the one you name.")
            : Results.StatusCode(StatusCodes.Status304NotModified);
    }

    public const string Rule = "If-Match and If-None-Match are ETags, as in \"3\", or *.";

    private const int Any = -1;

    private static (bool Good, IReadOnlySet<int>? Versions) Read(StringValues header, bool weakCounts)
    {
        if (header.Count == 0)
            return (true, null);
        var versions = new HashSet<int>();
        foreach (var written in header.SelectMany(h => (h ?? "").Split(',')).Select(t => t.Trim()))
        {
            var weak = written.StartsWith("W/", StringComparison.Ordinal);
            var tag = weak ? written[2..] : written;
            if (tag == "*" && !weak && header.Count == 1 && header[0]!.Trim() == "*")
                versions.Add(Any);
            else if (!int.TryParse(tag.Trim('"'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) || version < 1)
                return (false, null);
            else if (!weak || weakCounts)
                versions.Add(version);
        }

        return (true, versions);
    }
}

/// <summary>Metadata of an endpoint that keeps <c>If-Match</c> and <c>If-None-Match</c>. A write elsewhere is refused with them: a condition is never passed over.</summary>
public sealed class KeepsConditions;

internal static class ConditionalEndpoints
{
    public static TBuilder Conditional<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new KeepsConditions());
}
