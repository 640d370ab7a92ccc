using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Targets;

/// <summary>Finds where a plan's targets are written, in the text that the plan carries.</summary>
internal sealed class TargetPlaces
{
    private readonly string _file;
    private readonly MapNode? _targets;

    public TargetPlaces(PlanSource? source)
    {
        _file = source?.File ?? "plan";
        if (source is not null && DocumentLoader.Load(new SourceFile(source.File, source.Text)).Root is MapNode root)
            _targets = root["targets"] as MapNode;
    }

    public SourceSpan Of(string target, string pattern)
    {
        var definition = _targets?.Entry(target);
        var groups = Nodes.OneOrMany((definition?.Value as MapNode)?["copyGroups"]);
        // A pattern with an expression is not found by its value; then the first computed one is the likeliest.
        return (groups.FirstOrDefault(g => g.Text == pattern) ?? groups.FirstOrDefault(Nodes.HasExpression))?.At
            ?? definition?.Key.At ?? SourceSpan.StartOf(_file);
    }
}
