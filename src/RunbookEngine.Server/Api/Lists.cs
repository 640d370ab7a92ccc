namespace RunbookEngine.Server.Api;

/// <summary>A page of a list.</summary>
/// <param name="Next">Cursor of the next page, to be given as <c>cursor</c>; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Lists
{
    public const int DefaultLimit = 50;

    public const int MaxLimit = 1000;

    public static int Limit(int? asked) => Math.Clamp(asked ?? DefaultLimit, 1, MaxLimit);

    /// <summary>A full page may have a next one; a short one has none.</summary>
    public static Page<TOut> Of<T, TOut>(IReadOnlyList<T> read, int limit, Func<T, string> cursor, Func<T, TOut?> map)
        where TOut : class =>
        new([.. read.Select(map).OfType<TOut>()], read.Count < limit ? null : cursor(read[^1]));
}
