using System.Text.Json;
using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.People;

/// <summary>One entry of <c>escalate</c>: when nobody has decided for that long, further people are asked.</summary>
/// <param name="At">Counted from the journalled start of the attempt, so a restart does not move it.</param>
/// <param name="To">Groups or persons who may decide as well from then on; empty: nobody new, only a reminder.</param>
/// <param name="Notify">Channels that are told; empty: those of the approval itself.</param>
internal sealed record Escalation(DateTimeOffset At, IReadOnlyList<string> To, IReadOnlyList<string> Notify)
{
    public const int Most = 10;

    /// <summary>In the order of their times.</summary>
    public static IReadOnlyList<Escalation> Read(StepContext step, StepArguments arguments)
    {
        if (arguments.Find("escalate") is not { } list)
        {
            return [];
        }
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > Most)
        {
            throw arguments.Wrong("escalate", "is no list, or too long", $"a list of at most {Most} entries");
        }
        var start = step.Record.AttemptAt ?? step.Clock.GetUtcNow();
        return [.. list.EnumerateArray().Select((entry, i) => new StepArguments($"{arguments.Verb}.escalate[{i}]", entry, arguments.Secrets))
            .Select(e => new Escalation(start + (e.Duration("after") ?? throw e.Wrong("after", "is missing", "a duration such as 30m")),
                e.Texts("to"), e.Texts("notify")))
            .OrderBy(e => e.At)];
    }
}
