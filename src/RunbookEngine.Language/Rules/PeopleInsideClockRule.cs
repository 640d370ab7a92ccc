using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1612: people are asked while the recovery time is being measured.</summary>
internal static class PeopleInsideClockRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var running = new Dictionary<string, StepPlace>(StringComparer.Ordinal);
        foreach (var place in context.Places.Where(p => p.UndoOf is null))
        {
            var measure = place.Step.Modifier("measure") as MapNode;
            if (running.Count > 0 && place.Step.Verb!.Name is "approve" or "manual" && measure?["stop"] is null)
            {
                var (clock, start) = running.First();
                yield return Diagnostic.Warning(Codes.PeopleInsideClock, place.Step.At,
                    $"the clock `{clock}`, started by {start.Step.Title} in line {start.Step.At.Line}, runs on while people think", "ask before the clock starts");
            }

            if (measure?["start"]?.Text is { } started)
                running[started] = place;
            if (measure?["stop"]?.Text is { } stopped)
                running.Remove(stopped);
        }
    }
}
