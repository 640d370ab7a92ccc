using System.Text;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Planning;

/// <summary>A plan as a Mermaid flow chart.</summary>
public sealed class MermaidDrawing
{
    private readonly StringBuilder _text = new("flowchart TD\n");
    private int _next;

    public static string Of(PlanGraph graph)
    {
        var drawing = new MermaidDrawing();
        drawing.Add(graph, []);
        drawing._text.Append("  classDef wait fill:#eef4fb,stroke:#5b84b1\n  classDef people fill:#fff6d6,stroke:#b08900\n")
            .Append("  classDef perhaps fill:#f5f5f5,stroke:#888888,stroke-dasharray: 4 3\n  classDef failure fill:#fde8e8,stroke:#c62828\n")
            .Append("  classDef pivot fill:#ffffff,stroke:#c62828,stroke-width:3px,color:#c62828\n");
        return drawing._text.ToString();
    }

    /// <returns>The nodes that what follows comes after.</returns>
    private IReadOnlyList<string> Add(PlanGraph graph, IReadOnlyList<string> after)
    {
        switch (graph)
        {
            case PlanGraph.Sequence sequence:
                return sequence.Parts.Aggregate(after, (last, part) => Add(part, last));
            case PlanGraph.SideBySide side:
                var id = $"g{_next++}";
                _text.Append($"  subgraph {id}[\"{SinkText.Mermaid(side.Title)}\"]\n");
                var ends = side.Parts.SelectMany(p => Add(p, after)).Distinct().ToList();
                _text.Append("  end\n");
                return ends;
            case PlanGraph.Pivot pivot:
                return Node($"{{{{\"POINT OF NO RETURN: {SinkText.Mermaid(pivot.Step)}\"}}}}:::pivot", after);
            case PlanGraph.Box box:
                var words = string.Join("<br/>", box.Lines.Select(SinkText.Mermaid));
                return Node(box.Kind switch
                {
                    BoxKind.Start => $"([\"{words}\"])",
                    BoxKind.Wait => $"([\"{words}\"]):::wait",
                    BoxKind.People => $"{{{{\"{words}\"}}}}:::people",
                    BoxKind.Perhaps => $"[\"{words}\"]:::perhaps",
                    BoxKind.Failure => $"[[\"{words}\"]]:::failure",
                    _ => $"[\"{words}\"]",
                }, after);
            default:
                return after;
        }
    }

    private string[] Node(string shape, IReadOnlyList<string> after)
    {
        var id = $"n{_next++}";
        _text.Append($"  {id}{shape}\n");
        foreach (var before in after)
            _text.Append($"  {before} --> {id}\n");
        return [id];
    }
}
