using System.Globalization;
using RunbookEngine.Arrays.Connections;

namespace RunbookEngine.Operations.Composition;

/// <summary>Whether arrays answer, in words for whoever watches.</summary>
public static class ArrayNewsText
{
    public static string Of(ArrayNews news) => news.Standing switch
    {
        ArrayStanding.Silent => string.Create(CultureInfo.InvariantCulture,
            $"array {news.Array} does not answer; it counts as gone after {news.Patience.TotalSeconds:0.###} s (limits.goneAfterInDisaster)"),
        ArrayStanding.Gone => $"array {news.Array} counts as gone: nothing waits for it; it is looked for in the background",
        _ => $"array {news.Array} answers again",
    };
}
