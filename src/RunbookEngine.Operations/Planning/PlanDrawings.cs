using RunbookEngine.Language.Predictions;

namespace RunbookEngine.Operations.Planning;

/// <summary>A plan as a picture.</summary>
public static class PlanDrawings
{
    /// <returns><c>svg</c> or <c>mmd</c>; null for any other ending.</returns>
    public static string? Kind(string file) => Path.GetExtension(file).ToLowerInvariant() switch { ".svg" => "svg", ".mmd" => "mmd", _ => null };

    public static string Draw(string file, PlanForecast forecast)
    {
        var graph = PlanGraph.Of(forecast);
        return Kind(file) == "svg" ? SvgDrawing.Of(graph) : MermaidDrawing.Of(graph);
    }
}
