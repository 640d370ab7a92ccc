using System.Text.Json;
using RunbookEngine.Reviews;

namespace RunbookEngine.Operations.Telling;

/// <summary>An undo plan as lines of text, the same for a plan made here and for one that a server made.</summary>
public static class UndoPlanText
{
    public static IEnumerable<string> Of(RollbackReview review) => Of(JsonElement.Parse(UndoPlanJson.Of(review).ToJsonString()));

    /// <param name="plan">As <see cref="UndoPlanJson"/> writes it.</param>
    public static IEnumerable<string> Of(JsonElement plan)
    {
        var goal = Text(plan, "to") is { } checkpoint ? $"to checkpoint {checkpoint}" : "to its start, or its point of no return";
        yield return $"undo plan of run {Text(plan, "run")}{(plan.GetProperty("ended").GetBoolean() ? ", which has ended" : "")}: {goal}";
        if (!plan.GetProperty("undo").EnumerateArray().Any())
            yield return "  nothing is to be taken back";
        var number = 0;
        foreach (var undo in plan.GetProperty("undo").EnumerateArray())
        {
            foreach (var line in Undo(undo, ++number))
                yield return line;
        }

        if (plan.GetProperty("gates").EnumerateArray().Select(g => g.GetString()).ToList() is { Count: > 0 } gates)
            yield return $"  asked again before anything is sent: {string.Join(", ", gates)}";
        foreach (var later in plan.GetProperty("laterRuns").EnumerateArray())
            yield return $"  against it: later run {Text(later, "run")} of {Text(later, "runbook")} by {Text(later, "actor")} has worked on {string.Join(", ", later.GetProperty("copyGroups").EnumerateArray())}, last at {Text(later, "at")}";
        foreach (var difference in plan.GetProperty("differences").EnumerateArray())
            yield return $"  against it: {Pair(difference.GetProperty("left"), named: true)} as this run left it, {(difference.GetProperty("now") is { ValueKind: JsonValueKind.Object } now ? Pair(now, named: false) : "gone")} now";
        yield return $"  fingerprint {Text(plan, "fingerprint")}";
    }

    private static IEnumerable<string> Undo(JsonElement undo, int number)
    {
        var head = $"  {number}. {Text(undo, "step")} ({Text(undo, "verb")})";
        if (Text(undo, "left") is { } left)
        {
            yield return $"{head} is left as it is: {left}";
            yield break;
        }

        yield return head;
        foreach (var request in undo.GetProperty("requests").EnumerateArray())
        {
            var pairs = request.GetProperty("pairs").GetArrayLength();
            yield return $"     {Text(request, "array")}: {Text(request, "action")} {Text(request, "copyGroup")} ({pairs} pair{(pairs == 1 ? "" : "s")}), {Text(request, "before")} > {Text(request, "after")}";
        }

        foreach (var step in undo.GetProperty("steps").EnumerateArray())
            yield return $"     {step.GetString()}";
        foreach (var lost in undo.GetProperty("lost").EnumerateArray())
            yield return $"     LOST {lost.GetString()}";
        if (Text(undo, "blocked") is { } blocked)
            yield return $"     NOT POSSIBLE {blocked}";
    }

    private static string Pair(JsonElement pair, bool named) => (named ? $"{Text(pair, "copyGroup")}/{Text(pair, "pair")} on {Text(pair, "array")} " : "")
        + $"{Text(pair, "pvolStatus")}/{Text(pair, "svolStatus")}{(Text(pair, "pvolArray") is { } array ? $" with the P-VOL on {array}" : "")}";

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
