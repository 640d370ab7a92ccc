using System.Globalization;
using RunbookEngine.Arrays.Connections;

namespace RunbookEngine.Operations.Composition;

/// <summary>Whether arrays answer, in words for whoever watches.</summary>
public static class ArrayNewsText
{
    public static string Of(ArrayNews news) => news.Standing switch
    {
        ArrayStanding.Silent => string.Create(CultureInfo.InvariantCulture,
            $"array {news.Array} does not answer; it counts as gone after {news.Patience.TotalSeconds:0.###} s (limits.goneAfterInDisaster in mode disaster, else limits.goneAfter)"),
        ArrayStanding.Gone => $"array {news.Array} counts as gone: nothing waits for it; it is looked for in the background",
        ArrayStanding.SessionsUsedUp => string.Create(CultureInfo.InvariantCulture,
            $"array {news.Array}: all of its sessions are in use by others; a login is tried again for up to {news.Patience.TotalMinutes:0.#} min. An idle session ends by itself; whoever has more than needed should discard them"),
        _ => $"array {news.Array} answers again",
    };
}
