using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>Finds where a step of a plan is written, in the text that the plan carries.</summary>
internal sealed class StepPlaces
{
    private readonly Dictionary<string, Dictionary<(int, int), MapNode>> _files = [];

    public Diagnostic Diagnose(Plan root, StepForecast? step, Finding finding)
    {
        var plan = step is null ? root : PlanOf(root, step);
        return new Diagnostic(finding.Code, finding.Severity, Of(plan, step?.Step, finding.Part), finding.Message, finding.Help);
    }

    private SourceSpan Of(Plan plan, PlanStep? step, string? part)
    {
        var file = plan.Source?.File ?? "plan";
        if (step?.At is not { } at)
            return SourceSpan.StartOf(file);
        var line = new SourceSpan(file, at.Line, at.Column, at.Line, at.Column + 1);
        if (!Steps(plan).TryGetValue((at.Line, at.Column), out var node))
            return line;
        return (part is null ? null : node.Entry(part)?.Key.At) ?? node.Entry(step.Verb)?.Key.At ?? node.At;
    }

    private Dictionary<(int, int), MapNode> Steps(Plan plan)
    {
        if (plan.Source is not { } source)
            return [];
        if (!_files.TryGetValue(source.Hash + source.File, out var steps))
        {
            steps = [];
            if (DocumentLoader.Load(new SourceFile(source.File, source.Text)).Root is { } root)
                Collect(root, steps);
            _files[source.Hash + source.File] = steps;
        }

        return steps;
    }

    private static void Collect(DocumentNode node, Dictionary<(int, int), MapNode> found)
    {
        switch (node)
        {
            case MapNode map:
                found.TryAdd((map.At.Line, map.At.Column), map);
                foreach (var entry in map.Entries)
                    Collect(entry.Value, found);
                break;
            case ListNode list:
                foreach (var item in list.Items)
                    Collect(item, found);
                break;
        }
    }

    private static Plan PlanOf(Plan root, StepForecast step)
    {
        var plan = root;
        foreach (var call in step.Path.Split(" > ", StringSplitOptions.RemoveEmptyEntries))
            plan = plan.Find(Runs.StepKey.Parse(call).Id)?.Child ?? plan;
        return plan;
    }
}
