using System.Text;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Editing;

/// <summary>What a runbook's steps are predicted to do, for hover. No array is asked: the start is assumed.</summary>
internal sealed class EditorForecast
{
    /// <summary>Starts that are tried; the first in which no step certainly fails is taken, else the first.</summary>
    private static readonly string[] Starts = ["PAIR", "PSUS", "SMPL"];

    /// <summary>Copy groups and iterations shown of one step.</summary>
    private const int MaxShown = 8;

    private readonly string _start;
    private readonly PlanForecast _forecast;

    private EditorForecast(string start, PlanForecast forecast) => (_start, _forecast) = (start, forecast);

    public static EditorForecast Of(Plan plan)
    {
        var tried = Starts.Select(s => new EditorForecast(s, Predict(plan, s))).ToList();
        return tried.FirstOrDefault(t => t._forecast.FailsAt is null) ?? tried[0];
    }

    /// <summary>In Markdown; null for a step that says nothing about pairs.</summary>
    public string? About(string id)
    {
        var lines = _forecast.Steps.Where(s => s.Path.Length == 0 && s.Key.Id.Value == id).SelectMany(s => s.Groups.Select(g => Line(s, g))).Distinct().ToList();
        if (lines.Count == 0)
            return null;
        var text = new StringBuilder($"predicted, when all pairs start in {_start}:\n");
        foreach (var line in lines.Take(MaxShown))
            text.Append($"\n- {line}");
        return lines.Count > MaxShown ? text.Append("\n- …").ToString() : text.ToString();
    }

    // The moment does not matter for statuses; only the window is judged by it.
    private static PlanForecast Predict(Plan plan, string status)
    {
        var (pinned, start) = AssumedStart.Of(plan, status);
        return PlanPredictor.Predict(pinned, start, DateTimeOffset.UnixEpoch);
    }

    private static string Line(StepForecast step, GroupForecast group)
    {
        var name = group.Pair is null ? group.CopyGroup : $"{group.CopyGroup}/{group.Pair}";
        var way = $"{Statuses(group.Before)} → {Statuses(group.After)}";
        var verdict = group.Verdict switch
        {
            StepVerdict.Rejected => ": refused",
            StepVerdict.Fails => ": fails",
            StepVerdict.NothingToDo => ": nothing to do",
            StepVerdict.Uncertain => ": uncertain",
            StepVerdict.NotReached => ": not reached",
            _ => "",
        };
        return $"`{name}` {way}{verdict}{((group.Why ?? step.Why) is { } why ? $" ({why})" : "")}";
    }

    private static string Statuses(IReadOnlyList<PairStanding> pairs) => pairs.Count == 0 ? "SMPL" : string.Join(", ", pairs.Select(p => p.Statuses).Distinct());
}
